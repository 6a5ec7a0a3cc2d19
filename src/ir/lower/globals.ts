/**
 * Global variables. Every access of a `locked` one takes its lock, shared to read and exclusive to write; a
 * write that reads the variable itself and calls nothing holds it throughout. Nothing that the lock is held
 * over can leave the function, so that it is released in one place.
 */
import type { Ordinal } from '../../base/span.ts';
import type { HirExpr, HirPlace } from '../../sema/hir.ts';
import type { GlobalVariable } from '../../sema/model.ts';
import type { Type } from '../../sema/type.ts';
import type { LockMode, MirPath, Operand } from '../mir.ts';
import { arithmetic } from './arithmetic.ts';
import { define, emit } from './function-builder.ts';
import type { Lowering, Value } from './lowering.ts';
import { lowerOperand } from './lowering.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

/** A global variable, or a part of one. */
export interface GlobalPart {
  readonly global: GlobalVariable;
  readonly path: MirPath;
  readonly type: Type;
  readonly at: Ordinal;
}

/** The part of a global variable that `expr` reads; undefined where it is something else. */
export function globalPart(expr: HirExpr): GlobalPart | undefined {
  const path: string[] = [];
  let root = expr;
  for (; root.kind === 'member'; root = root.object) path.unshift(root.member);
  if (root.kind !== 'global') return undefined;
  return { global: root.global, path, type: expr.type, at: expr.at };
}

/** The part of a global variable that `place` means; undefined where it is something else. */
export function globalPlace({ root, path, type, at }: HirPlace): GlobalPart | undefined {
  return root.kind === 'global' ? { global: root.global, path, type, at } : undefined;
}

export function readGlobal(l: Lowering, part: GlobalPart): Operand {
  const { global, type, path } = part;
  return underLock(l, part, 'shared', () =>
    define(l.builder, type, (dest) => ({ op: 'getGlobal', dest, global, ...pathOf(path) })),
  );
}

/** The value first, then the store; unless all of it needs one lock. */
export function assignGlobal(l: Lowering, part: GlobalPart, node: Kind<'assignPlace'>): Value {
  if (node.exclusive) {
    return underLock(l, part, 'exclusive', () => storeGlobal(l, part, lowerOperand(l, node.value)));
  }
  const value = lowerOperand(l, node.value);
  return storeGlobal(l, part, value);
}

/** `g op= e` reads the variable, evaluates `e`, and stores. */
export function compoundGlobal(l: Lowering, part: GlobalPart, node: Kind<'compoundPlace'>): Value {
  const update = (): Operand => {
    const left = readGlobal(l, part);
    const right = lowerOperand(l, node.value);
    const operation = { operator: node.operator, type: part.type, at: node.at };
    return storeGlobal(l, part, arithmetic(l, operation, { left, right }));
  };
  return node.exclusive ? underLock(l, part, 'exclusive', update) : update();
}

function storeGlobal(l: Lowering, part: GlobalPart, value: Operand): Operand {
  const { global, path } = part;
  return underLock(l, part, 'exclusive', () => {
    emit(l.builder, { op: 'setGlobal', global, value, ...pathOf(path) });
    return value;
  });
}

function underLock<T>(l: Lowering, { global, at }: GlobalPart, mode: LockMode, body: () => T): T {
  if (global.mode !== 'locked' || l.heldGlobals.has(global.decl)) return body();
  emit(l.builder, { op: 'lockGlobal', global, mode, at });
  if (mode === 'exclusive') l.heldGlobals.add(global.decl);
  const result = body();
  l.heldGlobals.delete(global.decl);
  emit(l.builder, { op: 'unlockGlobal', global, mode });
  return result;
}

function pathOf(path: MirPath): { readonly path?: MirPath } {
  return path.length === 0 ? {} : { path };
}
