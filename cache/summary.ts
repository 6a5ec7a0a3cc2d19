/** Figures of a whole cache, for people. */
import type { CacheSummary } from './cache.ts';
import type { Connection } from './connection.ts';

export function summarize(connection: Connection): CacheSummary {
  const [nodes = 0, inputs = 0, dirtyMemos = 0] = numbers(
    connection,
    'SELECT count(*), total(input), total(dirty <> 0 AND input = 0) FROM node',
  );
  const [costUs = 0] = numbers(
    connection,
    `SELECT total(trace.microseconds) FROM node
      JOIN trace ON trace.id BETWEEN node.number * 8 AND node.number * 8 + 7
        AND trace.used = node.current
      WHERE node.dirty = 0`,
  );
  const [traces = 0] = numbers(connection, 'SELECT count(*) FROM trace');
  return { inputs, memos: nodes - inputs, dirtyMemos, olderTraces: traces - nodes, costUs };
}

function numbers(connection: Connection, sql: string): readonly number[] {
  return (connection.reader(sql).get() ?? []).map(Number);
}
