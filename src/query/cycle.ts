/**
 * Cycles. A query that asks for a node that waits for it has closed a cycle: the frames from that
 * node up are its members. If every member says what it is worth on a cycle, all of them get those
 * values, with the dependencies that any member read before it went on to the next: they decide
 * that the cycle is there. No member depends on another, so the graph that is stored has no cycle.
 *
 * The result does not depend on where the cycle was entered. A member is settled by what it reads
 * first of all that is not settled, which makes every cycle one that each of its entries finds in
 * full.
 *
 * The trace of a cycle carries the fingerprint of the chain as its order and is never adopted again
 * once it is dirty: alone it would say nothing of the other members.
 */
import { fingerprintOf } from '../base/fingerprint.ts';
import { InternalError, present } from '../base/invariant.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { install } from './backdate.ts';
import { encode, encodeReports } from './codec.ts';
import type { NodeName } from './events.ts';
import type { Frame } from './frame.ts';
import { awaitedBy, readsOf } from './frame.ts';
import type { Node, Trace } from './node.ts';
import { labelOf, nameOf } from './node.ts';
import type { Runtime } from './runtime.ts';
import type { StoredDependency } from './store.ts';
import { unwindSignal } from './unwind.ts';

interface Settlement {
  readonly frame: Frame;
  readonly trace: Trace;
  readonly value: unknown;
}

/** Settles the cycle that `node` closes, and unwinds the stack down to its frame. */
export function closeCycle(runtime: Runtime, node: Node): never {
  const target = runtime.stack.findIndex((frame) => frame.node === node);
  const members = rotated(runtime.stack.slice(target));
  const chain = members.map((frame) => labelOf(frame.node));
  const dependencies = dependenciesOf(members);
  const order = fingerprintOf(chain.join('\n'));
  const settlements = members.map((frame): Settlement => {
    const reports: Diagnostic[] = [];
    const value = valueOnCycle(frame, reports, chain);
    const valueText = encode(value);
    const encoded = encodeReports(reports);
    const trace: Trace = {
      dependencies,
      value: fingerprintOf(valueText),
      valueText,
      reportsText: encoded.text,
      reports: encoded.fingerprint,
      order,
      microseconds: 0,
      isGone: false,
    };
    return { frame, trace, value };
  });
  settlements.forEach((settlement, index) => {
    const awaited = present(members[(index + 1) % members.length], 'next member of a cycle').node;
    settle(runtime, settlement, nameOf(awaited));
  });
  runtime.unwinding = { kind: 'settled', target };
  throw unwindSignal;
}

/** A member that was only being verified runs because the member that it waits for is another. */
function settle(runtime: Runtime, { frame, trace, value }: Settlement, awaited: NodeName): void {
  const name = nameOf(frame.node);
  let { cause } = frame;
  if (!frame.isAnnounced) {
    const channel = awaitedBy(frame)?.channel ?? 'value';
    cause = { kind: 'changed', dependency: awaited, channel };
    runtime.emit?.({ kind: 'willExecute', node: name, cause });
  }
  const unchanged = install(runtime, frame.node, trace, value);
  const { value: fingerprint, microseconds } = trace;
  runtime.emit?.({
    kind: 'didExecute',
    node: name,
    cause,
    microseconds,
    unchanged,
    value: fingerprint,
  });
}

function valueOnCycle(frame: Frame, reports: Diagnostic[], chain: readonly string[]): unknown {
  const { query } = frame.node.table;
  if (query?.kind !== 'derived' || query.onCycle === undefined) {
    throw new InternalError(`Dependency cycle: ${[...chain, chain[0]].join(' → ')}`);
  }
  const context = { report: (diagnostic: Diagnostic): void => void reports.push(diagnostic) };
  return query.onCycle(context, frame.node.key, chain);
}

/** The members from the one with the smallest name on. */
function rotated(members: readonly Frame[]): readonly Frame[] {
  const labels = members.map((frame) => labelOf(frame.node));
  const [smallest = ''] = labels.toSorted();
  const start = labels.indexOf(smallest);
  return [...members.slice(start), ...members.slice(0, start)];
}

/** All that the members read, each once. */
function dependenciesOf(members: readonly Frame[]): readonly StoredDependency[] {
  const all = new Map<string, StoredDependency>();
  for (const frame of members) {
    for (const dependency of readsOf(frame)) {
      const name = `${dependency.channel} ${dependency.node}`;
      if (!all.has(name)) all.set(name, dependency);
    }
  }
  return [...all.values()];
}
