/**
 * What names of other languages are called here. Asked only while an unknown name is being reported, so that
 * a declaration of the user's own called `List` or `null` is never in the way.
 */

const types: ReadonlyMap<string, string> = new Map([
  ['boolean', '`bool`'],
  ['byte', '`u8`'],
  ['short', '`i16`'],
  ['long', '`i64`'],
  ['double', '`float`'],
  ['float32', '`f32`'],
  ['float64', '`f64`'],
  ['int8', '`i8`'],
  ['int16', '`i16`'],
  ['int32', '`i32`'],
  ['int64', '`i64`'],
  ['uint', '`u32`'],
  ['uint8', '`u8`'],
  ['uint16', '`u16`'],
  ['uint32', '`u32`'],
  ['uint64', '`u64`'],
  ['usize', '`u64`'],
  ['isize', '`i64`'],
  ['size_t', '`u64`'],
  ['rune', '`char`'],
  ['str', '`string`'],
  ['List', '`T[]`, whose length is fixed,'],
  ['Array', '`T[]`'],
  ['Vec', '`T[]`, whose length is fixed,'],
  ['Option', '`T?`'],
  ['Optional', '`T?`'],
  ['unit', '`void`'],
]);

const functionWords: ReadonlySet<string> = new Set(['fn', 'func', 'fun', 'def']);

const absent = ['`none` is the absent value of an optional type `T?`; nothing else may be absent.'];

const values: ReadonlyMap<string, readonly string[]> = new Map([
  ['null', absent],
  ['nil', absent],
  ['None', absent],
  ['undefined', absent],
  ['self', ['The object of a method is `this`.']],
  ['True', ['Did you mean `true`?']],
  ['False', ['Did you mean `false`?']],
]);

const printing = ['`printf("…", …)` prints, and so does `io.println(text)` with `import std.io;`.'];

const functions: ReadonlyMap<string, readonly string[]> = new Map([
  ['print', printing],
  ['println', printing],
  ['puts', printing],
  ['len', ['The length is a property: `xs.length`.']],
  ['Some', ['A value stands for the optional of it as it is, without `Some(…)`.']],
  ['str', ['A value becomes text in a string: `"${value}"`.']],
]);

/** The note for a type that exists under another name, or none. */
export function foreignType(name: string): readonly string[] {
  if (functionWords.has(name)) return ['A function is written `function int name(…) { … }`.'];
  const type = types.get(name);
  return type === undefined ? [] : [`Its counterpart ${type} is built in.`];
}

/** The note for a word that other languages have for a value, or none. */
export function foreignValue(name: string): readonly string[] {
  return values.get(name) ?? [];
}

/** The note for a function that other languages have, or none. */
export function foreignFunction(name: string): readonly string[] {
  return functions.get(name) ?? [];
}
