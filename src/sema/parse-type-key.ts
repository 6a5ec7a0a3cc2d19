/** The inverse of `typeKey`, for concrete types: keys of queries name instances by it. */
import type { DeclId } from '../base/ids.ts';
import { declId, moduleId } from '../base/ids.ts';
import { InternalError, invariant } from '../base/invariant.ts';
import type { ClassType, IntBits, Type } from './type.ts';

export function parseTypeKey(text: string): Type {
  const types = parseTypeKeys(text);
  const [only] = types;
  invariant(types.length === 1 && only !== undefined, `Not one type key: ${text}`);
  return only;
}

/** Types separated by commas. */
export function parseTypeKeys(text: string): readonly Type[] {
  const cursor = { text, at: 0 };
  const types = [parseOne(cursor)];
  while (cursor.at < text.length) {
    expect(cursor, ',');
    types.push(parseOne(cursor));
  }
  return types;
}

export function parseClassKey(text: string): ClassType {
  const type = parseTypeKey(text);
  invariant(type.kind === 'class', `Not the key of a class: ${text}`);
  return type;
}

interface Cursor {
  readonly text: string;
  at: number;
}

function parseOne(cursor: Cursor): Type {
  switch (cursor.text.charAt(cursor.at)) {
    case '[':
      return parseArray(cursor);
    case '(':
      return { kind: 'tuple', elements: parseList(cursor, ')') };
    case '?':
      cursor.at += 1;
      return { kind: 'optional', value: parseOne(cursor) };
    case '*':
      cursor.at += 1;
      return { kind: 'pointer', target: parseOne(cursor) };
    default:
      return parseNamed(cursor);
  }
}

function parseArray(cursor: Cursor): Type {
  const isRead = cursor.text.startsWith('[read ', cursor.at);
  cursor.at += isRead ? '[read '.length : 1;
  const element = parseOne(cursor);
  expect(cursor, ']');
  return { kind: 'array', element, isRead };
}

function parseNamed(cursor: Cursor): Type {
  const start = cursor.at;
  while (cursor.at < cursor.text.length && !'<>,)]'.includes(cursor.text.charAt(cursor.at))) {
    cursor.at += 1;
  }
  const name = cursor.text.slice(start, cursor.at);
  const args = cursor.text.charAt(cursor.at) === '<' ? parseList(cursor, '>') : [];
  return simpleTypes.get(name) ?? declaredType(name, args);
}

/** At the opening bracket of types separated by commas. */
function parseList(cursor: Cursor, closing: string): Type[] {
  const types: Type[] = [];
  do {
    cursor.at += 1;
    types.push(parseOne(cursor));
  } while (cursor.text.charAt(cursor.at) === ',');
  expect(cursor, closing);
  return types;
}

function declaredType(key: string, args: readonly Type[]): Type {
  const colon = key.indexOf(':');
  const kind = colon < 0 ? 'class' : key.slice(0, colon);
  const name = key.slice(colon + 1);
  const dot = name.lastIndexOf('.');
  invariant(dot > 0, `Not a type key: ${key}`);
  const decl = (word: string): DeclId =>
    declId(moduleId(name.slice(0, dot)), `${word} ${name.slice(dot + 1)}`);
  switch (kind) {
    case 'class':
    case 'struct':
      return { kind, decl: decl(kind), args };
    case 'union':
      return { kind, decl: decl('type'), args };
    default:
      throw new InternalError(`Not a type key: ${key}`);
  }
}

function expect(cursor: Cursor, char: string): void {
  if (cursor.text.charAt(cursor.at) !== char) {
    throw new InternalError(`Expected ${char} at ${cursor.at} of the type key ${cursor.text}`);
  }
  cursor.at += 1;
}

const intBits: readonly IntBits[] = [8, 16, 32, 64, 128];

const simpleTypes: ReadonlyMap<string, Type> = new Map<string, Type>([
  ...intBits.flatMap((bits): [string, Type][] => [
    [`i${bits}`, { kind: 'int', bits, signed: true }],
    [`u${bits}`, { kind: 'int', bits, signed: false }],
  ]),
  ['f32', { kind: 'float', bits: 32 }],
  ['f64', { kind: 'float', bits: 64 }],
  ['bool', { kind: 'bool' }],
  ['char', { kind: 'char' }],
  ['string', { kind: 'string' }],
  ['void', { kind: 'void' }],
]);
