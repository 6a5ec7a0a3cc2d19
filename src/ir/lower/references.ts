/**
 * Object references: creation, checks that they are set, fields, and the locks around locked
 * fields.
 */
import { present } from '../../base/invariant.ts';
import type { Ordinal } from '../../base/span.ts';
import type { FieldRef, HirExpr } from '../../sema/hir.ts';
import type { Type } from '../../sema/type.ts';
import type { MirPath, NullReason, Operand } from '../mir.ts';
import type { MirField } from '../mir-members.ts';
import { mayBeUnset, zeroOf } from '../operand.ts';
import { arithmetic } from './arithmetic.ts';
import { define, emit } from './function-builder.ts';
import type { Lowering, Value } from './lowering.ts';
import { isKnownSet, learnSet, localAt, lowerOperand } from './lowering.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

/**
 * Allocates, then evaluates and stores the initialisers in order. Nobody else sees the object: no
 * locks.
 */
export function lowerNew(l: Lowering, node: Kind<'new'>): Value {
  const object = define(l.builder, node.class, (dest) => ({ op: 'new', dest, class: node.class }));
  learnSet(l, object);
  for (const init of node.inits) {
    const value = lowerOperand(l, init.value);
    emit(l.builder, { op: 'setField', object, field: mirField(init.field), value });
  }
  return object;
}

/** Reads a field of `object`, the value of `node.object`. */
export function readField(l: Lowering, node: Kind<'field'>, object: Operand): Operand {
  checkObject(l, object, node);
  return vetField(l, node, loadField(l, node, object));
}

/** The value first, then the object, then the store; unless all of it needs one lock. */
export function lowerAssignField(l: Lowering, node: Kind<'assignField'>): Value {
  if (node.exclusive) {
    const object = lowerObject(l, node);
    const assign = (): Operand => storeField(l, node, object, lowerOperand(l, node.value));
    return underLock(l, object, node.at, assign);
  }
  const value = lowerOperand(l, node.value);
  return storeField(l, node, lowerObject(l, node), value);
}

/** `o.f op= e` evaluates `o`, reads the field, evaluates `e`, and stores. */
export function lowerCompoundField(l: Lowering, node: Kind<'compoundField'>): Value {
  const object = lowerObject(l, node);
  const update = (): Operand => {
    const left = vetField(l, node, loadField(l, node, object));
    const right = lowerOperand(l, node.value);
    const operation = { operator: node.operator, type: node.field.type, at: node.at };
    const value = arithmetic(l, operation, { left, right });
    return storeField(l, node, object, value);
  };
  return node.exclusive ? underLock(l, object, node.at, update) : update();
}

/** Yields the old value; the field is unset (or zero) afterwards. */
export function lowerConsumeField(l: Lowering, node: Kind<'consumeField'>): Value {
  const object = lowerObject(l, node);
  const take = (): Operand => {
    const value = loadField(l, node, object);
    storeField(l, node, object, zeroOf(node.field.type));
    return value;
  };
  const value = node.field.locked ? underLock(l, object, node.at, take) : take();
  return vetField(l, node, value);
}

/** Panics unless `value`, whose expression is `expr`, is set. */
export function checkSet(
  l: Lowering,
  value: Operand,
  cause: { readonly reason: NullReason; readonly name: string; readonly at: Ordinal },
): void {
  if (isKnownSet(l, value)) return;
  emit(l.builder, { op: 'checkSet', value, ...cause });
  learnSet(l, value);
}

/** How a message calls an expression whose value is not set. */
export function nameOf(l: Lowering, expr: HirExpr): string {
  switch (expr.kind) {
    case 'local':
    case 'consumeLocal':
      return localAt(l, expr.local).name;
    case 'field':
    case 'consumeField':
      return expr.field.name;
    case 'callFunction':
      return `${nameInId(expr.callee)}()`;
    case 'callMethod':
      return `${expr.slot.slice(0, expr.slot.indexOf('('))}()`;
    case 'convert':
      return nameOf(l, expr.operand);
    case 'element':
      return `${nameOf(l, expr.object)}[]`;
    case 'member':
      return `${nameOf(l, expr.object)}.${expr.member}`;
    default:
      return 'the value';
  }
}

