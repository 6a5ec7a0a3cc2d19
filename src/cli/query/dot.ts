/** Graphs in the language of Graphviz: `boltd query … --dot | dot -Tsvg`. */
import type { NodeName } from '../../query/events.ts';

export interface Graph {
  readonly nodes: readonly NodeName[];
  readonly edges: readonly { readonly from: NodeName; readonly to: NodeName }[];
}

export function renderDot({ nodes, edges }: Graph): string {
  const names = new Set([...nodes, ...edges.flatMap(({ from, to }) => [from, to])].map(labelOf));
  const arrows = new Set(
    edges.map(({ from, to }) => `  ${quote(labelOf(from))} -> ${quote(labelOf(to))};\n`),
  );
  return [
    'digraph {\n  rankdir=LR;\n  node [shape=box, fontname=monospace];\n',
    ...[...names].map((name) => `  ${quote(name)};\n`),
    ...arrows,
    '}\n',
  ].join('');
}

/** `query(key)`. */
export function labelOf({ query, key }: NodeName): string {
  return `${query}(${key})`;
}

/** Reads `query(key)` back. */
export function parseLabel(text: string): NodeName | undefined {
  const [, query, key] = /^([A-Za-z]+)\((.*)\)$/s.exec(text) ?? [];
  return query === undefined || key === undefined ? undefined : { query, key };
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
