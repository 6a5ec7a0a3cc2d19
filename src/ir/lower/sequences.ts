/** What arrays and strings have in common: elements, slices, lengths, and loops over them. */
import type { HirExpr } from '../../sema/hir.ts';
import type { Type } from '../../sema/type.ts';
import type { Operand, SlotId } from '../mir.ts';
import { boolType, stringType } from '../operand.ts';
import { convert } from './arithmetic.ts';
import {
  arrayType,
  lengthOf,
  loadElement,
  position,
  readElement,
  sliceArray,
  vetElement,
} from './arrays.ts';
import {
  addSlot,
  branch,
  define,
  emit,
  enterBlock,
  jump,
  leaveBlock,
  newLabel,
  place,
  placeLoopHead,
} from './function-builder.ts';
import { bindLet } from './locals.ts';
import { lowerLoopBody } from './loops.ts';
import type { Lowering, Value } from './lowering.ts';
import { lowerOperand } from './lowering.ts';
import { indexType, lowerPosition } from './positions.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

const charType: Type = { kind: 'char' };

/** `node`, whose object has the value `object`; so below. */
export function lowerElement(l: Lowering, node: Kind<'element'>, object: Operand): Value {
  if (node.object.type.kind === 'array')
    return readElement(l, node, { array: object, path: [], type: node.type });
  const index = lowerPosition(l, node.index);
  const { at } = node;
  return define(l.builder, charType, (dest) => ({
    op: 'callRuntime',
    dest,
    function: 'stringAt',
    args: [object, index],
    at,
  }));
}

export function lowerSlice(l: Lowering, node: Kind<'slice'>, object: Operand): Value {
  const { at, type } = node;
  const from = node.from === undefined ? position('0') : lowerPosition(l, node.from);
  const to = node.to === undefined ? lengthIn(l, object, type) : upperBound(l, node, node.to);
  if (type.kind === 'array') return sliceArray(l, object, { type, from, to, at });
  return define(l.builder, stringType, (dest) => ({
    op: 'callRuntime',
    dest,
    function: 'stringSlice',
    args: [object, from, to],
    at,
  }));
}

function upperBound(l: Lowering, { inclusive }: Kind<'slice'>, bound: HirExpr): Operand {
  const last = lowerPosition(l, bound);
  return inclusive ? advance(l, last, position('1')) : last;
}

export function lowerLength(l: Lowering, node: Kind<'length'>, object: Operand): Value {
  const { type } = node.object;
  const length = node.unit === 'bytes' ? bytesOf(l, object) : lengthIn(l, object, type);
  return convert(l, length, { from: indexType, to: node.type });
}

function lengthIn(l: Lowering, value: Operand, type: Type): Operand {
  if (type.kind === 'array') return lengthOf(l, value, type);
  return define(l.builder, indexType, (dest) => ({
    op: 'stringLength',
    dest,
    value,
    unit: 'length',
  }));
}

function bytesOf(l: Lowering, value: Operand): Operand {
  return define(l.builder, indexType, (dest) => ({
    op: 'stringLength',
    dest,
    value,
    unit: 'bytes',
  }));
}

/** The sequence is evaluated once; a position in it is counted in a slot of its own. */
export function lowerForEach(l: Lowering, node: Kind<'forEach'>): void {
  const subject = lowerOperand(l, node.subject);
  const isArray = node.subject.type.kind === 'array';
  const end = isArray ? lengthOf(l, subject, arrayType(node.subject.type)) : bytesOf(l, subject);
  const slot = addSlot(l.builder, { name: '', type: indexType, at: node.at });
  emit(l.builder, { op: 'store', slot, value: position('0') });
  const head = placeLoopHead(l.builder);
  const body = newLabel();
  const step = newLabel();
  const exit = newLabel();
  const index = define(l.builder, indexType, (dest) => ({ op: 'load', dest, slot }));
  const isInside = define(l.builder, boolType, (dest) => ({
    op: 'compare',
    dest,
    operator: 'lt',
    left: index,
    right: end,
    type: indexType,
  }));
  branch(l.builder, isInside, { then: body, otherwise: exit });
  place(l.builder, body);
  const entered = enterBlock(l.builder);
  if (isArray) passOver(l, node, { subject, index, slot });
  else passThrough(l, node, { subject, index, slot });
  lowerLoopBody(l, node, { breakTo: exit, continueTo: step });
  leaveBlock(l.builder, entered);
  jump(l.builder, step);
  place(l.builder, step);
  jump(l.builder, head);
  place(l.builder, exit);
}

interface Pass {
  readonly subject: Operand;
  readonly index: Operand;
  /** Holds the next position from the beginning of the pass on: `continue` needs no step. */
  readonly slot: SlotId;
}

/** One element of an array. */
function passOver(l: Lowering, node: Kind<'forEach'>, { subject, index, slot }: Pass): void {
  const { subject: object, at } = node;
  const type = arrayType(object.type);
  const { element } = type;
  const value = loadElement(l, { array: subject, type, index }, { path: [], type: element });
  store(l, slot, advance(l, index, position('1')));
  vetElement(l, value, { type: element, object, at });
  bindLet(l, node.local, value);
}

/** One character of a string, whose bytes are counted. */
function passThrough(l: Lowering, node: Kind<'forEach'>, { subject, index, slot }: Pass): void {
  const value = define(l.builder, charType, (dest) => ({
    op: 'callRuntime',
    dest,
    function: 'stringDecode',
    args: [subject, index],
  }));
  const bytes = define(l.builder, indexType, (dest) => ({
    op: 'callRuntime',
    dest,
    function: 'charBytes',
    args: [value],
  }));
  store(l, slot, advance(l, index, bytes));
  bindLet(l, node.local, value);
}

function store(l: Lowering, slot: SlotId, value: Operand): void {
  emit(l.builder, { op: 'store', slot, value });
}

function advance(l: Lowering, left: Operand, right: Operand): Operand {
  return define(l.builder, indexType, (dest) => ({
    op: 'arith',
    dest,
    operator: 'add',
    left,
    right,
    type: indexType,
  }));
}
