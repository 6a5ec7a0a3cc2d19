/**
 * The history of builds: one row each, with what the build did. Only people look at it, so what is
 * damaged is left out and harms nothing. It is bounded by number and by bytes, and a single build
 * by bytes, too: the oldest go.
 */
import type { Fingerprint } from '../src/base/fingerprint.ts';
import type { BuildHistory, ExecutionRecord, InputChange } from '../src/query/build-history.ts';
import type { Cause } from '../src/query/events.ts';
import type { BuildRecord, NewBuild } from './cache.ts';
import { recordCheck } from './checksum.ts';
import type { Connection } from './connection.ts';

/** How many builds are remembered, and in how many bytes. */
export const BUILDS_KEPT: number = 1_000;
export const HISTORY_BYTES: number = 16 * 2 ** 20;

/** Characters of what is kept of one build: as much as lets at least some thirty be remembered. */
const MOST_OF_BUILD = 256 * 1024;

/** Newest first. */
export function readBuilds(connection: Connection, limit: number): readonly BuildRecord[] {
  const rows = connection.reader(SELECT_BUILDS).all(limit);
  return rows.flatMap(([id, record, check]) => {
    if (typeof id !== 'number' || typeof record !== 'string') return [];
    if (recordCheck(id, record) !== check) return [];
    return [{ id, ...(JSON.parse(record) as Omit<BuildRecord, 'id'>) }];
  });
}

export function readHistory(connection: Connection, id: number): BuildHistory | undefined {
  const row = connection.reader('SELECT history, history_check FROM build WHERE id = ?').get(id);
  const [text, check] = row ?? [];
  if (typeof text !== 'string' || recordCheck(id, text) !== check) return undefined;
  const stored = JSON.parse(text) as StoredHistory;
  return {
    ...stored,
    executions: stored.executions.map(decodeExecution),
    adopted: stored.adopted.map(([query, key, value]) => ({ query, key, value })),
  };
}

/** `tick` is the moment at which the build ended. */
export function writeBuild(connection: Connection, tick: number, build: NewBuild): void {
  const id = connection.number('SELECT coalesce(max(id), 0) + 1 FROM build');
  const { history: did, ...rest } = build;
  const record = JSON.stringify({ ...rest, executed: did.executed });
  const history = encodeHistory(did);
  const sizeBytes = Buffer.byteLength(record) + Buffer.byteLength(history);
  connection
    .writer(INSERT_BUILD)
    .run(
      id,
      tick,
      build.goal === 'build' ? 1 : 0,
      sizeBytes,
      recordCheck(id, record),
      recordCheck(id, history),
      record,
      history,
    );
  connection.writer('DELETE FROM build WHERE id <= ?').run(id - BUILDS_KEPT);
  connection.writer(DELETE_BEYOND).run(HISTORY_BYTES);
}

const SELECT_BUILDS = 'SELECT id, record, row_check FROM build ORDER BY id DESC LIMIT ?';

const INSERT_BUILD = `INSERT INTO build
  (id, tick, is_build, size_bytes, row_check, history_check, record, history)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

/** All before those newest ones that fit. */
const DELETE_BEYOND = `DELETE FROM build WHERE id <= (
  SELECT max(id) FROM (
    SELECT id, sum(size_bytes) OVER (ORDER BY id DESC) AS total FROM build
  ) WHERE total > ?)`;

interface StoredHistory {
  readonly executed: number;
  readonly adopted: readonly StoredAdoption[];
  readonly changes: readonly InputChange[];
  readonly executions: readonly StoredExecution[];
}

type StoredAdoption = readonly [query: string, key: string, value: Fingerprint];

/** An `ExecutionRecord`, without names of fields; the last three are those of the cause. */
type StoredExecution = readonly [
  query: string,
  key: string,
  microseconds: number,
  unchanged: 0 | 1,
  value: Fingerprint | null,
  cause: Cause['kind'],
  causeQuery?: string,
  causeKey?: string,
  causeChannel?: 'value' | 'reports',
];

/** Leaves out the newest executions, and then changes, where there is too much. */
function encodeHistory({ changes, executions, executed, adopted }: BuildHistory): string {
  const shown = fitting(changes.map((change) => JSON.stringify(change)));
  const again = fitting(
    adopted.map(({ query, key, value }) => JSON.stringify([query, key, value])),
    MOST_OF_BUILD / 4,
  );
  const room = MOST_OF_BUILD - shown.length - again.length;
  const ran = fitting(
    executions.map((each) => JSON.stringify(encodeExecution(each))),
    room,
  );
  return `{"executed":${executed},"changes":[${shown.text}],"executions":[${ran.text}],"adopted":[${again.text}]}`;
}

function fitting(
  texts: readonly string[],
  room: number = MOST_OF_BUILD / 2,
): { readonly text: string; readonly length: number } {
  let length = 0;
  const count = texts.findIndex((text) => {
    length += text.length + 1;
    return length > room;
  });
  const text = texts.slice(0, count < 0 ? texts.length : count).join(',');
  return { text, length: text.length };
}

function encodeExecution(record: ExecutionRecord): StoredExecution {
  const { query, key, microseconds, unchanged, value, cause } = record;
  const head = [query, key, microseconds, unchanged ? 1 : 0, value ?? null, cause.kind] as const;
  if (cause.kind !== 'changed') return head;
  const { dependency, channel } = cause;
  return [...head, dependency.query, dependency.key, channel];
}

function decodeExecution(stored: StoredExecution): ExecutionRecord {
  const [query, key, microseconds, unchanged, value, kind, onQuery, onKey, channel] = stored;
  const cause: Cause =
    kind === 'changed'
      ? {
          kind,
          dependency: { query: onQuery ?? '', key: onKey ?? '' },
          channel: channel ?? 'value',
        }
      : { kind };
  return {
    query,
    key,
    cause,
    microseconds,
    unchanged: unchanged === 1,
    ...(value !== null && { value }),
  };
}
