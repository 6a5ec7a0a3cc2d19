/**
 * Reading a node: bring it up to date, then hand out its value, from memory or decoded from the
 * store.
 */
import { InternalError, present } from '../base/invariant.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { keepValue } from './backdate.ts';
import { decode, decodeReports } from './codec.ts';
import { NotBroughtInError } from './engine-api.ts';
import { executionOf, recheckOf, verificationOf } from './frame.ts';
import type { Node } from './node.ts';
import { currentTrace, labelOf, nameOf, notDecoded } from './node.ts';
import type { Runtime } from './runtime.ts';
import { valueTextOf } from './stored-value.ts';

/**
 * The store does not have a result any more that only another process can make. `prepare` forgets it and
 * answers as if it had never been there; elsewhere it is a bug, as a result is that nobody brought in.
 */
export class ResultLostError extends InternalError {
  readonly lost: Node;

  constructor(lost: Node) {
    super(`The result of ${labelOf(lost)} is gone from the store`);
    this.lost = lost;
  }
}

/** Makes the node clean, or throws if it needs an external result. */
export function bringUpToDate(runtime: Runtime, node: Node): void {
  if (node.status === 'clean') return;
  const frame = node.status === 'unchecked' ? recheckOf(node) : verificationOf(node);
  if (!runtime.run(frame)) throw NotBroughtInError.on(nameOf(node));
}

/** The value of a clean node. */
export function readValue<V>(runtime: Runtime, node: Node): V {
  if (node.value === notDecoded && !restoreValue(runtime, node)) recompute(runtime, node);
  return node.value as V;
}

/** The reports of a clean node. */
export function readReports(node: Node): readonly Diagnostic[] {
  node.reports ??= decodeReports(currentTrace(node).reportsText);
  return node.reports;
}

/** Decodes the value of a clean node; false if its text is neither in memory nor in the store. */
export function restoreValue(runtime: Runtime, node: Node): boolean {
  const trace = currentTrace(node);
  const text = valueTextOf(runtime, node, trace.value);
  if (text === undefined) return false;
  keepValue(runtime, node, decode(text, node.table.query));
  if (!node.isUnsaved) trace.valueText = undefined;
  runtime.emit?.({ kind: 'didReadFromDisk', node: nameOf(node) });
  return true;
}

function recompute(runtime: Runtime, node: Node): void {
  const { kind } = present(node.table.query, `query ${node.table.name}`);
  if (kind === 'external') throw new ResultLostError(node);
  if (kind === 'input') {
    throw new InternalError(`The value of ${labelOf(node)} is gone from the store`);
  }
  runtime.run(executionOf(node));
}
