/**
 * From units to files: a module's text, its object, the libraries of the dev profile, the executable.
 * Results of the external queries are names in the object store: fingerprints of bytes.
 */
import type { Fingerprint } from '../../base/fingerprint.ts';
import type { Brand, ModuleId } from '../../base/ids.ts';
import type { ObjectOrder, ObjectResult, Profile, Sanitizer } from '../../llvm/protocol.ts';
import type { DerivedQuery, ExternalQuery } from '../../query/query.ts';
import type { ShardId } from '../shard.ts';
import { allShards } from '../shard.ts';
import { importedUnitsQuery } from './imported-code.ts';
import { textOfUnits } from './module-text.ts';
import { modulesOfShard } from './standard.ts';
import { testObjectKeys, testObjectQuery } from './tests.ts';
import { linkedLibrariesInput, toolchainInput } from './toolchain.ts';
import { codeUnitsQuery } from './units.ts';

/** How code is made: optimised or not, and what watches it as it runs. */
export type CodeVariant = Profile | `${Profile}+${Sanitizer}`;

export function profileOf(variant: CodeVariant): Profile {
  return variant.startsWith('release') ? 'release' : 'dev';
}

export function sanitizerOf(variant: CodeVariant): Sanitizer | undefined {
  return variant.endsWith('+thread') ? 'thread' : undefined;
}

/** `<module>@<variant>`. */
export type ObjectKey = Brand<string, 'ObjectKey'>;

export function objectKey(module: ModuleId, variant: CodeVariant): ObjectKey {
  return `${module}@${variant}` as ObjectKey;
}

/** A file in the object store. */
export type Blob = ObjectResult;

/** A module's LLVM IR with its positions: what becomes one object. Null where mistakes leave it without. */
export const moduleTextQuery: DerivedQuery<ModuleId, string | null> = {
  kind: 'derived',
  name: 'moduleText',
  storage: 'fingerprint',
  execute(context, module) {
    const units = context.get(codeUnitsQuery, module);
    if (units === null) return null;
    return textOfUnits(context, { name: module, units });
  },
};

/** The same with small functions of other modules in it, which are to be inlined. */
export const optimisedTextQuery: DerivedQuery<ModuleId, string | null> = {
  kind: 'derived',
  name: 'optimisedText',
  storage: 'fingerprint',
  execute(context, module) {
    const units = context.get(codeUnitsQuery, module);
    if (units === null) return null;
    const imported = context.get(importedUnitsQuery, module);
    return textOfUnits(context, { name: module, units, imported });
  },
};

export const objectQuery: ExternalQuery<ObjectKey, ObjectOrder | null, Blob> = {
  kind: 'external',
  name: 'object',
  prepare(context, key) {
    const at = key.lastIndexOf('@');
    const module = key.slice(0, at) as ModuleId;
    const variant = key.slice(at + 1) as CodeVariant;
    const sanitizer = sanitizerOf(variant);
    context.get(toolchainInput, 'emit');
    // Of a module with mistakes nothing else is looked at, build after build.
    if (context.get(codeUnitsQuery, module) === null) return null;
    const text = profileOf(variant) === 'release' ? optimisedTextQuery : moduleTextQuery;
    const ir = context.get(text, module);
    if (ir === null) return null;
    return {
      module,
      profile: profileOf(variant),
      ir,
      ...(sanitizer !== undefined && { sanitizer }),
    };
  },
};

export interface LibraryOrder {
  readonly shard: ShardId;
  /** Objects by fingerprint, in the order of their modules' names. */
  readonly objects: readonly Fingerprint[];
  readonly toolchain: string;
}

/** The shared library of a shard in the dev profile. */
export const libraryQuery: ExternalQuery<ShardId, LibraryOrder, Blob> = {
  kind: 'external',
  name: 'library',
  prepare: (context, shard) => ({
    shard,
    objects: modulesOfShard(context, shard).map(
      (module) => context.get(objectQuery, objectKey(module, 'dev')).fingerprint,
    ),
    toolchain: context.get(toolchainInput, 'link'),
  }),
};

export type ExecutableOrder =
  /** Loads the libraries of these shards; does not change when their contents do. */
  (
    | { readonly profile: 'dev'; readonly shards: readonly ShardId[]; readonly toolchain: string }
    /** Contains everything. */
    | {
        readonly profile: Profile;
        readonly objects: readonly Fingerprint[];
        readonly toolchain: string;
        readonly sanitizer?: Sanitizer;
      }
  ) & {
    /** C libraries, where there are some. */
    readonly libraries?: readonly string[];
  };

/** How an executable is put together: from shards, or whole from objects of a variant. */
export type ExecutableKey = 'sharded' | `whole@${CodeVariant}` | TestsKey;

/** Whole, with the tests, of which it runs one. */
export type TestsKey = `tests@${Profile}`;

/** `tests@` is as long as `whole@`. */
export function variantOf(key: ExecutableKey): CodeVariant {
  return key === 'sharded' ? 'dev' : (key.slice('whole@'.length) as CodeVariant);
}

export function isOfTests(key: ExecutableKey): key is TestsKey {
  return key.startsWith('tests@');
}

export const executableQuery: ExternalQuery<ExecutableKey, ExecutableOrder, Blob> = {
  kind: 'external',
  name: 'executable',
  prepare(context, key) {
    const toolchain = context.get(toolchainInput, 'link');
    const names = context.get(linkedLibrariesInput, '');
    const linked = names.length === 0 ? {} : { libraries: names };
    const modules = allShards.map((shard) => modulesOfShard(context, shard));
    if (key === 'sharded') {
      const shards = allShards.filter((_, index) => (modules[index] ?? []).length > 0);
      return { profile: 'dev', shards, toolchain, ...linked };
    }
    const variant = variantOf(key);
    const objects = modules
      .flat()
      .sort()
      .map((module) => context.get(objectQuery, objectKey(module, variant)).fingerprint);
    const sanitizer = sanitizerOf(variant);
    const profile = profileOf(variant);
    if (isOfTests(key)) {
      const tests = testObjectKeys(context, profile).map(
        (each) => context.get(testObjectQuery, each).fingerprint,
      );
      return { profile, objects: [...objects, ...tests], toolchain, ...linked };
    }
    if (sanitizer === undefined) return { profile, objects, toolchain, ...linked };
    const all = `${toolchain} ${context.get(toolchainInput, 'sanitize')}`;
    return { profile, objects, toolchain: all, sanitizer, ...linked };
  },
};

/** The queries whose values are files in the object store. */
export const blobQueries: readonly string[] = [
  objectQuery,
  testObjectQuery,
  libraryQuery,
  executableQuery,
].map((query) => query.name);
