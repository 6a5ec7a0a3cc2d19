/** The types inside a type: the one place that walks every kind. */
import { assertNever } from '../base/invariant.ts';
import type { Type } from './type.ts';

const none: readonly Type[] = [];

/** The types directly inside: arguments, elements. */
export function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'char':
    case 'string':
    case 'void':
    case 'never':
    case 'parameter':
    case 'error':
      return none;
    case 'class':
    case 'struct':
    case 'union':
      return type.args;
    case 'array':
      return [type.element];
    case 'tuple':
      return type.elements;
    case 'optional':
      return [type.value];
    case 'pointer':
      return [type.target];
    default:
      return assertNever(type);
  }
}

/** `type` with `map` applied to the types directly inside; itself where none of them changes. */
export function mapParts(type: Type, map: (part: Type) => Type): Type {
  const parts = partsOf(type);
  if (parts.length === 0) return type;
  const mapped = parts.map(map);
  if (mapped.every((part, index) => part === parts[index])) return type;
  const [first = type] = mapped;
  switch (type.kind) {
    case 'class':
    case 'struct':
    case 'union':
      return { ...type, args: mapped };
    case 'tuple':
      return { ...type, elements: mapped };
    case 'array':
      return { ...type, element: first };
    case 'optional':
      return { ...type, value: first };
    case 'pointer':
      return { ...type, target: first };
    default:
      return type;
  }
}

/** Whether the type, or one inside it, satisfies `test`. */
export function someType(type: Type, test: (type: Type) => boolean): boolean {
  return test(type) || partsOf(type).some((part) => someType(part, test));
}
