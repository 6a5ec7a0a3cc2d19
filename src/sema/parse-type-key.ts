/** The inverse of `typeKey`, for concrete types: keys of queries name instances by it. */
import { declId, moduleId } from '../base/ids.ts';
import { InternalError, invariant } from '../base/invariant.ts';
import type { ClassType, IntBits, Type } from './type.ts';

function parseTypeKey(text: string): Type {
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
  const start = cursor.at;
  while (cursor.at < cursor.text.length && !'<>,'.includes(cursor.text.charAt(cursor.at))) {
    cursor.at += 1;
  }
  const name = cursor.text.slice(start, cursor.at);
  const args: Type[] = [];
  if (cursor.text.charAt(cursor.at) === '<') {
    do {
      cursor.at += 1;
      args.push(parseOne(cursor));
    } while (cursor.text.charAt(cursor.at) === ',');
    expect(cursor, '>');
  }
  return simpleTypes.get(name) ?? classOf(name, args);
}

function classOf(name: string, args: readonly Type[]): ClassType {
  const dot = name.lastIndexOf('.');
  invariant(dot > 0, `Not a type key: ${name}`);
  const decl = declId(moduleId(name.slice(0, dot)), `class ${name.slice(dot + 1)}`);
  return { kind: 'class', decl, args };
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
