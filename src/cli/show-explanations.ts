/**
 * `--explain`: which inputs an edit changed, and for every executed query the chain that led to it, one
 * line each.
 */
import { assertNever } from '../base/invariant.ts';
import type { BuildHistory, InputChange } from '../query/build-history.ts';
import type { NodeName } from '../query/events.ts';
import type { Explanation, Origin } from '../query/explain.ts';
import { createExplainer } from '../query/explain.ts';
import type { Colors, Output } from './output.ts';

export function showExplanations(output: Output, history: BuildHistory): void {
  const { changes, executions, executed } = history;
  for (const change of changes) output.event('input-changed', { ...change });
  const lines = renderChanges(output.colors, changes);
  const explainer = createExplainer(history);
  for (const { query, key } of executions) {
    const explanation = explainer.explain({ query, key });
    if (explanation === undefined) continue;
    output.event('explanation', { node: { query, key }, ...explanation });
    lines.push(renderChain(output.colors, explanation));
  }
  const rest = executed - executions.length;
  if (rest > 0) lines.push(`… and ${rest} other executions`);
  if (!output.options.json && lines.length > 0) output.notice(lines.join('\n'));
}

/** Without a cache everything is new: that takes a line and not thousands. */
const mostChanges = 20;

function renderChanges(colors: Colors, changes: readonly InputChange[]): string[] {
  const lines = changes
    .slice(0, mostChanges)
    .flatMap(({ node, change, before, after }) => [
      `${colors.cyan(labelOf(node))} ${change}`,
      ...(change !== 'added' && before !== undefined
        ? [colors.red(`  - ${excerpt(before, after)}`)]
        : []),
      ...(change === 'changed' && after !== undefined
        ? [colors.green(`  + ${excerpt(after, before)}`)]
        : []),
    ]);
  const rest = changes.length - mostChanges;
  return rest > 0 ? [...lines, `… and ${rest} other inputs`] : lines;
}

/** The part of a text that differs from another, with a little around it, on one line. */
function excerpt(text: string, other: string | undefined): string {
  let from = 0;
  let fromEnd = 0;
  if (other !== undefined) {
    const shorter = Math.min(text.length, other.length);
    while (from < shorter && text[from] === other[from]) from += 1;
    while (fromEnd < shorter - from && text.at(-1 - fromEnd) === other.at(-1 - fromEnd))
      fromEnd += 1;
  }
  const start = Math.max(0, from - contextLength);
  const end = Math.min(text.length, text.length - fromEnd + contextLength, start + mostShown);
  const shown = text.slice(start, end).replace(/\s+/g, ' ');
  return `${start > 0 ? '…' : ''}${shown}${end < text.length ? '…' : ''}`;
}

const contextLength = 24;
const mostShown = 120;

/** `object(a@dev) ← moduleText(a) ← … ← bodyText(a::main) changed`. */
function renderChain(colors: Colors, { chain, origin }: Explanation): string {
  const [node, ...causes] = chain.map(labelOf);
  const arrows = causes.map((cause) => ` ${colors.dim('←')} ${cause}`).join('');
  return `${colors.bold(node ?? '')}${arrows} ${colors.yellow(describeOrigin(origin))}`;
}

export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'input':
      return origin.change;
    case 'new':
      return 'is new';
    case 'lost':
      return 'was not kept';
    case 'earlier':
      return 'changed in an earlier build';
    default:
      return assertNever(origin);
  }
}

export function labelOf({ query, key }: NodeName): string {
  return `${query}(${key})`;
}
