/**
 * From units to files: a module's text, its object, the libraries of the dev profile, the executable.
 * Results of the external queries are names in the object store: fingerprints of bytes.
 */
import type { Fingerprint } from '../../base/fingerprint.ts';
import type { Brand, ModuleId } from '../../base/ids.ts';
import { present } from '../../base/invariant.ts';
import type { Ordinal } from '../../base/span.ts';
import { fieldKey } from '../../ir/references.ts';
import type { UnitKey } from '../../ir/unit-key.ts';
import { parseUnitKey } from '../../ir/unit-key.ts';
import type { ModulePart } from '../../llvm/assemble.ts';
import { assembleModule } from '../../llvm/assemble.ts';
import type { ClassShape } from '../../llvm/debug-types.ts';
import type { ObjectOrder, ObjectResult, Profile, Sanitizer } from '../../llvm/protocol.ts';
import type { SitePosition } from '../../llvm/site-table.ts';
import type { DerivedQuery, ExternalQuery, InputQuery, QueryContext } from '../../query/query.ts';
import type { ClassType } from '../../sema/type.ts';
import { shownName, typeKey } from '../../sema/type-key.ts';
import { siteOf } from '../../syntax/positions.ts';
import type { ShardId } from '../shard.ts';
import { allShards } from '../shard.ts';
import { fragmentQuery } from './code.ts';
import { positionsInput } from './inputs.ts';
import { classKey, classLayoutQuery, concreteFields } from './layouts.ts';
import { shardModulesInput } from './program.ts';
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

/** What the code generator, the linkers, and what sanitized programs contain are; changes when they do. */
export const toolchainInput: InputQuery<'emit' | 'link' | 'sanitize', string> = {
  kind: 'input',
  name: 'toolchain',
  absent: '',
};

/** A module's LLVM IR with its positions: what becomes one object. Null where mistakes leave it without. */
export const moduleTextQuery: DerivedQuery<ModuleId, string | null> = {
  kind: 'derived',
  name: 'moduleText',
  storage: 'fingerprint',
  execute(context, module) {
    const units = context.get(codeUnitsQuery, module);
    if (units === null) return null;
    const parts = units.map((key) => partOf(context, key));
    return assembleModule(module, parts);
  },
};

function partOf(context: QueryContext, key: UnitKey): ModulePart {
  const fragment = context.get(fragmentQuery, key);
  const unit = parseUnitKey(key);
  if (unit.kind === 'class') return { fragment, sites: [], shape: classShape(context, unit.type) };
  const known = context.get(positionsInput, unit.decl);
  const positions = present(known ?? undefined, `positions of ${unit.decl}`);
  const locate = (ordinal: Ordinal): SitePosition => siteOf(positions, ordinal);
  const source = { name: shownName(unit.decl), start: locate(positions.name), locate };
  return { fragment, sites: fragment.sites.map(locate), source };
}

function classShape(context: QueryContext, type: ClassType): ClassShape {
  const key = classKey(type);
  const layout = context.get(classLayoutQuery, key);
  const { sizeBytes, offsets } = present(layout ?? undefined, `layout of ${key}`);
  const fields = concreteFields(context, type).map((field) => ({
    name: field.name,
    type: typeKey(field.type),
    offsetBytes: present(offsets[fieldKey(field)], `offset of ${field.name}`),
  }));
  return { key, sizeBytes, fields };
}

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
    const ir = context.get(moduleTextQuery, module);
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
    objects: context
      .get(shardModulesInput, shard)
      .map((module) => context.get(objectQuery, objectKey(module, 'dev')).fingerprint),
    toolchain: context.get(toolchainInput, 'link'),
  }),
};

export type ExecutableOrder =
  /** Loads the libraries of these shards; does not change when their contents do. */
  | { readonly profile: 'dev'; readonly shards: readonly ShardId[]; readonly toolchain: string }
  /** Contains everything. */
  | {
      readonly profile: Profile;
      readonly objects: readonly Fingerprint[];
      readonly toolchain: string;
      readonly sanitizer?: Sanitizer;
    };

/** How an executable is put together: from shards, or whole from objects of a variant. */
export type ExecutableKey = 'sharded' | `whole@${CodeVariant}`;

export function variantOf(key: ExecutableKey): CodeVariant {
  return key === 'sharded' ? 'dev' : (key.slice('whole@'.length) as CodeVariant);
}

export const executableQuery: ExternalQuery<ExecutableKey, ExecutableOrder, Blob> = {
  kind: 'external',
  name: 'executable',
  prepare(context, key) {
    const toolchain = context.get(toolchainInput, 'link');
    const modules = allShards.map((shard) => context.get(shardModulesInput, shard));
    if (key === 'sharded') {
      const shards = allShards.filter((_, index) => (modules[index] ?? []).length > 0);
      return { profile: 'dev', shards, toolchain };
    }
    const variant = variantOf(key);
    const objects = modules
      .flat()
      .sort()
      .map((module) => context.get(objectQuery, objectKey(module, variant)).fingerprint);
    const sanitizer = sanitizerOf(variant);
    const profile = profileOf(variant);
    if (sanitizer === undefined) return { profile, objects, toolchain };
    const all = `${toolchain} ${context.get(toolchainInput, 'sanitize')}`;
    return { profile, objects, toolchain: all, sanitizer };
  },
};

/** The queries whose values are files in the object store. */
export const blobQueries: readonly string[] = [objectQuery, libraryQuery, executableQuery].map(
  (query) => query.name,
);
