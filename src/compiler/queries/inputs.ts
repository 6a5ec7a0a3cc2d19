/**
 * The compiler's inputs: what a split file says, cut into pieces so small that an edit changes only
 * the pieces it touches. Names are inputs of their own, one for each name, so that the absence of a
 * name is something that can be depended on. Only `positions` knows lines and columns.
 */

import type { Brand, DeclId, ModuleId } from '../../base/ids.ts';
import { moduleId, parseDeclId } from '../../base/ids.ts';
import type { Engine } from '../../query/engine-api.ts';
import type { InputQuery } from '../../query/query.ts';
import type { DeclKind, DeclOutline, DeclPositions, FileOutline } from '../../syntax/outline.ts';

/** A name at the top level of a module: `<module>/<name>`. */
export type NameKey = Brand<string, 'NameKey'>;

/** A name among the members of a class: `<class>/<name>`. */
export type MemberKey = Brand<string, 'MemberKey'>;

export function nameKey(module: ModuleId, name: string): NameKey {
  return `${module}/${name}` as NameKey;
}

export function splitNameKey(key: NameKey): { readonly module: ModuleId; readonly name: string } {
  const slash = key.lastIndexOf('/');
  return { module: moduleId(key.slice(0, slash)), name: key.slice(slash + 1) };
}

export function memberKey(decl: DeclId, name: string): MemberKey {
  return `${decl}/${name}` as MemberKey;
}

export function splitMemberKey(key: MemberKey): { readonly decl: DeclId; readonly name: string } {
  const slash = key.lastIndexOf('/');
  return { decl: parseDeclId(key.slice(0, slash)), name: key.slice(slash + 1) };
}

export interface OutlineEntry {
  readonly id: DeclId;
  readonly kind: DeclKind;
  readonly name: string;
  readonly parent?: DeclId;
  readonly isPublic: boolean;
}

export interface ModuleDeclaration {
  readonly id: DeclId;
  readonly kind: Exclude<DeclKind, 'import'>;
  /** The class or implementation of a field or method. */
  readonly parent?: DeclId;
}

/** What a declaration's id stands for; never changes while the declaration exists. */
export interface DeclarationInfo {
  readonly kind: DeclKind;
  readonly name: string;
  /** The class or implementation of a field or method. */
  readonly parent?: DeclId;
}

/** Declarations that a name leads to; an implementation is found under `implement` and the name of its struct. */
export type NamedKind = Exclude<DeclKind, 'import' | 'field' | 'method' | 'test' | 'stray'>;

export interface NameEntry {
  readonly id: DeclId;
  readonly kind: NamedKind;
  readonly isPublic: boolean;
}

export interface MemberEntry {
  readonly id: DeclId;
  readonly kind: 'field' | 'method';
  readonly name: string;
}

/** A package, as far as the imports of its modules are concerned. */
export interface PackageInfo {
  readonly name: string;
  /** What its modules' names start with: empty for the program's own package, else `name.`. */
  readonly prefix: string;
  /** Names of the packages that its modules may import. */
  readonly dependencies: readonly string[];
}

/** The program's own package first. */
export const packagesInput: InputQuery<'', readonly PackageInfo[]> = input('packages', []);

/** All modules, sorted. Changes with every file that comes or goes: not for checks. */
export const modulesInput: InputQuery<'', readonly ModuleId[]> = input('modules', []);

/** Path of a module's file; null where there is no such module. */
export const modulePathInput: InputQuery<ModuleId, string | null> = input('modulePath', null);

/** A module's declarations in textual order. Changes with every one of them: not for checks. */
export const outlineInput: InputQuery<ModuleId, readonly OutlineEntry[]> = input('outline', []);

/**
 * A module's declarations without its imports, sorted by id: visibility, imports and the order in
 * the file change nothing here.
 */
export const declarationsInput: InputQuery<ModuleId, readonly ModuleDeclaration[]> = input(
  'declarations',
  [],
);

/** A module's imports in textual order. */
export const importsInput: InputQuery<ModuleId, readonly DeclId[]> = input('imports', []);

/** What a module itself declares under a name, in textual order. */
export const namesInput: InputQuery<NameKey, readonly NameEntry[]> = input('names', []);

export const declarationInput: InputQuery<DeclId, DeclarationInfo | null> = input(
  'declaration',
  null,
);

export const signatureTextInput: InputQuery<DeclId, string> = input('signatureText', '');

/** Null where the declaration has no body. */
export const bodyTextInput: InputQuery<DeclId, string | null> = input('bodyText', null);

export const docTextInput: InputQuery<DeclId, string> = input('docText', '');

/** For rendering and the assembly of modules alone. */
export const positionsInput: InputQuery<DeclId, DeclPositions | null> = input('positions', null);

/** A class's own fields in textual order, which is that of their places in an object. */
export const ownFieldsInput: InputQuery<DeclId, readonly MemberEntry[]> = input('ownFields', []);

/** A class's own methods in textual order, which is that of their slots. */
export const ownMethodsInput: InputQuery<DeclId, readonly MemberEntry[]> = input('ownMethods', []);

/** What a class itself declares under a name, in textual order. */
export const memberNamesInput: InputQuery<MemberKey, readonly MemberEntry[]> = input(
  'memberNames',
  [],
);

/** Says which modules there are. Their contents are set by `setModule`. */
export function setModules(engine: Engine, modules: readonly ModuleId[]): void {
  engine.set(modulesInput, '', [...modules].sort());
}

