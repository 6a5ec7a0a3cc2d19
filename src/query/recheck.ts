/** Verify mode: a reused memo is executed again and has to come out the same, to the byte. */
import { InternalError } from '../base/invariant.ts';
import type { Node, Trace } from './node.ts';
import { currentTrace, labelOf } from './node.ts';
import type { Runtime } from './runtime.ts';
import { valueTextOf } from './stored-value.ts';

/** Throws if `executed`, whose encoded value is `text`, differs from the node's current trace. */
export function compareWithCurrent(
  runtime: Runtime,
  node: Node,
  executed: Trace,
  text: string,
): void {
  const memo = currentTrace(node);
  if (executed.value !== memo.value) {
    const before = valueTextOf(runtime, node, memo.value) ?? '(not stored)';
    fail(node, 'value', before, text);
  }
  if (executed.reports !== memo.reports) {
    fail(node, 'reports', memo.reportsText, executed.reportsText);
  }
  const before = JSON.stringify(memo.dependencies);
  const now = JSON.stringify(executed.dependencies);
  if (now !== before) fail(node, 'dependencies', before, now);
}

function fail(node: Node, what: string, memo: string, executed: string): never {
  throw new InternalError(
    `The ${what} of ${labelOf(node)} was reused but is another when executed\n` +
      `  memo:     ${memo}\n  executed: ${executed}`,
  );
}
