/**
 * Lost values. A clean node whose value is in neither memory nor the store (it is never stored, or
 * was evicted or damaged) is executed again, and by purity comes to the result that its readers
 * rest on. If it does not, the query is not pure: an internal error, after which the new result is
 * the node's and what depends on it is dirty, so that the next attempt does not rest on a value
 * that nobody can make any more.
 */
import { InternalError } from '../base/invariant.ts';
import { install, keepValue } from './backdate.ts';
import { markDependentsDirty, prepareMarking } from './dirty.ts';
import type { Node, Trace } from './node.ts';
import { currentTrace, labelOf, nameOf } from './node.ts';
import type { Runtime } from './runtime.ts';
import { markUnsaved } from './runtime.ts';

/** Takes in the value of the node, which is that of the top frame and was clean before. */
export function restoreLost(runtime: Runtime, node: Node, trace: Trace, value: unknown): void {
  const before = currentTrace(node);
  const unchanged = trace.value === before.value && trace.reports === before.reports;
  const { microseconds } = trace;
  if (unchanged) {
    before.valueText = trace.valueText;
    keepValue(runtime, node, value);
    node.status = 'clean';
    if (trace.valueText !== undefined) markUnsaved(runtime, node);
  } else {
    prepareMarking(runtime);
    install(runtime, node, trace, value);
    for (const reader of runtime.stack) reader.previous = 'dirty';
    const readers = runtime.stack.map((reader) => reader.node);
    markDependentsDirty(runtime, readers);
  }
  runtime.emit?.({
    kind: 'didExecute',
    node: nameOf(node),
    cause: { kind: 'lost' },
    microseconds,
    unchanged,
    value: trace.value,
  });
  if (unchanged) return;
  throw new InternalError(
    `${labelOf(node)} gave another result although nothing that it reads has changed`,
  );
}
