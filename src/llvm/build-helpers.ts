/** Calls of functions that belong to types, and the list of those that a fragment has to define. */
import type llvm from 'llvm-bindings';
import { InternalError } from '../base/invariant.ts';
import type { HelperKind } from '../ir/helpers/helper.ts';
import { helperResult, helperSymbol, needsHelper } from '../ir/helpers/helper.ts';
import type { Instruction } from '../ir/mir.ts';
import type { Type } from '../sema/type.ts';
import { typeKey } from '../sema/type-key.ts';
import type { FunctionScope } from './build-scope.ts';
import { operandValue, scratchSlot } from './build-scope.ts';

export interface HelperRequest {
  readonly kind: HelperKind;
  readonly type: Type;
}

/** By symbol, in the order of their first mention; helpers that are built add what they need. */
export type HelperRequests = Map<string, HelperRequest>;

export function buildEquality(
  scope: FunctionScope,
  type: Type,
  a: llvm.Value,
  b: llvm.Value,
): llvm.Value {
  return callHelper(scope, { kind: 'equal', type }, [a, b]);
}

export function buildPrintedForm(scope: FunctionScope, type: Type, value: llvm.Value): llvm.Value {
  return callHelper(scope, { kind: 'show', type }, [value]);
}

export function buildHash(
  scope: FunctionScope,
  { value, type }: Extract<Instruction, { op: 'hash' }>,
): llvm.Value {
  const hashed = operandValue(scope, value);
  if (needsHelper(type)) return callHelper(scope, { kind: 'hash', type }, [hashed]);
  if (type.kind === 'string') {
    const slot = scratchSlot(scope, 'hashed', scope.ir.types.string);
    scope.ir.builder.CreateStore(hashed, slot);
    return scope.ir.builder.CreateCall(scope.ir.runtime('bolt_string_hash'), [slot]);
  }
  return mix(scope, wordOf(scope, type, hashed));
}

function callHelper(
  scope: FunctionScope,
  request: HelperRequest,
  args: readonly llvm.Value[],
): llvm.Value {
  const { kind, type } = request;
  const symbol = helperSymbol(kind, type);
  scope.helpers.set(symbol, request);
  const shape = scope.ir.types.call(
    args.map(() => type),
    helperResult(kind),
  );
  return scope.ir.builder.CreateCall(scope.ir.function(symbol, shape.type), [...args]);
}

/** The scalar as 64 bits, equal for equal values. */
function wordOf(scope: FunctionScope, type: Type, value: llvm.Value): llvm.Value {
  const { builder, constants, types } = scope.ir;
  switch (type.kind) {
    case 'int': {
      if (type.bits === 64) return value;
      if (type.bits < 64) return builder.CreateZExt(value, types.i64);
      const high = builder.CreateLShr(value, constants.integer(128, '64'));
      const low = builder.CreateTrunc(value, types.i64);
      return builder.CreateXor(mix(scope, builder.CreateTrunc(high, types.i64)), low);
    }
    case 'bool':
    case 'char':
      return builder.CreateZExt(value, types.i64);
    case 'float': {
      // -0.0 is equal to 0.0: a sum with zero has no negative zero.
      const sum = builder.CreateFAdd(value, constants.float(type.bits, '0.0'));
      const bits = builder.CreateBitCast(sum, types.integer(type.bits));
      return type.bits === 64 ? bits : builder.CreateZExt(bits, types.i64);
    }
    default:
      throw new InternalError(`${typeKey(type)} has no hash`);
  }
}

/** Spreads every bit over all others (the finalizer of MurmurHash3). */
function mix(scope: FunctionScope, word: llvm.Value): llvm.Value {
  const { builder, constants } = scope.ir;
  const fold = (value: llvm.Value): llvm.Value =>
    builder.CreateXor(value, builder.CreateLShr(value, constants.integer(64, '33')));
  const scramble = (value: llvm.Value, factor: string): llvm.Value =>
    builder.CreateMul(value, constants.integer(64, factor));
  const first = scramble(fold(word), '18397679294719823053');
  return fold(scramble(fold(first), '14181476777654086739'));
}
