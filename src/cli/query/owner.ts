/** What a key of a query, or a symbol of an object, belongs to. */

/** `a.b::function f(T)` of itself, its instances, tasks, tables, and names in it. */
export function declarationOf(key: string): string | undefined {
  if (!key.includes('::')) return undefined;
  // What a compiler-made symbol adds, and a member's name.
  const plain = key
    .replace(/^\.L/, '')
    .replace(/(\$(task\d+|text\d+|sites|data))+$/, '')
    .replace(/\/[^/]*$/, '');
  const local = plain.indexOf('::');
  // The id of a function ends in its parameter list, that of a class has none.
  const isClass = plain.startsWith('class ', local + 2) && !plain.includes('.method ', local);
  const from = isClass ? local : Math.max(plain.lastIndexOf(')'), local);
  const instance = plain.indexOf('<', from);
  return instance < 0 ? plain : plain.slice(0, instance);
}

/** The module of any key that names one. */
export function moduleOfKey(key: string): string | undefined {
  const local = key.indexOf('::');
  if (local >= 0) return key.slice(0, local);
  const module = key.split(/[@/]/, 1)[0] ?? '';
  return module === '' ? undefined : module;
}
