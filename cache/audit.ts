/**
 * Looks at every byte of a cache: what opening it verifies after a stop that was not in order, and beyond
 * that the values, which a build compares with their fingerprints as it reads them, and the objects. What is
 * damaged is forgotten.
 */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { fingerprintOf } from '../src/base/fingerprint.ts';
import type { CacheIdentity } from './cache.ts';
import { evictValue } from './collect.ts';
import type { Connection } from './connection.ts';
import { connectForReading, connectForWriting } from './connection.ts';
import { translateError } from './errors.ts';
import type { CacheLock } from './lock.ts';
import { openObjects } from './objects.ts';
import { databasePath, openCache } from './open.ts';
import { expectedMeta, readSchema, unfitness } from './schema.ts';
import { breakSeal, seal } from './seal.ts';

export interface AuditOptions {
  readonly lock: CacheLock;
  readonly identity: CacheIdentity;
}

export type AuditResult =
  | ({ readonly kind: 'audited' } & Audit)
  /** Made with another version of something: the next build replaces it. */
  | { readonly kind: 'foreign'; readonly property: string };

export interface Audit {
  /** What was wrong, a sentence each; it is mended. */
  readonly findings: readonly string[];
  readonly values: number;
  readonly objects: number;
}

export function auditCache({ lock, identity }: AuditOptions): AuditResult {
  const foreign = foreignProperty(databasePath(lock.folder), identity);
  return foreign === undefined
    ? { kind: 'audited', ...audit({ lock, identity }) }
    : { kind: 'foreign', property: foreign };
}

function foreignProperty(path: string, identity: CacheIdentity): string | undefined {
  if (!existsSync(path)) return undefined;
  let connection: Connection | undefined;
  try {
    connection = connectForReading(path);
    const unfit = unfitness(connection, expectedMeta(identity, readSchema(undefined)));
    return unfit?.kind === 'foreign' ? unfit.property : undefined;
  } catch (error) {
    if (error instanceof Database.SqliteError) return undefined; // Damaged: opening it will say so.
    throw error;
  } finally {
    connection?.close();
  }
}

function audit({ lock, identity }: AuditOptions): Audit {
  const { folder } = lock;
  const findings: string[] = [];
  const path = databasePath(folder);
  breakSeal(path);
  // Without a seal all rows are verified.
  const access = { kind: 'write', lock } as const;
  openCache({ folder, identity, access, onNotice: (notice) => findings.push(notice) }).close();
  try {
    const values = auditValues(path);
    if (values.damaged > 0)
      findings.push(`Values that were damaged and are computed again: ${values.damaged}`);
    const objects = openObjects(folder);
    const names = [...objects.sizes().keys()];
    const damaged = names.filter((name) => !objects.verify(name)).length;
    if (damaged > 0) findings.push(`Objects that were damaged and are made again: ${damaged}`);
    return { findings, values: values.all, objects: names.length };
  } catch (error) {
    throw translateError(error);
  }
}

function auditValues(path: string): { readonly all: number; readonly damaged: number } {
  breakSeal(path);
  const connection = connectForWriting(path, undefined);
  try {
    let all = 0;
    const damaged: number[] = [];
    const rows = connection.reader(
      'SELECT id, lower(hex(substr(fingerprints, 1, 16))), value_text FROM trace WHERE value_text IS NOT NULL',
    );
    for (const [id, fingerprint, text] of rows.iterate()) {
      all += 1;
      if (fingerprintOf(String(text)) !== fingerprint) damaged.push(Number(id));
    }
    connection.database.transaction(() => {
      for (const id of damaged) evictValue(connection, id);
    })();
    connection.database.pragma('wal_checkpoint(TRUNCATE)');
    connection.close();
    seal(path, true);
    return { all, damaged: damaged.length };
  } catch (error) {
    connection.close();
    throw error;
  }
}
