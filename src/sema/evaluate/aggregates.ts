/** Arrays, strings by position, tuples and structs: making them, reading them, and changing parts. */
import { InternalError } from '../../base/invariant.ts';
import type { HirExpr, HirPlace } from '../hir.ts';
import type { Type } from '../type.ts';
import type { Frame } from './machine.ts';
import { charge, impure, panic } from './machine.ts';
import type { ArrayValue, Value } from './values.ts';
import { arrayOf, asArray, asInteger, asMembers, asText, at as itemAt, NONE } from './values.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

/** What an element, or what `consume` left behind, holds before it is set. */
export function zeroValue(frame: Frame, type: Type, at: number): Value {
  switch (type.kind) {
    case 'int':
    case 'char':
      return 0n;
    case 'float':
      return 0;
    case 'bool':
      return false;
    case 'string':
      return '';
    case 'array':
      return arrayOf([]);
    case 'optional':
      return NONE;
    case 'tuple':
    case 'struct': {
      const members = frame.machine.parts.members(type);
      return {
        kind: 'members',
        members: members.map((member) => zeroValue(frame, member.type, at)),
      };
    }
    case 'union': {
      const first = itemAt(frame.machine.parts.alternatives(type), 0);
      return { kind: 'inject', member: 0, value: zeroValue(frame, first, at) };
    }
    case 'class':
      return impure(frame, 'refers to an object', at);
    case 'pointer':
      return impure(frame, 'uses a pointer', at);
    case 'void':
    case 'never':
      return undefined;
    case 'parameter':
    case 'error':
      throw new InternalError(`No value of type ${type.kind}`);
    default:
      return type satisfies never;
  }
}

export function memberIndex(frame: Frame, type: Type, name: string): number {
  const index = frame.machine.parts.members(type).findIndex((member) => member.name === name);
  if (index < 0) throw new InternalError(`No member ${name}`);
  return index;
}

export function structValue(frame: Frame, node: Kind<'struct'>): Value {
  const type = frame.type(node.struct);
  const members = frame.machine.parts.members(type);
  const values = new Map(
    node.fields.map(({ name, value }): [string, Value] => [name, frame.value(frame, value)]),
  );
  return { kind: 'members', members: members.map(({ name }) => values.get(name)) };
}

export function newArray(frame: Frame, node: Kind<'newArray'>): Value {
  const length = asInteger(frame.value(frame, node.length));
  if (length < 0n) panic(frame, `negative length ${length} of an array`, node.at);
  if (length > 1n << 24n) charge(frame, Number.MAX_SAFE_INTEGER, node.at);
  charge(frame, Number(length), node.at);
  const type = frame.type(node.type);
  if (type.kind !== 'array') throw new InternalError('An array of another type');
  const zero = zeroValue(frame, type.element, node.at);
  return arrayOf(new Array<Value>(Number(length)).fill(zero));
}

/** `object[index]` */
export function element(frame: Frame, node: Kind<'element'>): Value {
  const object = frame.value(frame, node.object);
  const index = asInteger(frame.value(frame, node.index));
  if (typeof object === 'string') {
    const characters = codePoints(frame, object, node.at);
    const found =
      characters[checkedIndex(frame, index, { length: characters.length, at: node.at })];
    return BigInt(found?.codePointAt(0) ?? 0);
  }
  const array = asArray(object);
  return array.elements[
    array.from + checkedIndex(frame, index, { length: array.length, at: node.at })
  ];
}

export function slice(frame: Frame, node: Kind<'slice'>): Value {
  const object = frame.value(frame, node.object);
  const isText = typeof object === 'string';
  const whole = isText ? codePoints(frame, object, node.at) : undefined;
  const length = whole === undefined ? asArray(object).length : whole.length;
  const from = node.from === undefined ? 0n : asInteger(frame.value(frame, node.from));
  const last = node.to === undefined ? BigInt(length) : asInteger(frame.value(frame, node.to));
  const to = node.inclusive && node.to !== undefined ? last + 1n : last;
  if (from < 0n || from > to || to > BigInt(length)) {
    panic(frame, `slice ${from}..${to} out of range for length ${length}`, node.at);
  }
  if (whole !== undefined) return whole.slice(Number(from), Number(to)).join('');
  return part(asArray(object), Number(from), Number(to));
}

