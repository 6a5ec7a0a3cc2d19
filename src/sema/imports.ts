/**
 * What a module's imports bring into scope, and the rules that an import must keep. Imports bind
 * names; whether what they name exists is checked on the import, once, and its uses stay silent.
 */

import type { DeclId, ModuleId } from '../base/ids.ts';
import { moduleId, moduleOf } from '../base/ids.ts';
import { nameSpan, tokenSpan } from '../base/span.ts';
import type { Name, Range, SignatureSyntax } from '../syntax/ast.ts';
import type { SemaContext } from './context.ts';
import type { Mistake } from './mistake.ts';
import { mistake } from './mistake.ts';
import { isDeclaredIn, privateMistake } from './resolve-type.ts';
import { didYouMean } from './suggest.ts';

export type ImportSyntax = Extract<SignatureSyntax, { kind: 'import' }>;

/** One name that an import binds. */
export interface ImportEntry {
  readonly decl: DeclId;
  /** As it is called in the importing module. */
  readonly name: string;
  /** Null where the path leads to a package that may not be imported. */
  readonly module: ModuleId | null;
  /** What `name` is called in `module`; null where the module itself is bound. */
  readonly item: string | null;
}

/** What the check of an import asks about the rest of the program. */
export interface ImportContext extends Pick<SemaContext, 'lookup' | 'lookupPublic' | 'report'> {
  moduleExists(module: ModuleId): boolean;
  /** Depends on all modules: asked only when an error is being reported. */
  allModules(): readonly ModuleId[];
  /** All public names of a module; likewise. */
  publicNames(module: ModuleId): readonly string[];
  /** Everything that `module` imports, in textual order. */
  importTable(module: ModuleId): readonly ImportEntry[];
  /** The package that the import stands in. */
  readonly scope: PackageScope;
}

/** What the path of an import may lead to from the modules of a package. */
export interface PackageScope {
  /** What the package's own modules' names start with. */
  readonly prefix: string;
  /** Packages that may be imported, by name. */
  readonly dependencies: readonly string[];
  /** Packages of the program that may not. */
  readonly strangers: readonly string[];
}

/** The names that one import binds. */
export function importEntries(
  scope: PackageScope,
  decl: DeclId,
  syntax: ImportSyntax,
): readonly ImportEntry[] {
  const module = importedModule(scope, syntax.path);
  if (syntax.items !== undefined) {
    return syntax.items.map(({ name, alias }) => ({
      decl,
      name: (alias ?? name).text,
      module,
      item: name.text,
    }));
  }
  const bound = syntax.alias ?? syntax.path.at(-1);
  return bound === undefined ? [] : [{ decl, name: bound.text, module, item: null }];
}

/** Reports what is wrong with one import. */
export function checkImport(context: ImportContext, decl: DeclId, syntax: ImportSyntax): void {
  // The parser has reported a missing part of the path.
  if (syntax.path.some((name) => name.text === '')) return;
  const module = importedModule(context.scope, syntax.path);
  const pathRange = rangeOf(syntax.path) ?? syntax;
  if (module === moduleOf(decl)) {
    report(context, decl, pathRange, {
      code: 'E0223',
      message: `Module \`${module}\` imports itself`,
      notes: ['Its own declarations are in scope already.'],
    });
  } else if (module === null || !context.moduleExists(module)) {
    report(context, decl, pathRange, unknownModule(context, syntax));
  } else {
    for (const { name } of syntax.items ?? []) checkItem(context, decl, module, name);
  }
  checkDistinct(context, decl, syntax);
}

/** A path starts with the name of a dependency, or leads to a module of the package itself. */
function importedModule(scope: PackageScope, path: readonly Name[]): ModuleId | null {
  const written = pathText(path);
  const first = path[0]?.text ?? '';
  if (first === standardLibrary || scope.dependencies.includes(first)) return moduleId(written);
  const isForeign = scope.prefix === '' && path.length > 1 && scope.strangers.includes(first);
  return isForeign ? null : moduleId(scope.prefix + written);
}

