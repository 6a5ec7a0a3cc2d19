/**
 * Calls of C functions: of the runtime's, which take strings, arrays, tuples and optionals by address,
 * and of a user's, to which the C ABI applies. A small integer is widened for C by its caller.
 */
import llvm from 'llvm-bindings';
import type { Instruction, Operand } from '../ir/mir.ts';
import { runtimeFunctions } from '../ir/runtime-functions.ts';
import type { Type } from '../sema/type.ts';
import { panicWhere } from './build-check.ts';
import type { FunctionScope } from './build-scope.ts';
import { operandValue, scratchSlot } from './build-scope.ts';
import { buildCharBytes, buildDecode } from './build-string.ts';
import { fromMemory, toMemory } from './ir-memory.ts';

type RuntimeCall = Extract<Instruction, { op: 'callRuntime' }>;
type ExternCall = Extract<Instruction, { op: 'callExtern' }>;

/** A C function as it is called here. */
interface Callee {
  readonly symbol: string;
  readonly parameters: readonly Type[];
  readonly result: Type;
  /** The last argument: the place of the call, where the function may panic. */
  readonly site?: llvm.Value;
}

export function buildRuntimeCall(scope: FunctionScope, call: RuntimeCall): llvm.Value | undefined {
  const { symbol, parameters, result, mayPanic } = runtimeFunctions[call.function];
  const inline = buildInline(scope, call);
  if (inline !== undefined) return inline;
  const site = mayPanic ? { site: siteOf(scope, call.at) } : {};
  return callByAddress(scope, { symbol, parameters, result, ...site }, call.args);
}

export function buildExternCall(scope: FunctionScope, call: ExternCall): llvm.Value | undefined {
  const { symbol, parameters, result, args } = call;
  if (call.abi === 'c') return callC(scope, call);
  const site = scope.sites.address(call.at);
  return callByAddress(scope, { symbol, parameters, result, site }, args);
}

/** What loops over strings do at each step needs no call where the text is ASCII. */
function buildInline(scope: FunctionScope, call: RuntimeCall): llvm.Value | undefined {
  const [first, second] = call.args;
  if (first === undefined) return undefined;
  if (call.function === 'charBytes') return buildCharBytes(scope, operandValue(scope, first));
  if (call.function !== 'stringDecode' || second === undefined) return undefined;
  return buildDecode(scope, operandValue(scope, first), operandValue(scope, second));
}

function siteOf({ ir, sites }: FunctionScope, at: number | undefined): llvm.Value {
  if (at !== undefined) return sites.address(at);
  return llvm.Constant.getNullValue(ir.types.pointerTo(ir.types.site));
}

function callByAddress(
  scope: FunctionScope,
  callee: Callee,
  args: readonly Operand[],
): llvm.Value | undefined {
  const { ir } = scope;
  const values: llvm.Value[] = [];
  const isIndirect = isPassedByAddress(callee.result);
  const result = isIndirect
    ? scratchSlot(scope, `result ${ir.types.nameOf(callee.result)}`, ir.types.value(callee.result))
    : undefined;
  if (result !== undefined) values.push(result);
  args.forEach((arg, index) => {
    const type = callee.parameters[index];
    if (type === undefined) return;
    const value = operandValue(scope, arg);
    values.push(
      isPassedByAddress(type) ? addressed(scope, value, type, index) : widened(scope, value, type),
    );
  });
  if (callee.site !== undefined) values.push(callee.site);
  const type = llvm.FunctionType.get(
    result === undefined ? returned(scope, callee.result) : ir.types.void,
    values.map((value) => value.getType()),
    false,
  );
  const called = ir.builder.CreateCall(ir.function(callee.symbol, type), values);
  if (result !== undefined) return ir.builder.CreateLoad(ir.types.value(callee.result), result);
  return callee.result.kind === 'void' ? undefined : fromMemory(ir, called, callee.result);
}

function isPassedByAddress(type: Type): boolean {
  switch (type.kind) {
    case 'string':
    case 'array':
    case 'tuple':
    case 'optional':
    case 'struct':
    case 'union':
      return true;
    default:
      return false;
  }
}

