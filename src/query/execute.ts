/**
 * Executing a query: run its code with a fresh context, and make a trace of what it read and
 * returned.
 */
import { fingerprintOf } from '../base/fingerprint.ts';
import { assertNever, InternalError, invariant, present } from '../base/invariant.ts';
import { adoptResult, install, traceOfOrder } from './backdate.ts';
import { encode, encodeReports } from './codec.ts';
import { createContext } from './context.ts';
import type { Frame } from './frame.ts';
import { restoreLost } from './lost.ts';
import type { Trace } from './node.ts';
import { labelOf, nameOf } from './node.ts';
import type { OpenOrder } from './order.ts';
import { createOrders, openOrder } from './order.ts';
import type { DerivedQuery, ExternalQuery } from './query.ts';
import { compareWithCurrent } from './recheck.ts';
import type { Runtime } from './runtime.ts';
import type { StoredDependency } from './store.ts';

/**
 * Executes the node of the top frame. It is clean afterwards, unless an external result has to be
 * made.
 */
export function execute(runtime: Runtime, frame: Frame): void {
  const query = present(frame.node.table.query, `query ${frame.node.table.name}`);
  frame.isBegun = true;
  switch (query.kind) {
    case 'derived':
      executeDerived(runtime, frame, query);
      return;
    case 'external':
      executePrepare(runtime, frame, query);
      return;
    case 'input':
      throw new InternalError(`The input ${labelOf(frame.node)} cannot be executed`);
    default:
      assertNever(query);
  }
}

function executeDerived(
  runtime: Runtime,
  frame: Frame,
  query: DerivedQuery<string, unknown>,
): void {
  const { node } = frame;
  announce(runtime, frame);
  const started = runtime.now();
  const value = query.execute(createContext(runtime, frame), node.key);
  const microseconds = Math.round(runtime.now() - started - frame.nestedMicroseconds);
  assertNotSwallowed(runtime, frame);

  const text = encode(value, query);
  const reports = encodeReports(frame.reports);
  const trace: Trace = {
    dependencies: dependenciesOf(frame),
    value: fingerprintOf(text),
    valueText: query.storage === 'value' ? text : undefined,
    reportsText: reports.text,
    reports: reports.fingerprint,
    microseconds,
    isGone: false,
  };
  if (frame.mode === 'recheck') {
    compareWithCurrent(runtime, node, trace, text);
    node.status = 'clean';
    return;
  }
  if (frame.previous === 'clean') {
    restoreLost(runtime, node, trace, value);
    return;
  }
  const unchanged = install(runtime, node, trace, value);
  const { cause } = frame;
  const { value: fingerprint } = trace;
  runtime.emit?.({
    kind: 'didExecute',
    node: nameOf(node),
    cause,
    microseconds,
    unchanged,
    value: fingerprint,
  });
}

function executePrepare(
  runtime: Runtime,
  frame: Frame,
  query: ExternalQuery<string, unknown, unknown>,
): void {
  const { node } = frame;
  const order = query.prepare(createContext(runtime, frame), node.key);
  assertNotSwallowed(runtime, frame);

  const orderText = query.encodeOrder?.(order) ?? encode(order);
  const fingerprint = fingerprintOf(orderText);
  if (frame.mode === 'recheck') {
    invariant(
      fingerprint === node.current?.order,
      `The order of ${labelOf(node)} is another when it is prepared again: ${orderText}`,
    );
    node.status = 'clean';
    return;
  }
  const reports = encodeReports(frame.reports);
  const open: OpenOrder = {
    order: { query: query.name, key: node.key, order, orderText, fingerprint },
    cause: frame.cause,
    dependencies: dependenciesOf(frame),
    reportsText: reports.text,
    reports: reports.fingerprint,
  };
  const result = traceOfOrder(node, fingerprint);
  if (result !== undefined) {
    adoptResult(runtime, node, { ...result, ...tracePartOf(open) }, result);
    return;
  }
  node.orders ??= createOrders();
  node.status = frame.previous;
  const isNew = openOrder(node.orders, open, runtime.revision);
  if (isNew) runtime.emit?.({ kind: 'willExecute', node: nameOf(node), cause: frame.cause });
}

/** A copy without the room that a growing array keeps: there are hundreds of thousands. */
function dependenciesOf({ dependencies }: Frame): readonly StoredDependency[] {
  return dependencies.slice();
}

function tracePartOf(open: OpenOrder): Pick<Trace, 'dependencies' | 'reportsText' | 'reports'> {
  const { dependencies, reportsText, reports } = open;
  return { dependencies, reportsText, reports };
}

function announce(runtime: Runtime, frame: Frame): void {
  if (frame.isAnnounced || frame.mode === 'recheck') return;
  frame.isAnnounced = true;
  runtime.emit?.({ kind: 'willExecute', node: nameOf(frame.node), cause: frame.cause });
}

function assertNotSwallowed(runtime: Runtime, frame: Frame): void {
  if (runtime.unwinding === undefined) return;
  throw new InternalError(`${labelOf(frame.node)} caught an exception of the query engine`);
}
