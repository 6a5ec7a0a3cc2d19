/**
 * Branded names that cross every layer. All are stable: they are built from what the user wrote
 * (module paths, declaration names), never from row numbers or positions, so they may reach the disk.
 */

declare const brand: unique symbol;

/** `T` that cannot be mixed up with another `T`; made only by the constructors beside each id. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** A module's dotted path, e.g. `geometry.shapes`. Modules of a dependency start with its package name. */
export type ModuleId = Brand<string, 'ModuleId'>;

/**
 * The stable identity of a declaration: `<module>::<local id>`, for example
 * `a.b::function area(int,int)`, `a.b::class Circle`, `a.b::class Circle.method area()`.
 * Overloads are told apart by the tokens of their parameter types; exact duplicates get `#2`, `#3` …
 */
export type DeclId = Brand<string, 'DeclId'>;

export function moduleId(path: string): ModuleId {
  return path as ModuleId;
}

export function declId(module: ModuleId, local: string): DeclId {
  return `${module}::${local}` as DeclId;
}

/** Reads back an id that this process or an earlier one wrote. */
export function parseDeclId(text: string): DeclId {
  return text as DeclId;
}

/** The module a declaration belongs to. */
export function moduleOf(decl: DeclId): ModuleId {
  return decl.slice(0, decl.indexOf('::')) as ModuleId;
}

/** The part of a declaration's id behind its module. */
export function localOf(decl: DeclId): string {
  return decl.slice(decl.indexOf('::') + 2);
}
