/**
 * The state of lowering one function, and the way back into the recursion: files by topic lower
 * their nodes and call `lowerValue` and `lowerEffect` for the nodes inside, which dispatch to the
 * topics again.
 *
 * Lowering follows evaluation order strictly: whatever is lowered first is evaluated first.
 */
import type { DeclId } from '../../base/ids.ts';
import { invariant, present } from '../../base/invariant.ts';
import type { Ordinal } from '../../base/span.ts';
import type { HirExpr, LocalId, LoopId, TypedBody } from '../../sema/hir.ts';
import type { MirFunction, Operand, SlotId, TempId } from '../mir.ts';
import { zeroOf } from '../operand.ts';
import type { FunctionBuilder, Label } from './function-builder.ts';
import { define, emit, finishBlocks, isReachable, newBuilder } from './function-builder.ts';
import type { LocalUsage } from './local-usage.ts';

/** The value of an expression; undefined for void, and where control does not come out of it. */
export type Value = Operand | undefined;

/**
 * What becomes of a value. `result`: it is returned from a function that has nothing to clean up.
 */
export type Destination =
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'slot'; readonly slot: SlotId }
  | { readonly kind: 'result' };

export interface UnitLowering {
  readonly body: TypedBody;
  readonly symbol: string;
  readonly usage: LocalUsage;
  /** Holes are tasks that are being lowered. */
  readonly functions: (MirFunction | undefined)[];
  value(l: Lowering, expr: HirExpr): Value;
  effect(l: Lowering, expr: HirExpr): void;
  match(
    l: Lowering,
    node: Extract<HirExpr, { readonly kind: 'match' | 'ifLet' }>,
    destination: Destination,
  ): void;
}

export interface Lowering {
  readonly unit: UnitLowering;
  readonly kind: MirFunction['kind'];
  readonly builder: FunctionBuilder;
  readonly bindings: Map<LocalId, Binding>;
  /** What must be undone on the way out, outermost first. */
  readonly cleanups: Cleanup[];
  readonly loops: Map<LoopId, LoopTargets>;
  /** References known to be set here, and the order in which that became known. */
  readonly knownSet: Set<TempId>;
  readonly learned: TempId[];
  /** Objects whose exclusive lock this function holds here. */
  readonly held: Set<TempId>;
  /** Global variables whose exclusive lock this function holds here. */
  readonly heldGlobals: Set<DeclId>;
  finishScopes: number;
}

/** A local that nothing assigns is its value; others have a slot. */
export type Binding =
  | { readonly kind: 'slot'; readonly slot: SlotId }
  | { readonly kind: 'value'; readonly value: Operand };

export type Cleanup =
  | { readonly kind: 'unlock'; readonly object: Operand }
  | { readonly kind: 'finish'; readonly scope: number };

export interface LoopTargets {
  readonly breakTo: Label;
  readonly continueTo: Label;
  /** Cleanups that are outside of the loop. */
  readonly depth: number;
}

/** `at`: where the function begins. */
export function newLowering(unit: UnitLowering, kind: MirFunction['kind'], at: Ordinal): Lowering {
  return {
    unit,
    kind,
    builder: newBuilder(at),
    bindings: new Map(),
    cleanups: [],
    loops: new Map(),
    knownSet: new Set(),
    learned: [],
    held: new Set(),
    heldGlobals: new Set(),
    finishScopes: 0,
  };
}

/** The finished function, all of whose ways have been left. */
export function finishFunction(
  l: Lowering,
  head: Pick<MirFunction, 'symbol' | 'parameterCount' | 'result'>,
): MirFunction {
  const { symbol, parameterCount, result } = head;
  const { locals, temps, scopes } = l.builder;
  const blocks = finishBlocks(l.builder);
  const own = { symbol, kind: l.kind, parameterCount, locals, temps, result, blocks };
  return scopes.length === 0 ? own : { ...own, scopes };
}

export function lowerValue(l: Lowering, expr: HirExpr): Value {
  const { builder } = l;
  if (!isReachable(builder)) return undefined;
  const outer = builder.at;
  builder.at = expr.at;
  const value = l.unit.value(l, expr);
  builder.at = outer;
  return value;
}

/** Lowers an expression whose value nobody wants. */
export function lowerEffect(l: Lowering, expr: HirExpr): void {
  const { builder } = l;
  if (!isReachable(builder)) return;
  const outer = builder.at;
  builder.at = expr.at;
  l.unit.effect(l, expr);
  builder.at = outer;
}

/**
 * Lowers an expression that has a value; any operand will do where control does not come out of it.
 */
export function lowerOperand(l: Lowering, expr: HirExpr): Operand {
  return asOperand(l, lowerValue(l, expr), expr);
}

export function lowerOperands(l: Lowering, exprs: readonly HirExpr[]): Operand[] {
  return exprs.map((expr) => lowerOperand(l, expr));
}

export function asOperand(l: Lowering, value: Value, expr: HirExpr): Operand {
  if (value !== undefined) return value;
  invariant(!isReachable(l.builder), `A ${expr.kind} without a value where one is needed`);
  return zeroOf(expr.type);
}

export function readLocal(l: Lowering, local: LocalId): Value {
  const type = localAt(l, local).type;
  if (type.kind === 'void') return undefined;
  const binding = present(l.bindings.get(local), `binding of local ${local}`);
  if (binding.kind === 'value') return binding.value;
  const { slot } = binding;
  return define(l.builder, type, (dest) => ({ op: 'load', dest, slot }));
}

export function writeLocal(l: Lowering, local: LocalId, value: Operand): void {
  const binding = present(l.bindings.get(local), `binding of local ${local}`);
  invariant(binding.kind === 'slot', `Local ${local} has no slot to assign to`);
  emit(l.builder, { op: 'store', slot: binding.slot, value });
}

export function localAt(l: Lowering, local: LocalId): TypedBody['locals'][number] {
  return present(l.unit.body.locals[local], `local ${local}`);
}

/** Emits what leaving all scopes but the outermost `depth` requires, without leaving them. */
export function emitCleanups(l: Lowering, depth: number): void {
  for (let index = l.cleanups.length - 1; index >= depth; index -= 1) {
    const cleanup = present(l.cleanups[index], 'cleanup');
    emit(
      l.builder,
      cleanup.kind === 'unlock'
        ? { op: 'unlock', object: cleanup.object, mode: 'exclusive' }
        : { op: 'finishEnd', scope: cleanup.scope },
    );
  }
}

/**
 * Forgets what was learned since `l.learned` had `mark` entries. What is lowered conditionally
 * stands between a mark and this: what it taught does not hold behind it.
 */
export function forgetSince(l: Lowering, mark: number): void {
  while (l.learned.length > mark) {
    const temp = l.learned.pop();
    if (temp !== undefined) l.knownSet.delete(temp);
  }
}

/** From here on, wherever this place dominates, `value` is known to be set. */
export function learnSet(l: Lowering, value: Operand): void {
  if (value.kind !== 'temp' || l.knownSet.has(value.temp)) return;
  l.knownSet.add(value.temp);
  l.learned.push(value.temp);
}

export function isKnownSet(l: Lowering, value: Operand): boolean {
  return value.kind === 'temp' && l.knownSet.has(value.temp);
}
