/**
 * What names mean at the top level of a module. Own declarations shadow imports, imports shadow the
 * prelude. Every step is a query for one name, so a new declaration concerns only who asks for its
 * name.
 */

import type { DeclId, ModuleId } from '../../base/ids.ts';
import { moduleId } from '../../base/ids.ts';
import type { DerivedQuery, QueryContext } from '../../query/query.ts';
import type { Binding } from '../../sema/context.ts';
import type { ImportEntry, PackageScope } from '../../sema/imports.ts';
import { importEntries } from '../../sema/imports.ts';
import type { TypeParameter } from '../../sema/model.ts';
import type { DeclKind } from '../../syntax/outline.ts';
import type { NameEntry, NameKey } from './inputs.ts';
import {
  importsInput,
  modulePathInput,
  nameKey,
  namesInput,
  outlineInput,
  packagesInput,
  splitNameKey,
} from './inputs.ts';
import { signatureSyntaxQuery } from './syntax.ts';

/** Its public declarations are in scope everywhere, where the program has this module. */
const prelude = moduleId('std.prelude');

/** What a module's imports may lead to. */
export const packageQuery: DerivedQuery<ModuleId, PackageScope> = {
  kind: 'derived',
  name: 'package',
  storage: 'value',
  execute(context, module) {
    // The library is what it is, whatever the program.
    if (module.startsWith('std.') && context.get(modulePathInput, module)?.startsWith('<std>/')) {
      return { prefix: 'std.', dependencies: [], strangers: [] };
    }
    const packages = context.get(packagesInput, '');
    const own =
      packages.find(({ prefix }) => prefix !== '' && module.startsWith(prefix)) ??
      packages.find(({ prefix }) => prefix === '');
    const dependencies = own?.dependencies ?? [];
    const strangers = packages
      .filter(({ name, prefix }) => prefix !== '' && !dependencies.includes(name))
      .map(({ name }) => name);
    return { prefix: own?.prefix ?? '', dependencies, strangers };
  },
};

/** All names that a module's imports bind, in textual order. */
export const importTableQuery: DerivedQuery<ModuleId, readonly ImportEntry[]> = {
  kind: 'derived',
  name: 'importTable',
  storage: 'value',
  execute: (context, module) =>
    context.get(importsInput, module).flatMap((decl) => {
      const syntax = context.get(signatureSyntaxQuery, decl);
      if (syntax.kind !== 'import') return [];
      return importEntries(context.get(packageQuery, module), decl, syntax);
    }),
};

/** What a module's imports make of a name. */
export const importedNameQuery: DerivedQuery<NameKey, readonly Binding[]> = {
  kind: 'derived',
  name: 'importedName',
  storage: 'value',
  execute(context, key) {
    const { module, name } = splitNameKey(key);
    const entry = context
      .get(importTableQuery, module)
      .find((candidate) => candidate.name === name);
    return entry === undefined ? [] : importedBindings(context, module, entry);
  },
};

/** What a name means in a module. */
export const lookupQuery: DerivedQuery<NameKey, readonly Binding[]> = {
  kind: 'derived',
  name: 'lookup',
  storage: 'value',
  execute(context, key) {
    const own = context.get(namesInput, key).flatMap(bindingOf);
    if (own.length > 0) return own;
    const imported = context.get(importedNameQuery, key);
    if (imported.length > 0) return imported;
    return context.get(exportedQuery, nameKey(prelude, splitNameKey(key).name));
  },
};

/** What a name of a module means for other modules: its public declarations. */
export const exportedQuery: DerivedQuery<NameKey, readonly Binding[]> = {
  kind: 'derived',
  name: 'exported',
  storage: 'value',
  execute: (context, key) =>
    context
      .get(namesInput, key)
      .filter((entry) => entry.isPublic)
      .flatMap(bindingOf),
};

/** All names that a module's code may use, sorted; for suggestions. */
export const namesInScopeQuery: DerivedQuery<ModuleId, readonly string[]> = {
  kind: 'derived',
  name: 'namesInScope',
  storage: 'value',
  execute(context, module) {
    const own = context.get(outlineInput, module).filter(isItem);
    const imported = context.get(importTableQuery, module);
    const common = context.get(publicNamesQuery, prelude);
    const names = [
      ...own.map((entry) => entry.name),
      ...imported.map((entry) => entry.name),
      ...common,
    ];
    return [...new Set(names)].sort();
  },
};

/** The names of a module's public declarations, sorted; for suggestions. */
export const publicNamesQuery: DerivedQuery<ModuleId, readonly string[]> = {
  kind: 'derived',
  name: 'publicNames',
  storage: 'value',
  execute(context, module) {
    const entries = context.get(outlineInput, module).filter(isItem);
    return [
      ...new Set(entries.filter((entry) => entry.isPublic).map((entry) => entry.name)),
    ].sort();
  },
};

/** The type parameters of a class, struct, alias or union, or the names an `implement` gives them; empty for everything else. */
export const typeParametersQuery: DerivedQuery<DeclId, readonly TypeParameter[]> = {
  kind: 'derived',
  name: 'typeParameters',
  storage: 'value',
  execute(context, decl) {
    const syntax = context.get(signatureSyntaxQuery, decl);
    switch (syntax.kind) {
      case 'class':
      case 'struct':
      case 'type':
      case 'implement':
        return syntax.typeParameters.map(({ name }) => ({ name: name.text }));
      default:
        return [];
    }
  },
};

/** The declarations of `main` in a module, in textual order; a program starts at the only one. */
export const mainsQuery: DerivedQuery<ModuleId, readonly DeclId[]> = {
  kind: 'derived',
  name: 'mains',
  storage: 'value',
  execute: (context, module) =>
    context
      .get(namesInput, nameKey(module, 'main'))
      .filter((entry) => entry.kind === 'main')
      .map((entry) => entry.id),
};

/** What `entry` of `importer` binds; broken where the module, or the item in it, cannot be had. */
function importedBindings(
  context: QueryContext,
  importer: ModuleId,
  { module, item }: ImportEntry,
): readonly Binding[] {
  if (module === null || module === importer) return [broken];
  if (context.get(modulePathInput, module) === null) return [broken];
  if (item === null) return [{ kind: 'module', module }];
  const exported = context.get(exportedQuery, nameKey(module, item));
  return exported.length === 0 ? [broken] : exported;
}

const broken: Binding = { kind: 'broken' };

function bindingOf({ id, kind }: NameEntry): readonly Binding[] {
  if (kind === 'main' || kind === 'implement') return [];
  return [{ kind: kind === 'extern' ? 'function' : kind, decl: id }];
}

/** Whether the declaration is one that its name can be written for. */
function isItem({ kind }: { readonly kind: DeclKind }): boolean {
  switch (kind) {
    case 'function':
    case 'class':
    case 'struct':
    case 'type':
    case 'constant':
    case 'global':
    case 'extern':
      return true;
    default:
      return false;
  }
}
