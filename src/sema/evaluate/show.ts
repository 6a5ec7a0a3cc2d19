/** Values as text, as interpolation shows them in compiled programs. */
import { assertNever } from '../../base/invariant.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import { showFloat } from './floats.ts';
import type { Parts, Value } from './values.ts';
import { at, elementsOf, elementType, floatType, optionalValue } from './values.ts';

/** Strings and characters plain at the top, quoted inside of others. */
export function showValue(parts: Parts, type: Type, value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' && type.kind === 'char') return character(value);
  return showInside(parts, type, value);
}

function showInside(parts: Parts, type: Type, value: Value): string {
  if (typeof value === 'bigint') {
    return type.kind === 'char' ? `'${escaped(character(value), "'")}'` : value.toString();
  }
  if (typeof value === 'number') return showFloat(value, floatType(type));
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `"${escaped(value, '"')}"`;
  if (value === undefined) return '';
  switch (value.kind) {
    case 'none':
      return 'none';
    case 'some':
      return showInside(parts, optionalValue(type), value.value);
    case 'inject':
      return showInside(parts, at(parts.alternatives(type), value.member), value.value);
    case 'members': {
      const members = parts.members(type);
      const shown = value.members.map((member, index) =>
        showInside(parts, at(members, index).type, member),
      );
      if (type.kind !== 'struct') return `(${shown.join(', ')})`;
      const name = printType({ ...type, args: [] });
      if (shown.length === 0) return `${name} {}`;
      const fields = shown.map((text, index) => `${at(members, index).name}: ${text}`);
      return `${name} { ${fields.join(', ')} }`;
    }
    case 'array': {
      const element = elementType(type);
      return `[${elementsOf(value)
        .map((each) => showInside(parts, element, each))
        .join(', ')}]`;
    }
    default:
      return assertNever(value);
  }
}

function character(codePoint: bigint): string {
  return String.fromCodePoint(Number(codePoint));
}

function escaped(text: string, quote: string): string {
  let result = '';
  for (const each of text) result += each === quote ? `\\${quote}` : (escapes.get(each) ?? each);
  return result;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\0', '\\0'],
]);