/**
 * Runs `body` with the exclusive lock of `object`, which is taken only if it is not held already.
 */
export function lockedFor<T>(l: Lowering, object: Operand, at: Ordinal, body: () => T): T {
  return underLock(l, object, at, body);
}

function underLock<T>(l: Lowering, object: Operand, at: Ordinal, body: () => T): T {
  if (object.kind !== 'temp' || l.held.has(object.temp)) return body();
  emit(l.builder, { op: 'lock', object, mode: 'exclusive', at });
  l.cleanups.push({ kind: 'unlock', object });
  l.held.add(object.temp);
  const result = body();
  l.held.delete(object.temp);
  l.cleanups.pop();
  emit(l.builder, { op: 'unlock', object, mode: 'exclusive' });
  return result;
}

type FieldNode = Kind<'field' | 'assignField' | 'compoundField' | 'consumeField'>;

/** The object whose field is meant, which is set. */
export function lowerOwner(l: Lowering, node: Kind<'field'>): Operand {
  return lowerObject(l, node);
}

function lowerObject(l: Lowering, node: FieldNode): Operand {
  const object = lowerOperand(l, node.object);
  checkObject(l, object, node);
  return object;
}

function checkObject(l: Lowering, object: Operand, node: FieldNode): void {
  checkSet(l, object, { reason: 'field-access', name: nameOf(l, node.object), at: node.at });
}

/** An unset field is no silent null: what was read from it must be set. */
function vetField(l: Lowering, node: FieldNode, value: Operand): Operand {
  if (mayBeUnset(node.field.type)) {
    checkSet(l, value, { reason: 'unset-field', name: node.field.name, at: node.at });
  }
  return value;
}

function loadField(l: Lowering, node: FieldNode, object: Operand): Operand {
  const field = mirField(node.field);
  const shares = node.field.locked && !isHeld(l, object);
  if (shares) emit(l.builder, { op: 'lock', object, mode: 'shared', at: node.at });
  const value = define(l.builder, field.type, (dest) => ({ op: 'getField', dest, object, field }));
  if (shares) emit(l.builder, { op: 'unlock', object, mode: 'shared' });
  return value;
}

/** Reads a part of a field, which holds a struct or tuple, of `object`. */
export function readFieldPart(
  l: Lowering,
  node: Kind<'field'>,
  { object, path, type }: { readonly object: Operand; readonly path: MirPath; readonly type: Type },
): Operand {
  checkObject(l, object, node);
  const field = mirField(node.field);
  const shares = node.field.locked && !isHeld(l, object);
  if (shares) emit(l.builder, { op: 'lock', object, mode: 'shared', at: node.at });
  const value = define(l.builder, type, (dest) => ({ op: 'getField', dest, object, field, path }));
  if (shares) emit(l.builder, { op: 'unlock', object, mode: 'shared' });
  return value;
}

/** Writes a part of a field of `object`; the others stay. */
export function writeFieldPart(
  l: Lowering,
  node: Kind<'field'>,
  {
    object,
    path,
    value,
  }: { readonly object: Operand; readonly path: MirPath; readonly value: Operand },
): void {
  const field = mirField(node.field);
  const part = path.length === 0 ? {} : { path };
  const store = (): void => emit(l.builder, { op: 'setField', object, field, value, ...part });
  if (node.field.locked) underLock(l, object, node.at, store);
  else store();
}

function storeField(l: Lowering, node: FieldNode, object: Operand, value: Operand): Operand {
  const field = mirField(node.field);
  const store = (): void => emit(l.builder, { op: 'setField', object, field, value });
  if (node.field.locked) underLock(l, object, node.at, store);
  else store();
  return value;
}

function isHeld(l: Lowering, object: Operand): boolean {
  return object.kind === 'temp' && l.held.has(object.temp);
}

function mirField(field: FieldRef): MirField {
  return { owner: field.owner, name: field.name, type: field.type };
}

/** `f` of `a.b::function f(int)`. */
function nameInId(id: string): string {
  return present(/ ([^ (]*)\(/.exec(id)?.[1], `name in ${id}`);
}