/** Every package may import it. */
const standardLibrary = 'std';

function unknownModule(context: ImportContext, syntax: ImportSyntax): Omit<Mistake, 'span'> {
  const written = pathText(syntax.path);
  return {
    code: 'E0220',
    message: `Unknown module \`${written}\``,
    notes: unknownModuleNotes(context, syntax.path, written),
  };
}

function unknownModuleNotes(
  context: ImportContext,
  path: readonly Name[],
  written: string,
): readonly string[] {
  const first = path[0]?.text ?? '';
  if (importedModule(context.scope, path) === null) {
    return [`Package \`${first}\` is not among the dependencies of this one; add it to bolt.toml.`];
  }
  const item = path.at(-1)?.text ?? '';
  const parentPath = path.slice(0, -1);
  const parent = parentPath.length === 0 ? null : importedModule(context.scope, parentPath);
  if (parent !== null && context.lookupPublic(parent, item).length > 0) {
    const source = pathText(parentPath);
    return [
      `\`${item}\` is declared in module \`${source}\`: write \`import ${source}.{${item}};\`.`,
    ];
  }
  return didYouMean(written, importableNames(context));
}

/** All modules that an import here can lead to, as it would write them. */
function importableNames(context: ImportContext): readonly string[] {
  const { prefix, dependencies, strangers } = context.scope;
  return context.allModules().flatMap((module) => {
    const root = module.slice(0, Math.max(0, module.indexOf('.')));
    if (root === standardLibrary || dependencies.includes(root)) return [module];
    if (prefix === '') return strangers.includes(root) ? [] : [module];
    return module.startsWith(prefix) ? [module.slice(prefix.length)] : [];
  });
}

function pathText(path: readonly Name[]): string {
  return path.map((name) => name.text).join('.');
}

function checkItem(context: ImportContext, decl: DeclId, module: ModuleId, name: Name): void {
  if (name.text === '' || context.lookupPublic(module, name.text).length > 0) return;
  const hidden = context.lookup(module, name.text).some((binding) => isDeclaredIn(binding, module));
  report(
    context,
    decl,
    name,
    hidden
      ? privateMistake(module, name.text)
      : {
          code: 'E0221',
          message: `Module \`${module}\` has no \`${name.text}\``,
          notes: didYouMean(name.text, context.publicNames(module)),
        },
  );
}

/** A name is bound by one import only; the second one is the mistake. */
function checkDistinct(context: ImportContext, decl: DeclId, syntax: ImportSyntax): void {
  const bound = syntax.items?.map(({ name, alias }) => alias ?? name) ?? [
    syntax.alias ?? syntax.path.at(-1),
  ];
  const earlier = new Map<string, DeclId>();
  for (const entry of context.importTable(moduleOf(decl))) {
    if (entry.decl === decl) break;
    if (!earlier.has(entry.name)) earlier.set(entry.name, entry.decl);
  }
  for (const name of bound) {
    if (name === undefined || name.text === '') continue;
    const first = earlier.get(name.text);
    if (first === undefined) {
      earlier.set(name.text, decl);
      continue;
    }
    report(context, decl, name, {
      code: 'E0224',
      message: `\`${name.text}\` is imported more than once`,
      notes: ['Leave one of the imports out, or give one of them another name with `as`.'],
      labels: first === decl ? [] : [{ span: nameSpan(first), message: 'imported here before' }],
    });
  }
}

function rangeOf(path: readonly Name[]): Range | undefined {
  const first = path[0];
  const last = path.at(-1);
  return first && last && { from: first.from, to: last.to };
}

function report(
  context: ImportContext,
  decl: DeclId,
  range: Range,
  what: Omit<Mistake, 'span'>,
): void {
  context.report(mistake({ ...what, span: tokenSpan(decl, range.from, range.to) }));
}
