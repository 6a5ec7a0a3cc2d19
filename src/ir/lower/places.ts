/** Assignment to parts: of variables, of fields and of elements; whole elements among them. */
import { assertNever, InternalError } from '../../base/invariant.ts';
import type { HirExpr, HirPlace } from '../../sema/hir.ts';
import type { MirPath, Operand } from '../mir.ts';
import { arithmetic } from './arithmetic.ts';
import { loadElement, lowerElementPlace, storeElement } from './arrays.ts';
import { define, emit } from './function-builder.ts';
import { assignGlobal, compoundGlobal, globalPlace } from './globals.ts';
import type { Lowering, Value } from './lowering.ts';
import { lowerOperand, slotOf } from './lowering.ts';
import { lowerFieldPlace, readFieldPart, underLock, writeFieldPart } from './references.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

/** Reads and writes a part whose root has been evaluated. */
interface Part {
  load(): Operand;
  store(value: Operand): void;
  /** Runs `update` under the lock that keeps the part for it. */
  exclusively<T>(update: () => T): T;
}

/** The value first, then the place, then the store; unless all of it needs one lock. */
export function lowerAssignPlace(l: Lowering, node: Kind<'assignPlace'>): Value {
  const global = globalPlace(node.place);
  if (global !== undefined) return assignGlobal(l, global, node);
  if (node.exclusive) {
    const part = lowerPart(l, node.place);
    return part.exclusively(() => storeInto(part, lowerOperand(l, node.value)));
  }
  const value = lowerOperand(l, node.value);
  return storeInto(lowerPart(l, node.place), value);
}

/** `p op= e` evaluates the place, reads it, evaluates `e`, and stores. */
export function lowerCompoundPlace(l: Lowering, node: Kind<'compoundPlace'>): Value {
  const global = globalPlace(node.place);
  if (global !== undefined) return compoundGlobal(l, global, node);
  const part = lowerPart(l, node.place);
  const update = (): Operand => {
    const left = part.load();
    const right = lowerOperand(l, node.value);
    const operation = { operator: node.operator, type: node.place.type, at: node.at };
    return storeInto(part, arithmetic(l, operation, { left, right }));
  };
  return node.exclusive ? part.exclusively(update) : update();
}

function storeInto(part: Part, value: Operand): Operand {
  part.store(value);
  return value;
}

function lowerPart(l: Lowering, place: HirPlace): Part {
  const { root, path, type, at } = place;
  switch (root.kind) {
    case 'local': {
      const slot = slotOf(l, root.local);
      return {
        load: () =>
          define(l.builder, type, (dest) => ({ op: 'load', dest, slot, ...pathOf(path) })),
        store: (value) => emit(l.builder, { op: 'store', slot, value, ...pathOf(path) }),
        exclusively: (update) => update(),
      };
    }
    case 'field': {
      const { field, object: owner } = root;
      const node = { kind: 'field', type: field.type, object: owner, field, at } as const;
      const object = lowerFieldPlace(l, node);
      return {
        load: () => readFieldPart(l, node, { object, path, type }),
        store: (value) => writeFieldPart(l, node, { object, path, value }),
        exclusively: (update) => underLock(l, object, at, update),
      };
    }
    case 'element': {
      const element = lowerElementPlace(l, root.array, { index: root.index, at });
      return {
        load: () => loadElement(l, element, { path, type }),
        store: (value) => storeElement(l, element, { path, value }),
        exclusively: (update) => update(),
      };
    }
    case 'global':
      throw new InternalError('A global variable is no part of anything');
    default:
      return assertNever(root);
  }
}

function pathOf(path: MirPath): { readonly path?: MirPath } {
  return path.length === 0 ? {} : { path };
}
