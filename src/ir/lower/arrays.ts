/** Arrays and strings: their elements, lengths and slices; arrays that are made, split and joined. */
import { invariant } from '../../base/invariant.ts';
import type { Ordinal } from '../../base/span.ts';
import type { HirExpr } from '../../sema/hir.ts';
import type { ArrayType, Type } from '../../sema/type.ts';
import type { MirPath, Operand } from '../mir.ts';
import { mayBeUnset } from '../operand.ts';
import { define, emit } from './function-builder.ts';
import { addIndices, convert, indexOf, indexType, lowerIndex } from './indices.ts';
import type { Lowering } from './lowering.ts';
import { lowerOperand, lowerOperands } from './lowering.ts';
import { checkSet, nameOf } from './references.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

export function lowerArray(l: Lowering, node: Kind<'array'>): Operand {
  const type = arrayOf(node.type);
  const elements = lowerOperands(l, node.elements);
  return define(l.builder, type, (dest) => ({ op: 'arrayLiteral', dest, type, elements }));
}

export function lowerNewArray(l: Lowering, node: Kind<'newArray'>): Operand {
  const type = arrayOf(node.type);
  const length = lowerIndex(l, node.length);
  const { at } = node;
  return define(l.builder, type, (dest) => ({ op: 'newArray', dest, type, length, at }));
}

export function lowerLength(l: Lowering, node: Kind<'length'>): Operand {
  const value = lowerOperand(l, node.object);
  return convert(l, lengthOf(l, value, node.object.type, node.unit), indexType, node.type);
}

export function lowerElement(l: Lowering, node: Kind<'element'>): Operand {
  const { object, at, type } = node;
  if (object.type.kind !== 'string') {
    return vetElement(l, node, readElement(l, node, { path: [], type }));
  }
  const args = [lowerOperand(l, object), lowerIndex(l, node.index)];
  return define(l.builder, type, (dest) => ({
    op: 'callRuntime',
    dest,
    function: 'stringAt',
    args,
    at,
  }));
}

/** A part of an element: no more of it is loaded. */
export function readElement(
  l: Lowering,
  node: Kind<'element'>,
  { path, type }: { readonly path: MirPath; readonly type: Type },
): Operand {
  const element = lowerElementPlace(l, node.object, node);
  return loadElement(l, element, { path, type });
}

/** An element that exists. */
export interface ElementPlace {
  readonly array: Operand;
  readonly type: ArrayType;
  readonly index: Operand;
}

/** The array, then the index; panics where there is no such element. */
export function lowerElementPlace(
  l: Lowering,
  array: HirExpr,
  { index, at }: { readonly index: HirExpr; readonly at: Ordinal },
): ElementPlace {
  const type = arrayOf(array.type);
  const value = lowerOperand(l, array);
  const position = lowerIndex(l, index);
  const length = lengthOf(l, value, type, 'length');
  emit(l.builder, { op: 'checkIndex', index: position, length, at });
  return { array: value, type, index: position };
}

export function loadElement(
  l: Lowering,
  element: ElementPlace,
  { path, type }: { readonly path: MirPath; readonly type: Type },
): Operand {
  return define(l.builder, type, (dest) => ({
    op: 'getElement',
    dest,
    ...element,
    ...(path.length > 0 && { path }),
  }));
}

export function storeElement(
  l: Lowering,
  element: ElementPlace,
  { path, value }: { readonly path: MirPath; readonly value: Operand },
): void {
  emit(l.builder, { op: 'setElement', ...element, value, ...(path.length > 0 && { path }) });
}

/** Elements that nobody has set are no silent null either. */
export function vetElement(
  l: Lowering,
  { object, type, at }: { readonly object: HirExpr; readonly type: Type; readonly at: Ordinal },
  value: Operand,
): Operand {
  if (mayBeUnset(type)) {
    checkSet(l, value, { reason: 'unset-element', name: nameOf(l, object), at });
  }
  return value;
}

export function lowerSlice(l: Lowering, node: Kind<'slice'>): Operand {
  const { object, at } = node;
  const value = lowerOperand(l, object);
  const from = node.from === undefined ? indexOf(0) : lowerIndex(l, node.from);
  const to = endOf(l, node, value);
  if (object.type.kind === 'string') {
    return define(l.builder, node.type, (dest) => ({
      op: 'callRuntime',
      dest,
      function: 'stringSlice',
      args: [value, from, to],
      at,
    }));
  }
  return slice(l, { array: value, type: arrayOf(object.type), from, to, at });
}

/** Behind the last position of a slice. */
function endOf(l: Lowering, { object, to, inclusive }: Kind<'slice'>, value: Operand): Operand {
  if (to === undefined) return lengthOf(l, value, object.type, 'length');
  const end = lowerIndex(l, to);
  return inclusive ? addIndices(l, end, indexOf(1)) : end;
}

/** Both halves as a tuple. */
export function lowerSplit(l: Lowering, node: Kind<'split'>): Operand {
  const type = arrayOf(node.array.type);
  invariant(node.type.kind === 'tuple', 'A split yields a tuple');
  const array = lowerOperand(l, node.array);
  const middle = lowerIndex(l, node.index);
  const end = lengthOf(l, array, type, 'length');
  const { at, type: both } = node;
  const parts = [
    slice(l, { array, type, from: indexOf(0), to: middle, at }),
    slice(l, { array, type, from: middle, to: end, at }),
  ];
  return define(l.builder, both, (dest) => ({ op: 'aggregate', dest, type: both, parts }));
}

export function lowerJoin(l: Lowering, node: Kind<'join'>): Operand {
  const type = arrayOf(node.type);
  const left = lowerOperand(l, node.left);
  const right = lowerOperand(l, node.right);
  const { at } = node;
  return define(l.builder, type, (dest) => ({ op: 'joinArrays', dest, left, right, type, at }));
}

/** The same array by another type. */
export function lowerFreeze(l: Lowering, node: Kind<'freeze'>): Operand {
  return convert(l, lowerOperand(l, node.array), node.array.type, node.type);
}

/** An `i64`. */
export function lengthOf(
  l: Lowering,
  value: Operand,
  type: Type,
  unit: Kind<'length'>['unit'],
): Operand {
  return define(l.builder, indexType, (dest) =>
    type.kind === 'array'
      ? { op: 'arrayLength', dest, value, type }
      : { op: 'stringLength', dest, value, unit },
  );
}

function slice(
  l: Lowering,
  part: {
    readonly array: Operand;
    readonly type: ArrayType;
    readonly from: Operand;
    readonly to: Operand;
    readonly at: Ordinal;
  },
): Operand {
  return define(l.builder, part.type, (dest) => ({ op: 'sliceArray', dest, ...part }));
}

function arrayOf(type: Type): ArrayType {
  invariant(type.kind === 'array', `An array of type ${type.kind}`);
  return type;
}
