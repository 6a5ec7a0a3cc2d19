/**
 * Why a node was executed: the chain of causes back to the input that changed, from what a build
 * did. Each link says which dependency differed, so the chain is the shortest honest answer.
 */
import type { BuildHistory, ExecutionRecord, InputChange } from './build-history.ts';
import type { NodeName } from './events.ts';

export interface Explanation {
  /**
   * The node, the dependency that differed, that one's, … and last the input, if it came to one.
   */
  readonly chain: readonly NodeName[];
  readonly origin: Origin;
}

export type Origin =
  | { readonly kind: 'input'; readonly change: InputChange['change'] }
  /** The last node of the chain was never executed before. */
  | { readonly kind: 'new' }
  /** Its memo held, but the value was lost. */
  | { readonly kind: 'lost' }
  /** It was not executed in this build: it changed in an earlier one, or is not in the records. */
  | { readonly kind: 'earlier' };

export interface Explainer {
  /** Undefined if the node was not executed. */
  explain(node: NodeName): Explanation | undefined;
  /** The change of an input. */
  changeOf(node: NodeName): InputChange | undefined;
  executionOf(node: NodeName): ExecutionRecord | undefined;
}

export function createExplainer(history: Pick<BuildHistory, 'changes' | 'executions'>): Explainer {
  const changes = new Map(history.changes.map((change) => [idOf(change.node), change]));
  const executions = new Map(history.executions.map((record) => [idOf(record), record]));
  const explainer: Explainer = {
    changeOf: (node) => changes.get(idOf(node)),
    executionOf: (node) => executions.get(idOf(node)),
    explain: (node) =>
      explainer.executionOf(node) === undefined ? undefined : chainFrom(explainer, node),
  };
  return explainer;
}

/** `start` is a node that was executed, or one that a chain has come to. */
export function chainFrom(explainer: Explainer, start: NodeName): Explanation {
  const chain: NodeName[] = [{ query: start.query, key: start.key }];
  const seen = new Set([idOf(start)]);
  for (let node = start; ; ) {
    const change = explainer.changeOf(node)?.change;
    if (change !== undefined) return { chain, origin: { kind: 'input', change } };
    const cause = explainer.executionOf(node)?.cause;
    if (cause === undefined) return { chain, origin: { kind: 'earlier' } };
    if (cause.kind !== 'changed') return { chain, origin: { kind: cause.kind } };
    node = cause.dependency;
    if (seen.has(idOf(node))) return { chain, origin: { kind: 'earlier' } };
    seen.add(idOf(node));
    chain.push(node);
  }
}

function idOf({ query, key }: NodeName): string {
  return `${query}\0${key}`;
}
