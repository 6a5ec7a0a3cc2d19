/**
 * Writes to elements, and to parts of values where they stand: what lies beside the part is never loaded. The
 * new value comes first, then the place; of a compound assignment the place comes first, since it is read.
 */
import { assertNever, present } from '../../base/invariant.ts';
import type { HirExpr, HirPlace } from '../../sema/hir.ts';
import type { Operand } from '../mir.ts';
import { mayBeUnset, stringType } from '../operand.ts';
import { arithmetic } from './arithmetic.ts';
import type { Element } from './arrays.ts';
import { arrayType, elementOf, loadElement } from './arrays.ts';
import { define, emit } from './function-builder.ts';
import { assignGlobal, compoundGlobal } from './globals.ts';
import type { Lowering, Value } from './lowering.ts';
import { lowerOperand } from './lowering.ts';
import { checkSet, lockedFor, lowerOwner, readFieldPart, writeFieldPart } from './references.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;
type Root = HirPlace['root'];

/** A root whose parts are evaluated. */
type Located =
  | { readonly kind: 'local'; readonly root: Extract<Root, { kind: 'local' }> }
  | { readonly kind: 'field'; readonly node: Kind<'field'>; readonly object: Operand }
  | { readonly kind: 'element'; readonly element: Element };

export function lowerAssignPlace(l: Lowering, node: Kind<'assignPlace'>): Value {
  const { place } = node;
  const { root, path, type, at } = place;
  if (root.kind === 'global') return assignGlobal(l, { global: root.global, path, type, at }, node);
  if (node.exclusive) {
    const located = locate(l, place, root);
    return exclusively(l, located, () => write(l, place, located, lowerOperand(l, node.value)));
  }
  const value = lowerOperand(l, node.value);
  return write(l, place, locate(l, place, root), value);
}

export function lowerCompoundPlace(l: Lowering, node: Kind<'compoundPlace'>): Value {
  const { place, operator } = node;
  const { root, path, type, at } = place;
  if (root.kind === 'global')
    return compoundGlobal(l, { global: root.global, path, type, at }, node);
  const located = locate(l, place, root);
  const update = (): Operand => {
    const left = read(l, place, located);
    const right = lowerOperand(l, node.value);
    const value =
      type.kind === 'string'
        ? joined(l, left, right)
        : arithmetic(l, { operator, type, at: node.at }, { left, right });
    return write(l, place, located, value);
  };
  return node.exclusive ? exclusively(l, located, update) : update();
}

function locate(
  l: Lowering,
  { type, at }: HirPlace,
  root: Exclude<Root, { kind: 'global' }>,
): Located {
  switch (root.kind) {
    case 'local':
      return { kind: 'local', root };
    case 'field': {
      const { object, field } = root;
      const node: Kind<'field'> = { kind: 'field', type, object, field, at };
      return { kind: 'field', node, object: lowerOwner(l, node) };
    }
    case 'element': {
      const array = lowerOperand(l, root.array);
      const ofType = arrayType(root.array.type);
      return {
        kind: 'element',
        element: elementOf(l, array, { type: ofType, index: root.index, at }),
      };
    }
    default:
      return assertNever(root);
  }
}

function read(l: Lowering, place: HirPlace, located: Located): Operand {
  const value = load(l, place, located);
  const { type, path, at } = place;
  if (mayBeUnset(type)) checkSet(l, value, { reason: 'unset-field', name: path.at(-1) ?? '', at });
  return value;
}

function load(l: Lowering, { type, path }: HirPlace, located: Located): Operand {
  switch (located.kind) {
    case 'local': {
      const slot = slotOf(l, located.root.local);
      return define(l.builder, type, (dest) => ({ op: 'load', dest, slot, path }));
    }
    case 'field':
      return readFieldPart(l, located.node, { object: located.object, path, type });
    case 'element':
      return loadElement(l, located.element, { path, type });
    default:
      return assertNever(located);
  }
}

function write(l: Lowering, { path }: HirPlace, located: Located, value: Operand): Operand {
  const part = path.length === 0 ? {} : { path };
  switch (located.kind) {
    case 'local':
      emit(l.builder, { op: 'store', slot: slotOf(l, located.root.local), value, ...part });
      break;
    case 'field':
      writeFieldPart(l, located.node, { object: located.object, path, value });
      break;
    case 'element':
      emit(l.builder, { op: 'setElement', ...located.element, value, ...part });
      break;
    default:
      assertNever(located);
  }
  return value;
}

function exclusively(l: Lowering, located: Located, body: () => Operand): Operand {
  return located.kind === 'field' ? lockedFor(l, located.object, located.node.at, body) : body();
}

function joined(l: Lowering, left: Operand, right: Operand): Operand {
  const parts = [left, right].map((value) => ({ value, type: stringType }));
  return define(l.builder, stringType, (dest) => ({ op: 'interpolate', dest, parts }));
}

function slotOf(l: Lowering, local: number): number {
  const binding = present(l.bindings.get(local), `binding of local ${local}`);
  return present(binding.kind === 'slot' ? binding.slot : undefined, `slot of local ${local}`);
}
