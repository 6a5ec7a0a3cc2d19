/**
 * Values whose type follows their context: literals, and what is made of nothing else (`[1, 2]`, `(1, none)`).
 * They are *flexible* until a context gives them a type; what no context ever settles is reported at the end.
 */
import type { HirBlock, HirExpr } from '../hir.ts';
import type { Type } from '../type.ts';
import type { Checker } from './checker.ts';
import { canRetype, retype } from './literals.ts';

/** How parts become what is wanted of them, which asks for the whole again. */
export interface Coercion {
  readonly isAssignable: (checker: Checker, node: HirExpr, target: Type) => boolean;
  readonly tryCoerce: (checker: Checker, node: HirExpr, target: Type) => HirExpr | undefined;
}

export interface Aim {
  readonly target: Type;
  readonly coercion: Coercion;
}

/** Whether `adapt` would yield something. */
export function canAdapt(checker: Checker, node: HirExpr, { target, coercion }: Aim): boolean {
  if (!checker.flexible.has(node)) return false;
  if (canRetype(node, target)) return true;
  switch (node.kind) {
    case 'none':
      return target.kind === 'optional';
    case 'array': {
      if (target.kind !== 'array') return false;
      const { element } = target;
      return node.elements.every((value) => coercion.isAssignable(checker, value, element));
    }
    case 'tuple': {
      if (target.kind !== 'tuple') return false;
      const { elements } = target;
      if (elements.length !== node.elements.length) return false;
      return node.elements.every((value, index) => {
        const type = elements[index];
        return type !== undefined && coercion.isAssignable(checker, value, type);
      });
    }
    case 'if':
      return (
        node.otherwise !== undefined &&
        canAdaptBlock(checker, node.then, { target, coercion }) &&
        canAdaptBlock(checker, node.otherwise, { target, coercion })
      );
    case 'block':
      return canAdaptBlock(checker, node.block, { target, coercion });
    default:
      return false;
  }
}

/** The flexible `node` as a `target`; undefined where it cannot be one. */
export function adapt(checker: Checker, node: HirExpr, aim: Aim): HirExpr | undefined {
  const { target } = aim;
  if (!canAdapt(checker, node, aim)) return undefined;
  if (canRetype(node, target)) return retype(checker, node, target);
  checker.flexible.delete(node);
  checker.unsettled.delete(node);
  switch (node.kind) {
    case 'array':
      return target.kind === 'array'
        ? {
            ...node,
            type: target,
            elements: coerceAll(checker, node.elements, aim.coercion, () => target.element),
          }
        : undefined;
    case 'tuple':
      return target.kind === 'tuple'
        ? {
            ...node,
            type: target,
            elements: coerceAll(
              checker,
              node.elements,
              aim.coercion,
              (index) => target.elements[index],
            ),
          }
        : undefined;
    case 'if':
      return node.otherwise === undefined
        ? undefined
        : {
            ...node,
            type: target,
            then: adaptBlock(checker, node.then, aim),
            otherwise: adaptBlock(checker, node.otherwise, aim),
          };
    case 'block':
      return { ...node, type: target, block: adaptBlock(checker, node.block, aim) };
    default:
      return { ...node, type: target };
  }
}

function coerceAll(
  checker: Checker,
  values: readonly HirExpr[],
  coercion: Coercion,
  typeAt: (index: number) => Type | undefined,
): readonly HirExpr[] {
  return values.map(
    (value, index) => coercion.tryCoerce(checker, value, typeAt(index) ?? value.type) ?? value,
  );
}

function canAdaptBlock(checker: Checker, block: HirBlock, { target, coercion }: Aim): boolean {
  const value = block.statements[block.statements.length - 1];
  if (!block.yields || value === undefined) return block.type.kind === 'never';
  return coercion.isAssignable(checker, value, target);
}

function adaptBlock(checker: Checker, block: HirBlock, { target, coercion }: Aim): HirBlock {
  const value = block.statements[block.statements.length - 1];
  if (!block.yields || value === undefined) return block;
  const typed = coercion.tryCoerce(checker, value, target) ?? value;
  return { ...block, type: target, statements: [...block.statements.slice(0, -1), typed] };
}
