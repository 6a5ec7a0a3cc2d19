/**
 * `finish` and `async`. An async block becomes a function of its own, a task, whose parameters are
 * copies of what it captured. Tasks hold no locks of the function that spawned them.
 */
import { present } from '../../base/invariant.ts';
import type { HirExpr } from '../../sema/hir.ts';
import type { MirFunction, Operand } from '../mir.ts';
import { voidType } from '../operand.ts';
import { taskSymbol } from '../symbol.ts';
import { lowerBlock, lowerBlockInto } from './branches.ts';
import { emit, leave } from './function-builder.ts';
import { bindParameters } from './locals.ts';
import type { Lowering, Value } from './lowering.ts';
import {
  asOperand,
  finishFunction,
  isKnownSet,
  learnSet,
  newLowering,
  readLocal,
} from './lowering.ts';
import { endOf } from './returns.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

/** Joins at its end and on every way out of it. */
export function lowerFinish(l: Lowering, node: Kind<'finish'>): Value {
  const scope = l.finishScopes;
  l.finishScopes += 1;
  emit(l.builder, { op: 'finishBegin', scope });
  l.cleanups.push({ kind: 'finish', scope });
  const value = lowerBlock(l, node.body);
  l.cleanups.pop();
  emit(l.builder, { op: 'finishEnd', scope });
  return value;
}

export function lowerAsync(l: Lowering, node: Kind<'async'>): void {
  const captures = node.captures.map((local) => asOperand(l, readLocal(l, local), node));
  const { functions } = l.unit;
  const task = functions.push(undefined) - 1;
  functions[task] = lowerTask(l, node, { index: task, captures });
  emit(l.builder, { op: 'spawn', scope: innermostScope(l), task, captures, at: node.at });
}

interface Spawned {
  /** Among the unit's functions. */
  readonly index: number;
  readonly captures: readonly Operand[];
}

function lowerTask(l: Lowering, node: Kind<'async'>, spawned: Spawned): MirFunction {
  const task = newLowering(l.unit, 'task', node.at);
  bindParameters(task, node.captures);
  node.captures.forEach((local, index) => {
    const capture = present(spawned.captures[index], 'capture');
    const binding = task.bindings.get(local);
    if (binding?.kind === 'value' && isKnownSet(l, capture)) learnSet(task, binding.value);
  });
  lowerBlockInto(task, node.body, { kind: 'nowhere' });
  task.builder.at = endOf(node.body);
  leave(task.builder, undefined);
  const symbol = taskSymbol(l.unit.symbol, spawned.index);
  return finishFunction(task, { symbol, parameterCount: node.captures.length, result: voidType });
}

function innermostScope(l: Lowering): number {
  const finish = l.cleanups.findLast((cleanup) => cleanup.kind === 'finish');
  return present(finish?.scope, 'finish around an async block');
}
