/** `--explain`: for every executed query the chain that led to it. */
import { assertNever } from '../base/invariant.ts';
import type { NodeName } from '../query/events.ts';
import type { Explainer, Explanation, Origin } from '../query/explain.ts';
import type { Output } from './output.ts';

export function showExplanations(output: Output, explainer: Explainer): void {
  for (const node of explainer.executed()) {
    const explanation = explainer.explain(node);
    if (explanation === undefined) continue;
    output.event('explanation', { node, ...explanation });
    if (!output.options.json) output.notice(render(explanation));
  }
}

function render({ chain, origin }: Explanation): string {
  const [node, ...rest] = chain;
  const because = rest.map((each) => `\n    because ${label(each)} changed`).join('');
  return `${node === undefined ? '' : label(node)}${because}\n    ${describe(origin)}`;
}

function describe(origin: Origin): string {
  switch (origin.kind) {
    case 'input':
      return `the input was ${origin.change}`;
    case 'new':
      return 'never executed before';
    case 'lost':
      return 'its value was not kept';
    case 'earlier':
      return 'changed in an earlier build';
    default:
      return assertNever(origin);
  }
}

function label({ query, key }: NodeName): string {
  return `${query}(${key})`;
}
