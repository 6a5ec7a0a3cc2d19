/**
 * Why a node was executed: the chain of causes back to the input that changed, from the events of a
 * session. Each link says which dependency differed, so the chain is the shortest honest answer.
 */
import type { Cause, EventListener, NodeName } from './events.ts';

export interface Explanation {
  /**
   * The node, the dependency that differed, that one's, … and last the input, if it came to one.
   */
  readonly chain: readonly NodeName[];
  readonly origin: Origin;
}

export type Origin =
  | { readonly kind: 'input'; readonly change: 'added' | 'changed' | 'removed' }
  /** The last node of the chain was never executed before. */
  | { readonly kind: 'new' }
  /** Its memo held, but the value was lost. */
  | { readonly kind: 'lost' }
  /** It was not executed in this session: it changed in an earlier one, or nobody brought it in. */
  | { readonly kind: 'earlier' };

export interface Explainer {
  readonly listener: EventListener;
  /** Undefined if the node was not executed. */
  explain(node: NodeName): Explanation | undefined;
  /** What was executed, in order. */
  executed(): readonly NodeName[];
  /** Begins a new session. */
  clear(): void;
}

type InputChange = Extract<Origin, { readonly kind: 'input' }>['change'];

export function createExplainer(): Explainer {
  const causes = new Map<string, { readonly node: NodeName; readonly cause: Cause }>();
  // An order for an external result may be handed out and never carried out.
  const executed = new Set<string>();
  const changes = new Map<string, InputChange>();
  return {
    listener(event): void {
      if (event.kind === 'willExecute') causes.set(idOf(event.node), event);
      else if (event.kind === 'didExecute') executed.add(idOf(event.node));
      else if (event.kind === 'didChangeInput') changes.set(idOf(event.node), event.change);
    },
    explain: (node) => explain(causes, changes, node),
    executed: () =>
      [...causes.values()].map(({ node }) => node).filter((node) => executed.has(idOf(node))),
    clear(): void {
      causes.clear();
      executed.clear();
      changes.clear();
    },
  };
}

/** A line a link: `check(a) ran because type(a) changed`, …, `source(a) was changed`. */
export function renderExplanation({ chain, origin }: Explanation): string {
  const lines = chain.slice(1).map((node, index) => {
    const reader = chain[index];
    return `${reader === undefined ? '' : labelOf(reader)} ran because ${labelOf(node)} differs`;
  });
  const last = chain[chain.length - 1];
  if (last !== undefined) lines.push(`${labelOf(last)} ${renderOrigin(origin)}`);
  return lines.join('\n');
}

function explain(
  causes: ReadonlyMap<string, { readonly cause: Cause }>,
  changes: ReadonlyMap<string, InputChange>,
  start: NodeName,
): Explanation | undefined {
  if (!causes.has(idOf(start))) return undefined;
  const chain: NodeName[] = [start];
  const seen = new Set([idOf(start)]);
  for (let node = start; ; ) {
    const change = changes.get(idOf(node));
    if (change !== undefined) return { chain, origin: { kind: 'input', change } };
    const cause = causes.get(idOf(node))?.cause;
    if (cause === undefined) return { chain, origin: { kind: 'earlier' } };
    if (cause.kind !== 'changed') return { chain, origin: { kind: cause.kind } };
    node = cause.dependency;
    if (seen.has(idOf(node))) return { chain, origin: { kind: 'earlier' } };
    seen.add(idOf(node));
    chain.push(node);
  }
}

function renderOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'input':
      return `was ${origin.change}`;
    case 'new':
      return 'ran for the first time';
    case 'lost':
      return 'ran because its value was no longer stored';
    case 'earlier':
      return 'changed in an earlier build';
  }
}

function idOf(node: NodeName): string {
  return `${node.query}\0${node.key}`;
}

function labelOf(node: NodeName): string {
  return `${node.query}(${node.key})`;
}
