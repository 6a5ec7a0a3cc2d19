/**
 * Taking a result into the graph. When value and reports are what they were, readers find the
 * fingerprints that they recorded and need not run: early cutoff. (Salsa sets the changed-at
 * revision back; with fingerprints instead of revisions there is nothing left to set back.)
 */
import type { Fingerprint } from '../base/fingerprint.ts';
import { isOfCycle } from './frame.ts';
import type { Node, Trace } from './node.ts';
import { currentTrace, nameOf, setCurrent, tracesKept } from './node.ts';
import type { Runtime } from './runtime.ts';
import { markUnsaved, touch } from './runtime.ts';

/** Makes a new trace current and the node clean; says whether the result is the one before. */
export function install(runtime: Runtime, node: Node, trace: Trace, value: unknown): boolean {
  const previous = node.current;
  setCurrent(node, trace, olderThan(node, trace));
  keepValue(runtime, node, value);
  node.status = 'clean';
  markUnsaved(runtime, node);
  return (
    previous !== undefined && previous.value === trace.value && previous.reports === trace.reports
  );
}

/** Reuses a trace of the node that was found to hold. */
export function adopt(runtime: Runtime, node: Node, trace: Trace): void {
  const isCurrent = trace === node.current;
  if (!isCurrent) setCurrent(node, trace, olderThan(node, trace));
  if (!isCurrent || node.isUnsaved) markUnsaved(runtime, node);
  else touch(runtime, node);
  node.status = 'clean';
  announceReuse(runtime, node, isCurrent);
}

/** An external result that was made before for the same order, now by way of other dependencies. */
export function adoptResult(runtime: Runtime, node: Node, trace: Trace, result: Trace): void {
  const isCurrent = result === node.current;
  setCurrent(node, trace, olderThan(node, result));
  node.status = 'clean';
  markUnsaved(runtime, node);
  announceReuse(runtime, node, isCurrent);
}

function announceReuse({ emit }: Runtime, node: Node, isCurrent: boolean): void {
  if (emit === undefined) return;
  const name = nameOf(node);
  if (isCurrent) emit({ kind: 'didReuse', node: name, trace: 'current' });
  else emit({ kind: 'didReuse', node: name, trace: 'older', value: currentTrace(node).value });
}

export function keepValue(runtime: Runtime, node: Node, value: unknown): void {
  node.value = value;
  if (!node.table.isRetained) runtime.unsaved.evictable.push(node);
}

/** The node's traces without `trace` and those that cannot be adopted any more. */
function olderThan(node: Node, trace: Trace): readonly Trace[] {
  const { current, older } = node;
  if (current === undefined && older.length === 0) return older;
  const all = current === undefined ? older : [current, ...older];
  return all
    .filter((other) => other !== trace && !other.isGone && !isOfCycle(node, other))
    .slice(0, tracesKept - 1);
}

/** The older or current trace whose result was made for the order. */
export function traceOfOrder(node: Node, order: Fingerprint): Trace | undefined {
  const { current, older } = node;
  if (current !== undefined && current.order === order && !current.isGone) return current;
  return older.find((trace) => trace.order === order && !trace.isGone);
}
