/**
 * A look at a project's cache beside whoever writes to it: no lock, nothing is changed, and inputs
 * are as of the last build. What is out of date or missing is computed in memory and forgotten.
 */
import type { Cache } from '../../cache/cache.ts';
import type { ObjectStore } from '../../cache/objects.ts';
import { openObjects } from '../../cache/objects.ts';
import { openCache } from '../../cache/open.ts';
import { allQueries, isRetained } from '../compiler/catalogue.ts';
import { createEngine } from '../query/engine.ts';
import type { Engine } from '../query/engine-api.ts';
import type { SessionOptions } from './session.ts';
import { engineVersion } from './session.ts';

export interface CacheReader {
  readonly engine: Engine;
  readonly cache: Cache;
  readonly objects: ObjectStore;
  close(): void;
}

/** A cache that is not there, or that another boltd made, reads as empty. */
export function openReader({
  host,
  paths,
  compiler,
  onNotice,
}: Pick<SessionOptions, 'host' | 'paths' | 'compiler' | 'onNotice'>): CacheReader {
  const cache = openCache({
    folder: paths.cache,
    identity: { engine: engineVersion, compiler },
    access: { kind: 'readonly' },
    onNotice,
  });
  const engine = createEngine({
    store: cache,
    queries: allQueries,
    retains: isRetained,
    now: () => host.monotonicUs(),
  });
  return { engine, cache, objects: openObjects(paths.cache), close: () => cache.close() };
}