/** `xs.split(i)` */
export function split(frame: Frame, node: Kind<'split'>): Value {
  const array = asArray(frame.value(frame, node.array));
  const index = asInteger(frame.value(frame, node.index));
  if (index < 0n || index > BigInt(array.length)) {
    panic(frame, `split at ${index} out of range for length ${array.length}`, node.at);
  }
  const at = Number(index);
  return { kind: 'members', members: [part(array, 0, at), part(array, at, array.length)] };
}

export function join(frame: Frame, node: Kind<'join'>): Value {
  const left = asArray(frame.value(frame, node.left));
  const right = asArray(frame.value(frame, node.right));
  if (left.elements !== right.elements || left.from + left.length !== right.from) {
    panic(frame, 'the arrays to join are not neighbours', node.at);
  }
  return { ...left, length: left.length + right.length };
}

export function lengthOf(frame: Frame, node: Kind<'length'>): Value {
  const object = frame.value(frame, node.object);
  if (typeof object !== 'string') return BigInt(asArray(object).length);
  if (node.unit === 'length') return BigInt(codePoints(frame, object, node.at).length);
  let bytes = 0;
  for (const character of object) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return BigInt(bytes);
}

export function codePoints(frame: Frame, text: string, at: number): readonly string[] {
  const { machine } = frame;
  if (machine.decoded.text !== text) {
    charge(frame, text.length >> 3, at);
    machine.decoded = { text, codePoints: [...text] };
  }
  return machine.decoded.codePoints;
}

/** A place whose root has been evaluated. */
export interface OpenPlace {
  read(): Value;
  write(value: Value): void;
}

export function openPlace(frame: Frame, place: HirPlace): OpenPlace {
  const { root, path, at } = place;
  switch (root.kind) {
    case 'local': {
      const type = frame.type(itemAt(frame.body.locals, root.local).type);
      return partOfPlace(frame, path, {
        type,
        read: () => frame.locals[root.local],
        write: (value) => {
          frame.locals[root.local] = value;
        },
      });
    }
    case 'element': {
      const array = asArray(frame.value(frame, root.array));
      const index = asInteger(frame.value(frame, root.index));
      const position = (): number =>
        array.from + checkedIndex(frame, index, { length: array.length, at });
      const type = frame.type(root.array.type);
      if (type.kind !== 'array') throw new InternalError('An element of what is no array');
      return partOfPlace(frame, path, {
        type: type.element,
        read: () => array.elements[position()],
        write: (value) => {
          array.elements[position()] = value;
        },
      });
    }
    case 'field':
      return impure(frame, 'changes an object', at);
    case 'global':
      return impure(frame, 'uses a global variable', at);
    default:
      return root satisfies never;
  }
}

function partOfPlace(
  frame: Frame,
  path: readonly string[],
  whole: OpenPlace & { readonly type: Type },
): OpenPlace {
  const indices: number[] = [];
  let { type } = whole;
  for (const name of path) {
    const index = memberIndex(frame, type, name);
    indices.push(index);
    type = itemAt(frame.machine.parts.members(type), index).type;
  }
  return {
    read: () =>
      indices.reduce((value: Value, index) => asMembers(value).members[index], whole.read()),
    write: (value) => whole.write(replaced(whole, indices, value)),
  };
}

/** The whole with another value at the end of the path; all else is shared with the old one. */
function replaced(whole: OpenPlace, indices: readonly number[], value: Value): Value {
  const rebuild = (old: Value, depth: number): Value => {
    const index = indices[depth];
    if (index === undefined) return value;
    const { members } = asMembers(old);
    return { kind: 'members', members: members.with(index, rebuild(members[index], depth + 1)) };
  };
  return indices.length === 0 ? value : rebuild(whole.read(), 0);
}

function part(array: ArrayValue, from: number, to: number): ArrayValue {
  return { ...array, from: array.from + from, length: to - from };
}

function checkedIndex(
  frame: Frame,
  index: bigint,
  { length, at }: { readonly length: number; readonly at: number },
): number {
  if (index < 0n || index >= BigInt(length)) {
    panic(frame, `index ${index} out of range for length ${length}`, at);
  }
  return Number(index);
}

/** Characters of a text one by one, or elements of an array. */
export function itemsOf(frame: Frame, value: Value, at: number): readonly Value[] | ArrayValue {
  if (typeof value !== 'string') return asArray(value);
  return codePoints(frame, asText(value), at).map((each) => BigInt(each.codePointAt(0) ?? 0));
}
