/**
 * What made a declaration's queries run last: the edit first, and the chain from it. A chain that
 * comes to something that an earlier build had executed goes on there.
 */
import type { DeclId } from '../../base/ids.ts';
import type { InputChange } from '../../query/build-history.ts';
import type { NodeName } from '../../query/events.ts';
import type { Origin } from '../../query/explain.ts';
import { chainFrom } from '../../query/explain.ts';
import type { NodePattern } from './edges.ts';
import type { Past } from './past.ts';

export interface Why {
  /** Place of the build among those of the past. */
  readonly index: number;
  readonly reasons: readonly Reason[];
}

export interface Reason {
  /** The cause of all first, the query that was asked for last. */
  readonly chain: readonly Link[];
  readonly origin: Origin;
  /** The edit, where the origin is one. */
  readonly change: InputChange | undefined;
  /** The result was what it had been. */
  readonly unchanged: boolean;
}

export interface Link extends NodeName {
  /** The build in which it changed. */
  readonly build: number;
}

/** `from`: the place of the first build to look at; older ones follow unless `isOnly`. */
export function findWhy(
  past: Past,
  pattern: NodePattern,
  { from, isOnly }: { readonly from: number; readonly isOnly: boolean },
): Why | undefined {
  const last = isOnly ? from + 1 : past.builds.length;
  for (let index = from; index < last; index += 1) {
    const executions = past
      .historyAt(index)
      .executions.filter((each) => isMeant(pattern, { query: each.query, key: each.key }));
    if (executions.length === 0) continue;
    const reasons = executions.map(
      ({ query, key, unchanged }): Reason => ({
        ...chainAcross(past, index, { query, key }),
        unchanged,
      }),
    );
    return { index, reasons };
  }
  return undefined;
}

function isMeant(pattern: NodePattern, node: NodeName): boolean {
  if (pattern.kind === 'node') {
    return node.query === pattern.node.query && node.key === pattern.node.key;
  }
  return isKeyOf(pattern.decl, node.key);
}

/** The declaration itself, an instance of it, or a member's name in it. */
function isKeyOf(decl: DeclId, key: string): boolean {
  if (!key.startsWith(decl)) return false;
  const next = key[decl.length];
  return next === undefined || next === '<' || next === '/';
}

/** The chain of a node that a build executed, through earlier builds if need be. */
export function chainAcross(
  past: Past,
  start: number,
  node: NodeName,
): Pick<Reason, 'chain' | 'origin' | 'change'> {
  const chain: Link[] = [];
  let index = start;
  for (let from = node; ; ) {
    const explainer = past.explainerAt(index);
    const build = past.builds[index]?.id ?? 0;
    const part = chainFrom(explainer, from);
    // The node on which two parts meet stands in the build that executed it.
    if (chain.length > 0) chain.pop();
    chain.push(...part.chain.map((link) => ({ ...link, build })));
    const last = part.chain.at(-1) ?? from;
    const earlier =
      part.origin.kind === 'earlier' ? buildThatChanged(past, index + 1, last) : undefined;
    if (earlier === undefined) {
      const change = part.origin.kind === 'input' ? explainer.changeOf(last) : undefined;
      return { chain: chain.toReversed(), origin: part.origin, change };
    }
    index = earlier;
    from = last;
  }
}

function buildThatChanged(past: Past, from: number, node: NodeName): number | undefined {
  for (let index = from; index < past.builds.length; index += 1) {
    const explainer = past.explainerAt(index);
    if (explainer.changeOf(node) !== undefined) return index;
    if (explainer.executionOf(node)?.unchanged === false) return index;
  }
  return undefined;
}
