/** Arrays: their making, elements, slices, and their way through `split` and `join`. */

import { InternalError } from '../../base/invariant.ts';
import type { Ordinal } from '../../base/span.ts';
import type { HirExpr } from '../../sema/hir.ts';
import type { ArrayType, Type } from '../../sema/type.ts';
import type { MirPath, Operand } from '../mir.ts';
import { mayBeUnset } from '../operand.ts';
import { define, emit } from './function-builder.ts';
import type { Lowering, Value } from './lowering.ts';
import { lowerOperand, lowerOperands } from './lowering.ts';
import { indexType, lowerPosition } from './positions.ts';
import { checkSet, nameOf } from './references.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

export function lowerArray(l: Lowering, node: Kind<'array'>): Value {
  const type = arrayType(node.type);
  const elements = lowerOperands(l, node.elements);
  return define(l.builder, type, (dest) => ({ op: 'arrayLiteral', dest, type, elements }));
}

export function lowerNewArray(l: Lowering, node: Kind<'newArray'>): Value {
  const type = arrayType(node.type);
  const length = lowerPosition(l, node.length);
  const { at } = node;
  return define(l.builder, type, (dest) => ({ op: 'newArray', dest, type, length, at }));
}

/** An element whose array and index are at hand. */
export interface Element {
  readonly array: Operand;
  readonly type: ArrayType;
  readonly index: Operand;
}

/** Evaluates the index and checks it. */
export function elementOf(
  l: Lowering,
  array: Operand,
  { type, index, at }: { readonly type: ArrayType; readonly index: HirExpr; readonly at: Ordinal },
): Element {
  const position = lowerPosition(l, index);
  const length = lengthOf(l, array, type);
  emit(l.builder, { op: 'checkIndex', index: position, length, at });
  return { array, type, index: position };
}

/** `xs[i]`, whose array has the value `array`, or a part of it. */
export function readElement(
  l: Lowering,
  node: Kind<'element'>,
  { array, path, type }: { readonly array: Operand; readonly path: MirPath; readonly type: Type },
): Operand {
  const { object, index, at } = node;
  const element = elementOf(l, array, { type: arrayType(object.type), index, at });
  const value = loadElement(l, element, { path, type });
  if (path.length === 0) vetElement(l, value, { type, object, at });
  return value;
}

export function loadElement(
  l: Lowering,
  element: Element,
  { path, type }: { readonly path: MirPath; readonly type: Type },
): Operand {
  const part = path.length === 0 ? {} : { path };
  return define(l.builder, type, (dest) => ({ op: 'getElement', dest, ...element, ...part }));
}

/** An element of class type is unset until it is given, as a field is. */
export function vetElement(
  l: Lowering,
  value: Operand,
  { type, object, at }: { readonly type: Type; readonly object: HirExpr; readonly at: Ordinal },
): void {
  if (mayBeUnset(type))
    checkSet(l, value, { reason: 'unset-element', name: nameOf(l, object), at });
}

export function lengthOf(l: Lowering, value: Operand, type: ArrayType): Operand {
  return define(l.builder, indexType, (dest) => ({ op: 'arrayLength', dest, value, type }));
}

export function sliceArray(
  l: Lowering,
  array: Operand,
  bounds: {
    readonly type: ArrayType;
    readonly from: Operand;
    readonly to: Operand;
    readonly at: Ordinal;
  },
): Operand {
  return define(l.builder, bounds.type, (dest) => ({ op: 'sliceArray', dest, array, ...bounds }));
}

/** The two halves share the elements; what was split is not used again. */
export function lowerSplit(l: Lowering, node: Kind<'split'>): Value {
  const type = arrayType(node.array.type);
  const array = lowerOperand(l, node.array);
  const middle = lowerPosition(l, node.index);
  const { at, type: pair } = node;
  const first = sliceArray(l, array, { type, from: position('0'), to: middle, at });
  const end = lengthOf(l, array, type);
  const second = sliceArray(l, array, { type, from: middle, to: end, at });
  if (pair.kind !== 'tuple') throw new InternalError('A split yields a tuple');
  const parts = [first, second];
  return define(l.builder, pair, (dest) => ({ op: 'aggregate', dest, type: pair, parts }));
}

export function lowerJoin(l: Lowering, node: Kind<'join'>): Value {
  const type = arrayType(node.type);
  const left = lowerOperand(l, node.left);
  const right = lowerOperand(l, node.right);
  const { at } = node;
  return define(l.builder, type, (dest) => ({ op: 'joinArrays', dest, left, right, type, at }));
}

export function arrayType(type: Type): ArrayType {
  if (type.kind !== 'array') throw new InternalError(`A ${type.kind} where an array is`);
  return type;
}

export function position(value: string): Operand {
  return { kind: 'int', type: indexType, value };
}
