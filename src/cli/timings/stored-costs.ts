/** What the results in a cache took to make, by query: what a clean build would have to spend again. */
import path from 'node:path';
import * as v from 'valibot';
import { connectForReading } from '../../../cache/connection.ts';

export interface StoredCost {
  /** Results that hold as the inputs are now. */
  readonly memos: number;
  readonly microseconds: number;
}

const rowsSchema = v.array(v.tuple([v.string(), v.number(), v.number()]));

/** To be asked after a flush, while the session is open. */
export function readStoredCosts(cacheFolder: string): ReadonlyMap<string, StoredCost> {
  const connection = connectForReading(path.join(cacheFolder, 'cache.db'));
  try {
    const rows = connection
      .reader(
        `SELECT query, count(*), coalesce(sum(cost_us), 0) FROM v_memos
         WHERE NOT dirty AND NOT input GROUP BY query`,
      )
      .all();
    return new Map(
      v
        .parse(rowsSchema, rows)
        .map(([query, memos, microseconds]) => [query, { memos, microseconds }]),
    );
  } finally {
    connection.close();
  }
}