/**
 * Makes the inputs of `module` what `file` says, and removes what it no longer has; undefined
 * removes the module. That equal values change nothing is the engine's business; but what follows
 * from an outline that is the same, as it is after most edits, is not even compared.
 */
export function setModule(engine: Engine, module: ModuleId, file: FileOutline | undefined): void {
  const known = engine.get(outlineInput, module);
  const declarations = file?.declarations ?? [];
  const entries = declarations.map(entryOf);

  engine.set(modulePathInput, module, file?.path);
  if (JSON.stringify(known) !== JSON.stringify(entries)) {
    setOutline(engine, module, { known, entries });
  }
  for (const declaration of declarations) setDeclaration(engine, declaration);
  // Last, so that whoever is stopped before it starts over.
  engine.set(outlineInput, module, file && entries);
}

/** Sets what follows from the outline alone. */
function setOutline(
  engine: Engine,
  module: ModuleId,
  {
    known,
    entries,
  }: { readonly known: readonly OutlineEntry[]; readonly entries: readonly OutlineEntry[] },
): void {
  const before = indexModule(known);
  const after = indexModule(entries);
  engine.set(declarationsInput, module, orUndefined(after.declared));
  engine.set(importsInput, module, orUndefined(after.imports));
  for (const id of before.declarations) {
    if (!after.declarations.has(id)) removeDeclaration(engine, id);
  }
  for (const { id, kind, name, parent } of entries) {
    engine.set(declarationInput, id, { kind, name, ...(parent !== undefined && { parent }) });
  }
  replaceAll(before.names, after.names, (name, value) =>
    engine.set(namesInput, nameKey(module, name), value),
  );
  replaceAll(before.fields, after.fields, (decl, value) => engine.set(ownFieldsInput, decl, value));
  replaceAll(before.methods, after.methods, (decl, value) =>
    engine.set(ownMethodsInput, decl, value),
  );
  replaceAll(before.memberNames, after.memberNames, (key, value) =>
    engine.set(memberNamesInput, key, value),
  );
}

/** An outline, by what its parts are asked for. */
interface ModuleIndex {
  readonly declarations: ReadonlySet<DeclId>;
  readonly declared: readonly ModuleDeclaration[];
  readonly imports: readonly DeclId[];
  readonly names: ReadonlyMap<string, readonly NameEntry[]>;
  readonly fields: ReadonlyMap<DeclId, readonly MemberEntry[]>;
  readonly methods: ReadonlyMap<DeclId, readonly MemberEntry[]>;
  readonly memberNames: ReadonlyMap<MemberKey, readonly MemberEntry[]>;
}

function indexModule(entries: readonly OutlineEntry[]): ModuleIndex {
  const declarations = new Set<DeclId>();
  const declared: ModuleDeclaration[] = [];
  const imports: DeclId[] = [];
  const names = new Map<string, NameEntry[]>();
  const fields = new Map<DeclId, MemberEntry[]>();
  const methods = new Map<DeclId, MemberEntry[]>();
  const memberNames = new Map<MemberKey, MemberEntry[]>();
  for (const { id, kind, name, parent, isPublic } of entries) {
    declarations.add(id);
    if (kind === 'import') imports.push(id);
    else declared.push({ id, kind, ...(parent !== undefined && { parent }) });
    if (isNamed(kind)) {
      append(names, kind === 'implement' ? implementName(name) : name, { id, kind, isPublic });
    }
    if ((kind === 'field' || kind === 'method') && parent !== undefined) {
      append(kind === 'field' ? fields : methods, parent, { id, kind, name });
      append(memberNames, memberKey(parent, name), { id, kind, name });
    }
  }
  declared.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { declarations, declared, imports, names, fields, methods, memberNames };
}

/** Where `names` lists the implementations of a struct. */
export function implementName(struct: string): string {
  return `implement ${struct}`;
}

function isNamed(kind: DeclKind): kind is NamedKind {
  switch (kind) {
    case 'import':
    case 'field':
    case 'method':
    case 'test':
    case 'stray':
      return false;
    default:
      return true;
  }
}

function setDeclaration(engine: Engine, declaration: DeclOutline): void {
  const { id } = declaration;
  engine.set(signatureTextInput, id, declaration.signature);
  engine.set(bodyTextInput, id, declaration.body);
  engine.set(docTextInput, id, declaration.doc === '' ? undefined : declaration.doc);
  engine.set(positionsInput, id, declaration.positions);
}

function removeDeclaration(engine: Engine, id: DeclId): void {
  engine.set(declarationInput, id, undefined);
  engine.set(signatureTextInput, id, undefined);
  engine.set(bodyTextInput, id, undefined);
  engine.set(docTextInput, id, undefined);
  engine.set(positionsInput, id, undefined);
}

function entryOf({ id, kind, name, parent, isPublic }: DeclOutline): OutlineEntry {
  return { id, kind, name, ...(parent !== undefined && { parent }), isPublic };
}

/** Sets every key of `after`, and removes those that only `before` has. */
function replaceAll<K, V>(
  before: ReadonlyMap<K, V>,
  after: ReadonlyMap<K, V>,
  set: (key: K, value: V | undefined) => void,
): void {
  for (const key of before.keys()) if (!after.has(key)) set(key, undefined);
  for (const [key, value] of after) set(key, value);
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

function orUndefined<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function input<K extends string, V>(name: string, absent: V): InputQuery<K, V> {
  return { kind: 'input', name, absent };
}
