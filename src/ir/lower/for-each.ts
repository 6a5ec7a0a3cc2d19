/** `for` over the elements of an array, whose length is fixed, and over the characters of a string. */
import type { HirExpr } from '../../sema/hir.ts';
import type { Type } from '../../sema/type.ts';
import type { Operand } from '../mir.ts';
import { boolType } from '../operand.ts';
import { lengthOf, loadElement, vetElement } from './arrays.ts';
import {
  addSlot,
  branch,
  define,
  emit,
  jump,
  newLabel,
  place,
  placeLoopHead,
} from './function-builder.ts';
import { addIndices, indexOf, indexType } from './indices.ts';
import { bindLet } from './locals.ts';
import { lowerLoopBody } from './loops.ts';
import type { Lowering } from './lowering.ts';
import { localAt, lowerOperand } from './lowering.ts';

type ForEach = Extract<HirExpr, { readonly kind: 'forEach' }>;

/** Positions are indices in an array, and offsets in bytes in a string. */
export function lowerForEach(l: Lowering, node: ForEach): void {
  const subject = lowerOperand(l, node.subject);
  const end = lengthOf(l, subject, node.subject.type, 'bytes');
  const slot = addSlot(l.builder, { name: '', type: indexType, at: node.at });
  emit(l.builder, { op: 'store', slot, value: indexOf(0) });
  const head = placeLoopHead(l.builder);
  const [body, step, exit] = [newLabel(), newLabel(), newLabel()];
  const position = define(l.builder, indexType, (dest) => ({ op: 'load', dest, slot }));
  branch(l.builder, isBefore(l, position, end), { then: body, otherwise: exit });
  place(l.builder, body);
  const item = itemAt(l, node, subject, position);
  const next = addIndices(l, position, widthOf(l, node.subject.type, item));
  bindLet(l, node.local, item);
  lowerLoopBody(l, node, { breakTo: exit, continueTo: step });
  jump(l.builder, step);
  place(l.builder, step);
  emit(l.builder, { op: 'store', slot, value: next });
  jump(l.builder, head);
  place(l.builder, exit);
}

function itemAt(l: Lowering, node: ForEach, subject: Operand, position: Operand): Operand {
  const { type } = node.subject;
  const item = localAt(l, node.local).type;
  if (type.kind === 'array') {
    const element = { array: subject, type, index: position };
    const value = loadElement(l, element, { path: [], type: item });
    return vetElement(l, { object: node.subject, type: item, at: node.at }, value);
  }
  return define(l.builder, item, (dest) => ({
    op: 'callRuntime',
    dest,
    function: 'stringDecode',
    args: [subject, position],
  }));
}

/** How far it is to the next position. */
function widthOf(l: Lowering, type: Type, item: Operand): Operand {
  if (type.kind === 'array') return indexOf(1);
  return define(l.builder, indexType, (dest) => ({
    op: 'callRuntime',
    dest,
    function: 'charBytes',
    args: [item],
  }));
}

function isBefore(l: Lowering, left: Operand, right: Operand): Operand {
  return define(l.builder, boolType, (dest) => ({
    op: 'compare',
    dest,
    operator: 'lt',
    left,
    right,
    type: indexType,
  }));
}
