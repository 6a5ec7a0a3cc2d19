/**
 * How large things are: bytes of machine code and data by module and declaration, as the last build
 * made them, and bytes that the cache keeps for them.
 */
import { readFileSync } from 'node:fs';
import { selectFromCache } from '../../../cache/select.ts';
import type { Fingerprint } from '../../base/fingerprint.ts';
import type { ModuleId } from '../../base/ids.ts';
import { readSymbolSizes } from '../../build/elf-symbols.ts';
import { isStandard } from '../../compiler/shard.ts';
import type { Profile } from '../../llvm/protocol.ts';
import type { Asking } from './asking.ts';
import { declarationOf, moduleOfKey } from './owner.ts';

export interface Size {
  readonly name: string;
  /** Of functions, in the object; instances of generic code count where they are used. */
  readonly codeBytes: number;
  readonly dataBytes: number;
  /** Of current results. */
  readonly cacheBytes: number;
}

export interface Sizes {
  readonly modules: readonly (Size & { readonly objectBytes: number })[];
  readonly declarations: readonly Size[];
  readonly databaseBytes: number;
  /** Modules whose object is not there: not built in this profile, or not since the last edit. */
  readonly missing: readonly string[];
}

export function measureSizes(
  { cache, objects, paths }: Pick<Asking, 'cache' | 'objects' | 'paths'>,
  profile: Profile,
): Sizes {
  const modules = new Map<string, Counter>();
  const declarations = new Map<string, Counter>();
  const missing: string[] = [];
  for (const [key, bytes] of cacheBytesByKey(paths.cache)) {
    const declaration = declarationOf(key);
    if (declaration !== undefined) counterOf(declarations, declaration).cacheBytes += bytes;
    const module = moduleOfKey(key);
    if (module !== undefined) counterOf(modules, module).cacheBytes += bytes;
  }
  const standard = new Set(standardModules(paths.cache));
  const isOfProgram = (module: string): boolean =>
    !isStandard(module as ModuleId) || standard.has(module);
  const known = new Set(knownModules(paths.cache).filter(isOfProgram));
  for (const module of modules.keys()) if (!known.has(module)) modules.delete(module);
  for (const name of declarations.keys()) {
    if (!known.has(moduleOfKey(name) ?? '')) declarations.delete(name);
  }
  for (const { module, fingerprint, sizeBytes } of objectsOf(paths.cache, profile)) {
    if (!isOfProgram(module)) continue;
    const counter = counterOf(modules, module);
    counter.objectBytes += sizeBytes;
    known.delete(module);
    if (objects.sizeOf(fingerprint) !== sizeBytes) {
      missing.push(module);
      continue;
    }
    for (const symbol of readSymbolSizes(readFileSync(objects.pathOf(fingerprint)))) {
      const field = symbol.isCode ? 'codeBytes' : 'dataBytes';
      counter[field] += symbol.sizeBytes;
      const declaration = declarationOf(symbol.name);
      if (declaration !== undefined) {
        counterOf(declarations, declaration)[field] += symbol.sizeBytes;
      }
    }
  }
  return {
    modules: sorted(modules),
    declarations: sorted(declarations).map(({ objectBytes: _, ...size }) => size),
    databaseBytes: cache.sizeBytes(),
    missing: [...missing, ...known].sort(),
  };
}

interface Counter {
  codeBytes: number;
  dataBytes: number;
  objectBytes: number;
  cacheBytes: number;
}

function counterOf(counters: Map<string, Counter>, name: string): Counter {
  let counter = counters.get(name);
  if (counter === undefined) {
    counter = { codeBytes: 0, dataBytes: 0, objectBytes: 0, cacheBytes: 0 };
    counters.set(name, counter);
  }
  return counter;
}

function sorted(
  counters: ReadonlyMap<string, Counter>,
): readonly (Size & { readonly objectBytes: number })[] {
  return [...counters]
    .map(([name, counter]) => ({ name, ...counter }))
    .sort(
      (a, b) =>
        b.codeBytes - a.codeBytes || b.cacheBytes - a.cacheBytes || (a.name < b.name ? -1 : 1),
    );
}

function cacheBytesByKey(folder: string): readonly (readonly [string, number])[] {
  const { rows } = selectFromCache({
    folder,
    sql: 'SELECT key, sum(size_bytes) FROM v_memos GROUP BY key',
    maxRows: mostRows,
  });
  return rows.map(([key, bytes]) => [String(key), Number(bytes ?? 0)]);
}

function knownModules(folder: string): readonly string[] {
  const sql = 'SELECT module FROM v_files WHERE module IS NOT NULL';
  return selectFromCache({ folder, sql, maxRows: mostRows }).rows.map(([module]) => String(module));
}

/** Modules of the library that the program uses; the cache has the others too, from the installation. */
function standardModules(folder: string): readonly string[] {
  const sql = `SELECT module.value FROM v_memos, json_each(v_memos.value) AS module
    WHERE query = 'standardModules' AND v_memos.value IS NOT NULL`;
  return selectFromCache({ folder, sql, maxRows: mostRows }).rows.map(([module]) => String(module));
}

interface StoredObject {
  readonly module: string;
  readonly fingerprint: Fingerprint;
  readonly sizeBytes: number;
}

function objectsOf(folder: string, profile: Profile): readonly StoredObject[] {
  const { rows } = selectFromCache({
    folder,
    sql: `SELECT key, value ->> '$.fingerprint', value ->> '$.sizeBytes' FROM v_memos
      WHERE query = 'object' AND value IS NOT NULL AND dirty = 0 ORDER BY key`,
    maxRows: mostRows,
  });
  return rows.flatMap(([key, fingerprint, sizeBytes]) => {
    const [module = '', made] = String(key).split('@');
    if (made !== profile) return [];
    return [
      { module, fingerprint: String(fingerprint) as Fingerprint, sizeBytes: Number(sizeBytes) },
    ];
  });
}

const mostRows = 1_000_000;
