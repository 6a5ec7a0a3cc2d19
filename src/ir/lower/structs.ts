/** Values of parts: structs and tuples as wholes, and their parts, of which as little as possible is loaded. */
import { InternalError, present } from '../../base/invariant.ts';
import type { HirExpr } from '../../sema/hir.ts';
import type { Type } from '../../sema/type.ts';
import type { Operand } from '../mir.ts';
import { mayBeUnset } from '../operand.ts';
import { readElement } from './arrays.ts';
import { define } from './function-builder.ts';
import { globalPart, readGlobal } from './globals.ts';
import type { Lowering } from './lowering.ts';
import { lowerOperand, lowerOperands } from './lowering.ts';
import { checkSet, readFieldPart } from './references.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

/** Fields are evaluated as written and put together as declared. */
export function lowerStruct(l: Lowering, node: Kind<'struct'>): Operand {
  const values = new Map(node.fields.map(({ name, value }) => [name, lowerOperand(l, value)]));
  const parts = node.order.map((name) => present(values.get(name), `field ${name}`));
  const { struct: type } = node;
  return define(l.builder, type, (dest) => ({ op: 'aggregate', dest, type, parts }));
}

export function lowerTuple(l: Lowering, node: Kind<'tuple'>): Operand {
  const { type } = node;
  const parts = lowerOperands(l, node.elements);
  if (type.kind !== 'tuple') throw new InternalError('A tuple of another type');
  return define(l.builder, type, (dest) => ({ op: 'aggregate', dest, type, parts }));
}

/** A part of a part … of something: one access from the outermost to the innermost. */
export function lowerMember(l: Lowering, node: Kind<'member'>): Operand {
  const path: string[] = [];
  let root: HirExpr = node;
  for (; root.kind === 'member'; root = root.object) path.unshift(root.member);
  return vetPart(l, readPart(l, { node, root, path }), node);
}

function readPart(
  l: Lowering,
  {
    node,
    root,
    path,
  }: { readonly node: Kind<'member'>; readonly root: HirExpr; readonly path: readonly string[] },
): Operand {
  const { type } = node;
  const binding = root.kind === 'local' ? l.bindings.get(root.local) : undefined;
  if (binding?.kind === 'slot') {
    const { slot } = binding;
    return define(l.builder, type, (dest) => ({ op: 'load', dest, slot, path }));
  }
  const global = globalPart(node);
  if (global !== undefined) return readGlobal(l, global);
  if (root.kind === 'field') {
    return readFieldPart(l, root, { object: lowerOperand(l, root.object), path, type });
  }
  if (root.kind === 'element' && root.object.type.kind === 'array') {
    return readElement(l, root, { array: lowerOperand(l, root.object), path, type });
  }
  return extractPart(l, lowerOperand(l, root), { of: root.type, path, type });
}

/** The part at `path` of a value of type `of`. */
export function extractPart(
  l: Lowering,
  value: Operand,
  { of, path, type }: { readonly of: Type; readonly path: readonly string[]; readonly type: Type },
): Operand {
  return define(l.builder, type, (dest) => ({ op: 'extract', dest, value, type: of, path }));
}

/** A reference in a part is unset until it is given, as one in a field is. */
export function vetPart(l: Lowering, value: Operand, node: Kind<'member'>): Operand {
  if (mayBeUnset(node.type))
    checkSet(l, value, { reason: 'unset-field', name: node.member, at: node.at });
  return value;
}
