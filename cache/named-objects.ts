/** Which results name which objects: the values of some queries are `{fingerprint, sizeBytes}`. */
import type { Fingerprint } from '../src/base/fingerprint.ts';
import type { NodeNumber } from '../src/query/store.ts';
import type { Connection } from './connection.ts';
import type { QueryNames } from './counters.ts';

/** A trace whose value names an object. */
export interface NamedObject {
  readonly fingerprint: Fingerprint;
  /** Of the trace. */
  readonly id: number;
  readonly node: NodeNumber;
  readonly isCurrent: boolean;
  /** Of the node: 0, or the tick at which it became dirty. */
  readonly dirty: number;
  readonly microseconds: number;
}

/** Sorted by trace. A value that cannot be read names nothing. */
export function namedObjects(
  connection: Connection,
  names: QueryNames,
  queries: readonly string[],
): readonly NamedObject[] {
  const found: NamedObject[] = [];
  for (const query of queries) {
    const rows = connection.reader(NAMING).iterate(names.idOf(query) ?? 0);
    for (const [id, node, isCurrent, dirty, microseconds, text] of rows) {
      const fingerprint = objectNamedBy(text);
      if (fingerprint === undefined) continue;
      found.push({
        fingerprint,
        id: Number(id),
        node: Number(node) as NodeNumber,
        isCurrent: isCurrent === 1,
        dirty: Number(dirty),
        microseconds: Number(microseconds),
      });
    }
  }
  return found.sort((a, b) => a.id - b.id);
}

/** Ids begin at 1: no node is of query 0. */
const NAMING = `SELECT
    trace.id, node.number, trace.used = node.current, node.dirty, trace.microseconds, value_text
  FROM node JOIN trace ON trace.id BETWEEN node.number * 8 AND node.number * 8 + 7
  WHERE node.query = ? AND value_text IS NOT NULL`;

function objectNamedBy(text: unknown): Fingerprint | undefined {
  const name = typeof text === 'string' ? SHAPE.exec(text)?.[1] : undefined;
  return name === undefined ? undefined : (name as Fingerprint);
}

const SHAPE = /^\{"fingerprint":"([0-9a-f]{32})",/;
