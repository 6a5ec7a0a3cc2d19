/**
 * A new database with the part of a cache that its last builds used: what holds, what became out of date
 * since, and all inputs, each with its current trace. Older traces stay behind, as does what none of those
 * builds asked for. Nothing in it depends on where the project lies or when its files were written.
 */
import Database from 'better-sqlite3';
import type { Fingerprint } from '../src/base/fingerprint.ts';
import { Connection, PAGE_SIZE_BYTES } from './connection.ts';
import { QueryNames } from './counters.ts';
import { namedObjects } from './named-objects.ts';
import { readFiles, writeFiles } from './records.ts';
import { createSchema } from './schema.ts';
import { verifyDatabase } from './verify.ts';

/** How many builds count as the last ones. */
const LAST_BUILDS = 3;

export interface ExtractOptions {
  readonly schema: string;
  readonly meta: ReadonlyMap<string, string>;
  /** Queries whose values name an object. */
  readonly blobQueries: readonly string[];
}

export interface Extracted {
  readonly nodes: number;
  /** Sorted. */
  readonly objects: readonly Fingerprint[];
}

/** `path` must not exist; the file there is complete in itself. */
export function extract(source: Connection, path: string, options: ExtractOptions): Extracted {
  const database = new Database(path);
  const target = new Connection(database);
  try {
    database.pragma(`page_size = ${PAGE_SIZE_BYTES}`);
    database.pragma('journal_mode = OFF');
    database.pragma('synchronous = OFF');
    // No byte of a page is left to chance.
    database.pragma('secure_delete = ON');
    createSchema(target, options.schema, options.meta);
    const nodes = database.transaction(() => copy(source, target))();
    verifyDatabase(target);
    const named = namedObjects(target, new QueryNames(target), options.blobQueries);
    const objects = [...new Set(named.map(({ fingerprint }) => fingerprint))].sort();
    return { nodes, objects };
  } finally {
    target.close();
  }
}

/** From one state of the source, whoever writes to it meanwhile; the number of nodes. */
function copy(source: Connection, target: Connection): number {
  return source.database.transaction(() => {
    const { nodes, traces } = lastUsed(source);
    copyRows(source, target, 'query');
    copyRows(source, target, 'build');
    copyRows(source, target, 'node', ([number]) => nodes.has(number));
    copyRows(source, target, 'trace', ([id]) => traces.has(id));
    copyRows(source, target, 'edge', (edge) => edge.every((number) => nodes.has(number)));
    const counter = source.reader('SELECT next_number, tick FROM counter').get() ?? [];
    target.writer('UPDATE counter SET next_number = ?, tick = ?').run(...counter);
    // Whoever has these files compares their bytes.
    const unseen = { mtimeNs: '0', inode: '0', trusted: false };
    writeFiles(
      target,
      readFiles(source).map((file) => ({ ...file, ...unseen })),
    );
    return nodes.size;
  })();
}

interface Used {
  readonly nodes: ReadonlySet<unknown>;
  /** Their current ones. */
  readonly traces: ReadonlySet<unknown>;
}

/** Inputs, what holds, and what was not out of date yet when the last builds began. */
function lastUsed(source: Connection): Used {
  const build = source.reader('SELECT tick FROM build ORDER BY id DESC LIMIT 1 OFFSET ?');
  const began = Number(build.get(LAST_BUILDS)?.[0] ?? 0);
  const nodes = new Set<unknown>();
  const traces = new Set<unknown>();
  for (const [number, trace] of source.reader(USED_NODES).iterate(began)) {
    nodes.add(number);
    traces.add(trace);
  }
  return { nodes, traces };
}

const USED_NODES = `SELECT node.number, trace.id FROM node
  JOIN trace ON trace.id BETWEEN node.number * 8 AND node.number * 8 + 7
    AND trace.used = node.current
  WHERE node.input <> 0 OR node.dirty = 0 OR node.dirty > ?`;

/** In the order of the primary key, with whatever columns there are. */
function copyRows(
  source: Connection,
  target: Connection,
  table: 'query' | 'build' | 'node' | 'trace' | 'edge',
  isWanted: (columns: readonly unknown[]) => boolean = () => true,
): void {
  // Generated columns are not among these.
  const columns = source.reader(`SELECT name FROM pragma_table_info('${table}')`).all().map(String);
  const names = columns.join(', ');
  const insert = target.writer(
    `INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  for (const row of source.reader(`SELECT ${names} FROM ${table} ORDER BY 1, 2`).iterate()) {
    if (isWanted(row)) insert.run(...row);
  }
}
