/** Structural equality of types. No text is built: checks compare millions of them. */
import { assertNever } from '../base/invariant.ts';
import type { Type } from './type.ts';

export function equalTypes(a: Type, b: Type): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'int':
      return b.kind === 'int' && a.bits === b.bits && a.signed === b.signed;
    case 'float':
      return b.kind === 'float' && a.bits === b.bits;
    case 'class':
      return b.kind === 'class' && a.decl === b.decl && equalTypeLists(a.args, b.args);
    case 'struct':
    case 'union':
      return b.kind === a.kind && a.decl === b.decl && equalTypeLists(a.args, b.args);
    case 'array':
      return b.kind === 'array' && a.isRead === b.isRead && equalTypes(a.element, b.element);
    case 'tuple':
      return b.kind === 'tuple' && equalTypeLists(a.elements, b.elements);
    case 'optional':
      return b.kind === 'optional' && equalTypes(a.value, b.value);
    case 'pointer':
      return b.kind === 'pointer' && equalTypes(a.target, b.target);
    case 'parameter':
      return b.kind === 'parameter' && a.owner === b.owner && a.index === b.index;
    case 'bool':
    case 'char':
    case 'string':
    case 'void':
    case 'never':
    case 'error':
      return a.kind === b.kind;
    default:
      return assertNever(a);
  }
}

function equalTypeLists(a: readonly Type[], b: readonly Type[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((type, index) => {
    const other = b[index];
    return other !== undefined && equalTypes(type, other);
  });
}
