/**
 * Finds schema.sql and makes a database after it; the schema's own text is the schema's version.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprintOf } from '../src/base/fingerprint.ts';
import { InternalError } from '../src/base/invariant.ts';
import type { CacheIdentity } from './cache.ts';
import type { Connection } from './connection.ts';

/** Version of the public views; docs/cache.md says what each version promises. */
const VIEWS_VERSION: number = 2;

/** `Bolt` in ASCII: what `file` and other tools know the database by. */
const APPLICATION_ID = 0x426f6c74;

export function readSchema(path: string | undefined): string {
  return readFileSync(path ?? join(packageRoot(), 'cache', 'schema.sql'), 'utf8');
}

/** What a cache has to say of itself to be used, in the order in which differences are reported. */
export function expectedMeta(identity: CacheIdentity, schema: string): ReadonlyMap<string, string> {
  return new Map([
    ['schema', fingerprintOf(schema)],
    ['engine', identity.engine],
    ['compiler', identity.compiler],
    ['platform', identity.platform ?? `${process.platform}-${process.arch}`],
    ['views', String(VIEWS_VERSION)],
  ]);
}

/** Fills an empty database. */
export function createSchema(
  connection: Connection,
  schema: string,
  meta: ReadonlyMap<string, string>,
): void {
  const { database } = connection;
  database.transaction(() => {
    database.exec(schema);
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${VIEWS_VERSION}`);
    const insert = database.prepare('INSERT INTO meta (name, value) VALUES (?, ?)');
    for (const [name, value] of meta) insert.run(name, value);
    insert.run('catalogue', catalogueOf(connection));
  })();
}

/**
 * Why a database cannot be used: it is empty, made by others, or its catalogue is not what was
 * written.
 */
export type Unfit =
  | { readonly kind: 'blank' }
  | { readonly kind: 'foreign'; readonly property: string }
  | { readonly kind: 'damaged' };

/** Undefined when the database is what `meta` asks for. */
export function unfitness(
  connection: Connection,
  meta: ReadonlyMap<string, string>,
): Unfit | undefined {
  const { database } = connection;
  const tables = database
    .prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'table'")
    .pluck();
  if (tables.get() === 0) return { kind: 'blank' };
  const rows = connection.reader('SELECT name, value FROM meta').all();
  const stored = new Map(rows.map(([name, value]) => [name, value]));
  for (const [name, value] of meta) {
    if (stored.get(name) !== value) return { kind: 'foreign', property: name };
  }
  return stored.get('catalogue') === catalogueOf(connection) ? undefined : { kind: 'damaged' };
}

/**
 * Fingerprint of the definitions as SQLite keeps them: a flipped bit there would change what rows mean.
 * Statistics, which a user's ANALYZE makes, do not.
 */
function catalogueOf(connection: Connection): string {
  const rows = connection.reader(`SELECT type, name, tbl_name, sql FROM sqlite_schema
    WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name`);
  return fingerprintOf(JSON.stringify(rows.all()));
}

/** The nearest folder above this code, bundled or not, that has a package.json. */
function packageRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new InternalError(`No package.json above ${start}`);
  }
}
