/** Values that patterns leave over, as the patterns that a user would write for them. */
import { assertNever } from '../../base/invariant.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import type { Head, Space } from './pattern-space.ts';
import { argumentTypes } from './pattern-space.ts';
import { namedParts } from './pattern-values.ts';

export function printSpace(checker: Checker, space: Space, type: Type): string {
  switch (space.kind) {
    case 'any':
      return '_';
    case 'interval':
      return type.kind === 'char'
        ? printChar(space)
        : String(space.from < 0n ? space.to : space.from);
    case 'object': {
      const fields = [...space.fields].map(
        ([name, field]) => `${name}: ${printSpace(checker, field.space, field.type)}`,
      );
      const name = printType(space.class);
      return fields.length === 0 ? `${name} _` : `${name} { ${fields.join(', ')} }`;
    }
    case 'of':
      return printHead(checker, space.head, { args: space.args, type });
    case 'or':
      return space.alternatives.map((each) => printSpace(checker, each, type)).join(' | ');
    default:
      return assertNever(space);
  }
}

function printHead(
  checker: Checker,
  head: Head,
  { args, type }: { readonly args: readonly Space[]; readonly type: Type },
): string {
  const types = argumentTypes(checker, head, type);
  const [space] = args;
  const [inner] = types;
  switch (head.kind) {
    case 'bool':
      return String(head.value);
    case 'none':
      return 'none';
    case 'value':
      return head.value;
    case 'some':
    case 'member':
      if (space === undefined || inner === undefined) return '_';
      return space.kind === 'any' ? `${printType(inner)} _` : printSpace(checker, space, inner);
    case 'parts':
      return printParts(checker, args, type);
    default:
      return assertNever(head);
  }
}

function printParts(checker: Checker, args: readonly Space[], type: Type): string {
  const parts = namedParts(checker, type).map((part, index) => ({
    name: part.name,
    text: printSpace(checker, args[index] ?? { kind: 'any' }, part.type),
  }));
  if (type.kind === 'tuple') return `(${parts.map(({ text }) => text).join(', ')})`;
  const told = parts.filter(({ text }) => text !== '_');
  if (told.length === 0) return `${printType(type)} _`;
  return `${printType(type)} { ${told.map(({ name, text }) => `${name}: ${text}`).join(', ')} }`;
}

/** A letter or digit of the interval where there is one. */
function printChar({ from, to }: { readonly from: bigint; readonly to: bigint }): string {
  const friendly = ['a', 'A', '0', ' '].find((char) => {
    const point = BigInt(char.charCodeAt(0));
    return from <= point && point <= to;
  });
  if (friendly !== undefined) return `'${friendly}'`;
  const isPrintable = from > 0x20n && from < 0x7fn && from !== 0x27n && from !== 0x5cn;
  return isPrintable
    ? `'${String.fromCharCode(Number(from))}'`
    : `'\\u{${from.toString(16).toUpperCase()}}'`;
}
