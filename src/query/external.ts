/**
 * External results: the engine says what has to be made and takes the result in; a driver makes it.
 * The order's fingerprint names the result, so that an order made before, by whatever way, is not
 * made again.
 */
import { fingerprintOf } from '../base/fingerprint.ts';
import { InternalError, invariant, present } from '../base/invariant.ts';
import { install } from './backdate.ts';
import { encode } from './codec.ts';
import { markDependentsDirty, prepareMarking } from './dirty.ts';
import type { Prepared, WorkOrder } from './engine-api.ts';
import { NotBroughtInError } from './engine-api.ts';
import { ResultLostError, restoreValue } from './fetch.ts';
import { recheckOf, verificationOf } from './frame.ts';
import { locate } from './lookup.ts';
import type { Node, Trace } from './node.ts';
import { currentTrace, labelOf, nameOf, notDecoded, tracesKept } from './node.ts';
import { createOrders, standingOrder } from './order.ts';
import type { ExternalQuery } from './query.ts';
import type { Runtime } from './runtime.ts';
import { touch } from './runtime.ts';

type AnyExternal = ExternalQuery<string, unknown, unknown>;

/** Brings an external node up to date, or says what has to be made for it. */
export function prepare<O, V>(
  runtime: Runtime,
  query: ExternalQuery<string, O, V>,
  key: string,
): Prepared<O, V> {
  assertIdle(runtime, query, key);
  const node = locate(runtime, query, key);
  try {
    return prepareNode(runtime, node);
  } catch (error) {
    if (error instanceof NotBroughtInError) return { kind: 'blocked', on: error.node };
    if (!(error instanceof ResultLostError)) throw error;
    forgetResult(runtime, error.lost);
    return prepare(runtime, query, key);
  }
}

function prepareNode<O, V>(runtime: Runtime, node: Node): Prepared<O, V> {
  if (isUpToDate(runtime, node)) {
    if (hasValue(runtime, node)) return { kind: 'ready', value: node.value as V };
    forgetResult(runtime, node);
    return prepareNode(runtime, node);
  }
  const standing = standingOrder(node.orders, runtime.revision);
  const { order } = present(standing, `order of ${labelOf(node)}`);
  return { kind: 'order', order: order as WorkOrder<O> };
}

/**
 * Takes in the result of an order. If inputs changed in the meantime, the next `prepare` finds out
 * whether it still holds; a result that has come in already is ignored.
 */
export function complete(
  runtime: Runtime,
  query: AnyExternal,
  order: WorkOrder<unknown>,
  value: unknown,
  microseconds: number,
): void {
  assertIdle(runtime, query, order.key);
  const node = locate(runtime, query, order.key);
  const orders = node.orders ?? createOrders();
  const open = orders.open.get(order.fingerprint);
  if (open === undefined) {
    const isSettled = orders.settled.has(order.fingerprint);
    invariant(isSettled, `A result of ${labelOf(node)} came in that was not ordered`);
    return;
  }
  orders.open.delete(order.fingerprint);
  orders.settled.add(order.fingerprint);

  const text = encode(value);
  const trace: Trace = {
    dependencies: open.dependencies,
    value: fingerprintOf(text),
    valueText: text,
    reportsText: open.reportsText,
    reports: open.reports,
    order: order.fingerprint,
    microseconds,
    isGone: false,
  };
  const isLatest = open === standingOrder(orders, runtime.revision);
  if (open === orders.latest) orders.latest = undefined;
  if (!isLatest) node.older = [trace, ...node.older].slice(0, tracesKept);
  const unchanged = isLatest && install(runtime, node, trace, value);
  runtime.emit?.({
    kind: 'didExecute',
    node: nameOf(node),
    cause: open.cause,
    microseconds,
    unchanged,
    value: trace.value,
  });
}

/** Drops a result that is gone from the disk; all that depends on it has to be verified again. */
export function forget(runtime: Runtime, query: AnyExternal, key: string): void {
  assertIdle(runtime, query, key);
  const node = locate(runtime, query, key);
  if (node.current !== undefined) forgetResult(runtime, node);
}

function forgetResult(runtime: Runtime, node: Node): void {
  const { value } = currentTrace(node);
  prepareMarking(runtime);
  for (const trace of [currentTrace(node), ...node.older]) {
    if (trace.value === value) trace.isGone = true;
  }
  node.status = 'dirty';
  touch(runtime, node);
  runtime.revision += 1;
  markDependentsDirty(runtime, [node]);
}

/** Brings the value of a clean node into memory, if anybody has it. */
function hasValue(runtime: Runtime, node: Node): boolean {
  return node.value !== notDecoded || restoreValue(runtime, node);
}

function isUpToDate(runtime: Runtime, node: Node): boolean {
  if (node.status === 'clean') return true;
  if (standingOrder(node.orders, runtime.revision) !== undefined) return false;
  return runtime.run(node.status === 'unchecked' ? recheckOf(node) : verificationOf(node));
}

function assertIdle(runtime: Runtime, query: AnyExternal, key: string): void {
  if (runtime.stack.length === 0) return;
  throw new InternalError(`The external ${query.name}(${key}) was handled during an execution`);
}
