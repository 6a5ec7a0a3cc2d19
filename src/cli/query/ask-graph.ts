/** What was made from what: `deps`, `rdeps`, `path`. */
import { exitCode, UsageError } from '../exit.ts';
import type { Output } from '../output.ts';
import type { Asking } from './asking.ts';
import { askProgram } from './asking.ts';
import type { Graph } from './dot.ts';
import { labelOf, parseLabel, renderDot } from './dot.ts';
import type { Direction, NodePattern } from './edges.ts';
import { findEdges, findPath } from './edges.ts';
import type { QueryOptions } from './options.ts';
import { findDeclarations } from './symbols.ts';

export async function askEdges(
  output: Output,
  direction: Direction,
  symbol: string,
  options: QueryOptions,
): Promise<number> {
  return askProgram(output, options.target, async (asking) => {
    const entries = asking.consistently(() => findDeclarations(asking, symbol));
    // Only what was executed has dependents.
    asking.check();
    const all: Graph['edges'][number][] = [];
    for (const { id } of entries) {
      const { nodes, edges } = findEdges(asking, id, direction);
      all.push(...edges);
      const text = nodes.map(labelOf).join('\n');
      output.event('query', { what: direction, symbol: id, text, nodes, edges });
      if (output.options.json || options.dot) continue;
      if (nodes.length === 0) {
        const what =
          direction === 'deps' ? 'The cache knows of nothing that it reads' : 'Nothing reads it';
        output.notice(`${output.colors.yellow('note')}: ${id}: ${what}`);
      } else {
        output.result(`${output.resultColors.bold(id)}\n${text}\n`);
      }
    }
    if (options.dot && !output.options.json) output.result(renderDot({ nodes: [], edges: all }));
    return exitCode.done;
  });
}

export async function askPath(
  output: Output,
  from: string,
  to: string,
  options: QueryOptions,
): Promise<number> {
  return askProgram(output, options.target, async (asking) => {
    const starts = asking.consistently(() => patternsOf(asking, from));
    const goals = asking.consistently(() => patternsOf(asking, to));
    asking.check();
    const found = asking.consistently(
      () => shortest(asking, starts, goals) ?? shortest(asking, goals, starts),
    );
    if (found === undefined) {
      output.event('query', { what: 'path', from, to, nodes: [] });
      if (!output.options.json) {
        output.notice(
          `${output.colors.yellow('note')}: Nothing of ${from} depends on ${to}, nor the other way round`,
        );
      }
      return exitCode.done;
    }
    const edges = found.slice(1).map((node, index) => ({ from: found[index] ?? node, to: node }));
    output.event('query', { what: 'path', from, to, nodes: found });
    if (output.options.json) return exitCode.done;
    if (options.dot) output.result(renderDot({ nodes: found, edges }));
    else output.result(`${found.map(labelOf).join('\n  reads ')}\n`);
    return exitCode.done;
  });
}

/** What a user names: a declaration's memos, or one memo as `query(key)`. */
function patternsOf(
  asking: Pick<Asking, 'engine' | 'project' | 'cache'>,
  symbol: string,
): readonly NodePattern[] {
  const node = parseLabel(symbol);
  if (node === undefined) {
    return findDeclarations(asking, symbol).map(({ id }) => ({ kind: 'declaration', decl: id }));
  }
  if (asking.cache.find(node.query, node.key) !== undefined) return [{ kind: 'node', node }];
  throw new UsageError(`The cache has no ${symbol}`);
}

function shortest(
  asking: Asking,
  from: readonly NodePattern[],
  to: readonly NodePattern[],
): ReturnType<typeof findPath> {
  return from
    .flatMap((start) => to.map((goal) => findPath(asking, start, goal)))
    .filter((path) => path !== undefined)
    .sort((a, b) => a.length - b.length)[0];
}
