/** What the results in a cache took to compute. Looks at all of it. */
import { openCache } from '../../cache/open.ts';
import { cacheIdentity } from '../build/session.ts';
import { compilerFingerprint } from './version.ts';

/** Microseconds of all results that hold. */
export function costOfCache(folder: string): number {
  const identity = cacheIdentity(compilerFingerprint);
  const cache = openCache({ folder, identity, access: { kind: 'readonly' } });
  try {
    return cache.summary().costUs;
  } finally {
    cache.close();
  }
}
