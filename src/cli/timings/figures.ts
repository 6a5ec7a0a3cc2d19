/** Exact sums over everything that a build executed: by query, and by declaration. */
import type { Timeline } from '../../build/timeline.ts';
import type { NodeName } from '../../query/events.ts';
import type { QueryStatistics } from '../../query/statistics.ts';
import type { DeclarationRow, DeclarationSum, QueryRow } from './page-data.ts';
import type { StoredCost } from './stored-costs.ts';

interface Execution extends NodeName {
  readonly us: number;
}

/** All executions, wherever they ran. */
function executionsOf({ queries, results }: Timeline): readonly Execution[] {
  return [
    ...queries.map(({ query, key, ownUs }) => ({ query, key, us: ownUs })),
    ...results.map(({ query, key, microseconds }) => ({ query, key, us: microseconds })),
  ];
}

/** Those that took longest first. */
export function figuresByQuery(
  timeline: Timeline,
  statistics: ReadonlyMap<string, QueryStatistics>,
  stored: ReadonlyMap<string, StoredCost>,
): readonly QueryRow[] {
  const slowest = new Map<string, Execution>();
  for (const execution of executionsOf(timeline)) {
    const before = slowest.get(execution.query);
    if (before === undefined || execution.us > before.us) slowest.set(execution.query, execution);
  }
  const names = [...new Set([...statistics.keys(), ...stored.keys()])].sort();
  return names
    .map((name) => {
      const counts = statistics.get(name);
      const held = stored.get(name);
      return {
        name,
        executed: counts?.executed ?? 0,
        cutOff: counts?.cutOff ?? 0,
        reused: counts?.reused ?? 0,
        fromDisk: counts?.readFromDisk ?? 0,
        us: Math.round(counts?.microseconds ?? 0),
        slowestUs: Math.round(slowest.get(name)?.us ?? 0),
        slowestKey: slowest.get(name)?.key ?? '',
        held: held?.memos ?? 0,
        heldUs: held?.microseconds ?? 0,
      };
    })
    .filter((row) => row.executed + row.reused + row.fromDisk + row.held > 0)
    .sort((a, b) => b.us - a.us || b.heldUs - a.heldUs || (a.name < b.name ? -1 : 1));
}

interface Sum {
  readonly name: string;
  readonly byQuery: Map<string, number>;
  frontUs: number;
  codeUs: number;
  emissionUs: number;
  executed: number;
}

export interface DeclarationFigures {
  readonly rows: readonly DeclarationRow[];
  readonly others: DeclarationSum;
}

/** The `most` slowest declarations, and the sum of the others. */
export function figuresByDeclaration(timeline: Timeline, most: number): DeclarationFigures {
  const sums = new Map<string, Sum>();
  const codeOf = new Map<string, Sum[]>();
  for (const { query, key, us } of executionsOf(timeline)) {
    const name = declarationOf(key);
    if (name === undefined) continue;
    const sum = sumOf(sums, name);
    sum.executed += 1;
    if (query === 'fragment') {
      const module = name.slice(0, name.indexOf('::'));
      if (sum.codeUs === 0) codeOf.set(module, [...(codeOf.get(module) ?? []), sum]);
      sum.codeUs += us;
    } else {
      sum.frontUs += us;
    }
    sum.byQuery.set(query, (sum.byQuery.get(query) ?? 0) + us);
  }
  for (const { query, key, microseconds } of timeline.results) {
    if (query !== 'object') continue;
    shareOut(microseconds, codeOf.get(key.slice(0, key.lastIndexOf('@'))) ?? []);
  }
  const rows = [...sums.values()].map(rowOf).sort(slowestFirst);
  return { rows: rows.slice(0, most), others: addUp(rows.slice(most)) };
}

/** The emission of a module is the affair of what was compiled of it, in proportion. */
function shareOut(microseconds: number, sums: readonly Sum[]): void {
  const whole = sums.reduce((total, { codeUs }) => total + codeUs, 0);
  for (const sum of sums) {
    sum.emissionUs += microseconds * (whole > 0 ? sum.codeUs / whole : 1 / sums.length);
  }
}

/**
 * The declaration that a query's key is about: keys of members end in `/name`, those of instances
 * in their type arguments. Keys of modules and shards are about none.
 */
export function declarationOf(key: string): string | undefined {
  const local = key.indexOf('::') + 2;
  if (local < 2) return undefined;
  const slash = key.indexOf('/', local);
  const whole = slash < 0 ? key : key.slice(0, slash);
  const open = whole.indexOf('<', Math.max(whole.lastIndexOf(')'), local));
  return open < 0 ? whole : whole.slice(0, open);
}

function sumOf(sums: Map<string, Sum>, name: string): Sum {
  let sum = sums.get(name);
  if (sum === undefined) {
    sum = { name, byQuery: new Map(), frontUs: 0, codeUs: 0, emissionUs: 0, executed: 0 };
    sums.set(name, sum);
  }
  return sum;
}

function rowOf({ name, byQuery, frontUs, codeUs, emissionUs, executed }: Sum): DeclarationRow {
  let slowestQuery = '';
  let slowestUs = -1;
  for (const [query, us] of byQuery) {
    if (us > slowestUs) [slowestQuery, slowestUs] = [query, us];
  }
  const times = {
    frontUs: Math.round(frontUs),
    codeUs: Math.round(codeUs),
    emissionUs: Math.round(emissionUs),
  };
  return { name, ...times, executed, slowestQuery, slowestUs: Math.round(slowestUs) };
}

function slowestFirst(left: DeclarationRow, right: DeclarationRow): number {
  const total = (row: DeclarationRow): number => row.frontUs + row.codeUs + row.emissionUs;
  return total(right) - total(left) || (left.name < right.name ? -1 : 1);
}

function addUp(rows: readonly DeclarationRow[]): DeclarationSum {
  const add = (of: (row: DeclarationRow) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0);
  return {
    count: rows.length,
    frontUs: add(({ frontUs }) => frontUs),
    codeUs: add(({ codeUs }) => codeUs),
    emissionUs: add(({ emissionUs }) => emissionUs),
    executed: add(({ executed }) => executed),
  };
}