function addressed(scope: FunctionScope, value: llvm.Value, type: Type, index: number): llvm.Value {
  const { builder, types } = scope.ir;
  const purpose = `argument ${index} ${types.nameOf(type)}`;
  const slot = scratchSlot(scope, purpose, types.value(type));
  builder.CreateStore(value, slot);
  return slot;
}

/** C reads an int from the register of a smaller argument. */
function widened({ ir }: FunctionScope, value: llvm.Value, type: Type): llvm.Value {
  if (type.kind === 'bool') return ir.builder.CreateZExt(value, ir.types.i32);
  if (type.kind !== 'int' || type.bits >= 32) return value;
  return type.signed
    ? ir.builder.CreateSExt(value, ir.types.i32)
    : ir.builder.CreateZExt(value, ir.types.i32);
}

/** A C function leaves only the result's own bits. */
function returned({ ir }: FunctionScope, type: Type): llvm.Type {
  return type.kind === 'void' || type.kind === 'never' ? ir.types.void : ir.types.memory(type);
}

function callC(scope: FunctionScope, call: ExternCall): llvm.Value | undefined {
  const { ir } = scope;
  const values = call.args.map((arg, index) => {
    const value = operandValue(scope, arg);
    const type = call.parameters[index];
    if (type === undefined) return value;
    return type.kind === 'string' ? cString(scope, value) : widened(scope, value, type);
  });
  const intrinsic = intrinsicOf(call);
  const isText = textOf(call.result);
  const type = llvm.FunctionType.get(
    isText ? ir.types.pointer : returned(scope, call.result),
    values.map((value) => value.getType()),
    false,
  );
  const called = ir.builder.CreateCall(ir.function(intrinsic ?? call.symbol, type), values);
  if (isText) return stringFromC(scope, call, called);
  return call.result.kind === 'void' ? undefined : fromMemory(ir, called, call.result);
}

/** A copy that C may write to. */
function cString(scope: FunctionScope, value: llvm.Value): llvm.Value {
  const { ir } = scope;
  const slot = scratchSlot(scope, 'text', ir.types.string);
  ir.builder.CreateStore(value, slot);
  return ir.builder.CreateCall(ir.runtime('bolt_string_to_c'), [slot]);
}

/** Whether the result is a C string, or none where it is NULL. */
function textOf(result: Type): boolean {
  return result.kind === 'string' || (result.kind === 'optional' && result.value.kind === 'string');
}

function stringFromC(scope: FunctionScope, call: ExternCall, text: llvm.Value): llvm.Value {
  const { ir } = scope;
  const { builder, types } = ir;
  const isNull = builder.CreateIsNull(text);
  if (call.result.kind === 'string') {
    const name = scope.texts.data(call.symbol);
    panicWhere(scope, isNull, call.at, (site) => ({
      panic: 'bolt_panic_null',
      args: [site, name],
    }));
  }
  const slot = scratchSlot(scope, 'text', types.string);
  builder.CreateCall(ir.runtime('bolt_string_from_c'), [slot, text]);
  const copy = builder.CreateLoad(types.string, slot);
  if (call.result.kind === 'string') return copy;
  const tag = toMemory(ir, builder.CreateNot(isNull), { kind: 'bool' });
  const undefinedValue = llvm.UndefValue.get(types.value(call.result));
  return builder.CreateInsertValue(builder.CreateInsertValue(undefinedValue, tag, [0]), copy, [1]);
}

/** Functions of C's math library that are instructions, free of `errno`. */
const instructionsOfC: ReadonlySet<string> = new Set([
  'sqrt',
  'fabs',
  'floor',
  'ceil',
  'trunc',
  'copysign',
]);

function intrinsicOf({ symbol, parameters, result }: ExternCall): string | undefined {
  const isDouble = (type: Type): boolean => type.kind === 'float' && type.bits === 64;
  const fits = instructionsOfC.has(symbol) && isDouble(result) && parameters.every(isDouble);
  const count = symbol === 'copysign' ? 2 : 1;
  return fits && parameters.length === count ? `llvm.${symbol}.f64` : undefined;
}
