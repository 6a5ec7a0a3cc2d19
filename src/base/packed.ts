/**
 * A compact form of trees of records. A record becomes the number of its shape and its fields, a
 * list becomes 0 and its items, and each shape (the names of the fields, in order, and what `kind`
 * or `op` says) is written once, in the order of first use:
 *
 *   [{ kind: 'int', bits: 32 }, { kind: 'int', bits: 8 }]
 *   [[["kind=int","bits"]],[0,[1,32],[1,8]]]
 *
 * Like JSON it leaves out fields that are undefined, and equal data have equal texts.
 *
 * Invariant: a field that says a string under `kind` or `op` is part of the shape, always. So these
 * have to come from a small set, and so do the names of fields.
 */
import { InternalError, invariant, present } from './invariant.ts';

export function pack(value: unknown): string {
  const shapes: Shapes = [];
  encoding += 1;
  const root = packPart(value, shapes);
  return `[${JSON.stringify(shapes)},${root}]`;
}

/** `pack`, once for each object, which may not change any more. */
export function packOnce(value: unknown): string {
  if (typeof value !== 'object' || value === null) return pack(value);
  let text = packedBefore.get(value);
  if (text === undefined) {
    text = pack(value);
    packedBefore.set(value, text);
  }
  return text;
}

const packedBefore = new WeakMap<object, string>();

export function unpack(text: string): unknown {
  return unpackParsed(JSON.parse(text));
}

/** What a packed text says that was part of a larger JSON text. */
export function unpackParsed(parsed: unknown): unknown {
  const [shapes, root] = parsed as readonly [Shapes, unknown];
  return unpackPart(root, shapes.map(layoutOf));
}

/** A node in the tree of all shapes that this process has met; each field leads one down. */
interface Shape {
  readonly fields: readonly string[];
  readonly next: Map<string, Shape>;
  readonly kind: Map<string, Shape>;
  readonly op: Map<string, Shape>;
  /** Its number in the text of the encoding that used it last. */
  number: number;
  encoding: number;
}

const noFields: Shape = createShape([]);

/** Counts calls of `pack`: numbers of shapes belong to one of them. */
let encoding = 0;

type Shapes = (readonly string[])[];

/** Writes text as it goes: a tree of lists for `JSON.stringify` would be garbage a moment later. */
function packPart(value: unknown, shapes: Shapes): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value)
        ? packList(value, shapes)
        : packRecord(value as Readonly<Record<string, unknown>>, shapes);
    case 'undefined':
      return 'null';
    default:
      throw new InternalError(`A ${typeof value} cannot be packed`);
  }
}

function packList(list: readonly unknown[], shapes: Shapes): string {
  let text = '[0';
  for (const item of list) text += `,${packPart(item, shapes)}`;
  return `${text}]`;
}

function packRecord(record: Readonly<Record<string, unknown>>, shapes: Shapes): string {
  let fields = '';
  let shape = noFields;
  for (const name in record) {
    const value = record[name];
    if (value === undefined) continue;
    if (isTag(name) && typeof value === 'string') {
      shape = shape[name].get(value) ?? addTagged(shape, name, value);
    } else {
      shape = shape.next.get(name) ?? addNext(shape, name);
      fields += `,${packPart(value, shapes)}`;
    }
  }
  return `[${numberOf(shape, shapes)}${fields}]`;
}

/** Texts of short strings: names and literals come again and again. */
const quotedBefore = new Map<string, string>();
const quotedLimits = { length: 32, count: 20_000 };

function quoted(value: string): string {
  if (value.length > quotedLimits.length) return JSON.stringify(value);
  let text = quotedBefore.get(value);
  if (text === undefined) {
    text = JSON.stringify(value);
    if (quotedBefore.size < quotedLimits.count) quotedBefore.set(value, text);
  }
  return text;
}

type Tag = 'kind' | 'op';

function isTag(name: string): name is Tag {
  return name === 'kind' || name === 'op';
}

function numberOf(shape: Shape, shapes: Shapes): number {
  if (shape.encoding !== encoding) {
    shape.encoding = encoding;
    shape.number = shapes.push(shape.fields);
  }
  return shape.number;
}

function addTagged(shape: Shape, name: Tag, value: string): Shape {
  const longer = createShape([...shape.fields, `${name}=${value}`]);
  shape[name].set(value, longer);
  return longer;
}

function addNext(shape: Shape, name: string): Shape {
  invariant(!name.includes('='), `A field named ${name} cannot be packed`);
  const longer = createShape([...shape.fields, name]);
  shape.next.set(name, longer);
  return longer;
}

function createShape(fields: readonly string[]): Shape {
  return {
    fields,
    next: new Map(),
    kind: new Map(),
    op: new Map(),
    number: 0,
    encoding: 0,
  };
}

interface Field {
  readonly name: string;
  /** What a tag says. */
  readonly value: string | undefined;
}

function layoutOf(fields: readonly string[]): readonly Field[] {
  return fields.map((field) => {
    const at = field.indexOf('=');
    if (at < 0) return { name: field, value: undefined };
    return { name: field.slice(0, at), value: field.slice(at + 1) };
  });
}

function unpackPart(packed: unknown, layouts: readonly (readonly Field[])[]): unknown {
  if (!Array.isArray(packed)) return packed;
  const parts = packed as readonly unknown[];
  const shape = parts[0];
  if (typeof shape !== 'number') throw new InternalError('A packed part has no shape');
  if (shape === 0) return parts.slice(1).map((item) => unpackPart(item, layouts));
  const record: Record<string, unknown> = {};
  let next = 1;
  for (const { name, value } of present(layouts[shape - 1], 'shape of a packed record')) {
    if (value !== undefined) {
      record[name] = value;
    } else {
      record[name] = unpackPart(parts[next], layouts);
      next += 1;
    }
  }
  return record;
}
