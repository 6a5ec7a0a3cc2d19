/**
 * Characters of strings. Most are ASCII, one byte each: these are read in place, and only others by the
 * runtime, so that a loop over a text costs what one over its bytes does.
 */
import type llvm from 'llvm-bindings';
import type { Instruction } from '../ir/mir.ts';
import type { FunctionScope } from './build-scope.ts';
import { moveTo, operandValue } from './build-scope.ts';

type RuntimeCall = Extract<Instruction, { op: 'callRuntime' }>;

const dataPart = 2;

/** The code point at an offset in bytes; `otherwise` calls the runtime for one that is not ASCII. */
export function buildDecode(
  scope: FunctionScope,
  { args }: RuntimeCall,
  otherwise: () => llvm.Value,
): llvm.Value {
  const { builder, constants, types } = scope.ir;
  const [text, offset] = args.map((arg) => operandValue(scope, arg));
  if (text === undefined || offset === undefined) return otherwise();
  const data = builder.CreateExtractValue(text, [dataPart]);
  const byte = builder.CreateLoad(types.i8, builder.CreateInBoundsGEP(types.i8, data, [offset]));
  const wide = builder.CreateZExt(byte, types.i32);
  const isAscii = builder.CreateICmpULT(wide, constants.i32(0x80));
  const start = scope.current;
  const beyond = scope.ir.block('wide', scope.fn);
  const join = scope.ir.block('char', scope.fn);
  builder.CreateCondBr(isAscii, join, beyond);
  moveTo(scope, beyond);
  const decoded = otherwise();
  const end = scope.current;
  builder.CreateBr(join);
  moveTo(scope, join);
  const result = builder.CreatePHI(types.i32, 2);
  result.addIncoming(wide, start);
  result.addIncoming(decoded, end);
  return result;
}

/** One byte, and one more from each of three code points on. */
export function buildCharBytes(scope: FunctionScope, { args }: RuntimeCall): llvm.Value {
  const { builder, constants, types } = scope.ir;
  const [character] = args;
  let bytes: llvm.Value = constants.i64(1);
  if (character === undefined) return bytes;
  const value = operandValue(scope, character);
  for (const start of [0x80, 0x800, 0x10000]) {
    const isLonger = builder.CreateICmpUGE(value, constants.i32(start));
    bytes = builder.CreateAdd(bytes, builder.CreateZExt(isLonger, types.i64));
  }
  return bytes;
}
