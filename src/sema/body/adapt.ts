/**
 * Values whose type follows their context: literals, and what is made of nothing else (`[1, 2]`, `(1, none)`).
 * They are *flexible* until a context gives them a type; what no context ever settles is reported at the end.
 */
import type { HirBlock, HirExpr } from '../hir.ts';
import type { Type } from '../type.ts';
import type { Checker } from './checker.ts';
import { isAssignable, tryCoerce } from './coercion.ts';
import { canRetype, retype } from './literals.ts';

/** Whether `adapt` would yield something. */
export function canAdapt(checker: Checker, node: HirExpr, target: Type): boolean {
  if (!checker.flexible.has(node)) return false;
  if (canRetype(node, target)) return true;
  switch (node.kind) {
    case 'none':
      return target.kind === 'optional';
    case 'array': {
      if (target.kind !== 'array') return false;
      const { element } = target;
      return node.elements.every((value) => isAssignable(checker, value, element));
    }
    case 'tuple': {
      if (target.kind !== 'tuple') return false;
      const { elements } = target;
      if (elements.length !== node.elements.length) return false;
      return node.elements.every((value, index) => {
        const type = elements[index];
        return type !== undefined && isAssignable(checker, value, type);
      });
    }
    case 'if':
      return (
        node.otherwise !== undefined &&
        canAdaptBlock(checker, node.then, target) &&
        canAdaptBlock(checker, node.otherwise, target)
      );
    case 'block':
      return canAdaptBlock(checker, node.block, target);
    default:
      return false;
  }
}

/** The flexible `node` as a `target`; undefined where it cannot be one. */
export function adapt(checker: Checker, node: HirExpr, target: Type): HirExpr | undefined {
  if (!canAdapt(checker, node, target)) return undefined;
  if (canRetype(node, target)) return retype(checker, node, target);
  checker.flexible.delete(node);
  checker.unsettled.delete(node);
  switch (node.kind) {
    case 'array':
      return target.kind === 'array'
        ? {
            ...node,
            type: target,
            elements: coerceAll(checker, node.elements, () => target.element),
          }
        : undefined;
    case 'tuple':
      return target.kind === 'tuple'
        ? {
            ...node,
            type: target,
            elements: coerceAll(checker, node.elements, (index) => target.elements[index]),
          }
        : undefined;
    case 'if':
      return node.otherwise === undefined
        ? undefined
        : {
            ...node,
            type: target,
            then: adaptBlock(checker, node.then, target),
            otherwise: adaptBlock(checker, node.otherwise, target),
          };
    case 'block':
      return { ...node, type: target, block: adaptBlock(checker, node.block, target) };
    default:
      return { ...node, type: target };
  }
}

function coerceAll(
  checker: Checker,
  values: readonly HirExpr[],
  typeAt: (index: number) => Type | undefined,
): readonly HirExpr[] {
  return values.map(
    (value, index) => tryCoerce(checker, value, typeAt(index) ?? value.type) ?? value,
  );
}

function canAdaptBlock(checker: Checker, block: HirBlock, target: Type): boolean {
  const value = block.statements[block.statements.length - 1];
  if (!block.yields || value === undefined) return block.type.kind === 'never';
  return isAssignable(checker, value, target);
}

function adaptBlock(checker: Checker, block: HirBlock, target: Type): HirBlock {
  const value = block.statements[block.statements.length - 1];
  if (!block.yields || value === undefined) return block;
  const typed = tryCoerce(checker, value, target) ?? value;
  return { ...block, type: target, statements: [...block.statements.slice(0, -1), typed] };
}
