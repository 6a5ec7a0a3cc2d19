/**
 * What results were made from: the dependencies of a declaration's memos, those of others on them,
 * and the shortest way from one to another. Asks the database, as users can.
 */
import { selectFromCache } from '../../../cache/select.ts';
import type { DeclId } from '../../base/ids.ts';
import type { NodeName } from '../../query/events.ts';
import type { NodeNumber } from '../../query/store.ts';
import type { Asking } from './asking.ts';
import type { Graph } from './dot.ts';
import { labelOf } from './dot.ts';

export type Direction = 'deps' | 'rdeps';

/** What the declaration's memos read, or what reads them; itself left out. */
export function findEdges(
  { paths }: Pick<Asking, 'paths'>,
  decl: DeclId,
  direction: Direction,
): Graph {
  const { rows } = selectFromCache({
    folder: paths.cache,
    sql: direction === 'deps' ? depsSql : rdepsSql,
    parameters: [decl, decl],
    maxRows: 100_000,
  });
  const edges = rows.map(([ownQuery, query, key]) => {
    const own = { query: String(ownQuery), key: decl };
    const other = { query: String(query), key: String(key) };
    return direction === 'deps' ? { from: own, to: other } : { from: other, to: own };
  });
  const others = edges.map(({ from, to }) => (direction === 'deps' ? to : from));
  return { nodes: [...new Map(others.map((node) => [labelOf(node), node])).values()], edges };
}

const depsSql = `SELECT DISTINCT from_query, to_query, to_key FROM v_dependencies
  WHERE from_key = ? AND to_key <> ? ORDER BY to_query, to_key, from_query`;

const rdepsSql = `SELECT DISTINCT query, dependent_query, dependent_key FROM v_dependents
  WHERE key = ? AND dependent_key <> ? ORDER BY dependent_query, dependent_key, query`;

/**
 * The shortest way from a result of `from` to one of `to` along dependencies; undefined where there
 * is none. The first one reads the second, and so on.
 */
export function findPath(
  { cache, paths }: Pick<Asking, 'cache' | 'paths'>,
  from: NodePattern,
  to: NodePattern,
): readonly NodeName[] | undefined {
  const goals = new Set(numbersOf(paths.cache, from));
  const starts = numbersOf(paths.cache, to);
  // Backwards, along the edges that the store keeps: what is reached from `to` reads it.
  const towards = new Map<NodeNumber, NodeNumber | undefined>();
  let front = starts.filter((number) => !goals.has(number));
  for (const number of front) towards.set(number, undefined);
  while (front.length > 0) {
    const next: NodeNumber[] = [];
    for (const number of front) {
      for (const dependent of cache.dependents(number)) {
        if (towards.has(dependent)) continue;
        towards.set(dependent, number);
        if (goals.has(dependent)) return namesFrom(cache, towards, dependent);
        next.push(dependent);
      }
    }
    front = next;
  }
  return undefined;
}

/** All memos of a declaration, or one. */
export type NodePattern =
  | { readonly kind: 'declaration'; readonly decl: DeclId }
  | { readonly kind: 'node'; readonly node: NodeName };

function numbersOf(folder: string, pattern: NodePattern): readonly NodeNumber[] {
  const isNode = pattern.kind === 'node';
  const { rows } = selectFromCache({
    folder,
    sql: isNode
      ? 'SELECT node FROM v_memos WHERE query = ? AND key = ?'
      : `SELECT node FROM v_memos WHERE key = ? OR substr(key, 1, length(?)) = ?`,
    parameters: isNode
      ? [pattern.node.query, pattern.node.key]
      : [pattern.decl, `${pattern.decl}<`, `${pattern.decl}<`],
    maxRows: 100_000,
  });
  return rows.map(([number]) => number as NodeNumber);
}

function namesFrom(
  cache: Asking['cache'],
  towards: ReadonlyMap<NodeNumber, NodeNumber | undefined>,
  start: NodeNumber,
): readonly NodeName[] {
  const names: NodeName[] = [];
  for (let at: NodeNumber | undefined = start; at !== undefined; at = towards.get(at)) {
    const node = cache.load(at);
    if (node !== undefined) names.push({ query: node.query, key: node.key });
  }
  return names;
}
