/**
 * Verification: does a trace of the node hold for the inputs as they are now? All traces are walked
 * in lock-step, in the order in which their dependencies were read. A trace drops out at its first
 * difference, and a dependency is asked for only when all before it agree: by purity that is
 * exactly what an execution would ask for next, so verification computes nothing that an execution
 * would not.
 */
import type { Fingerprint } from '../base/fingerprint.ts';
import type { Cause } from './events.ts';
import type { Candidate, Frame } from './frame.ts';
import { isOfCycle } from './frame.ts';
import { byNumber, prefetch } from './lookup.ts';
import type { Node } from './node.ts';
import { nameOf } from './node.ts';
import type { Runtime } from './runtime.ts';
import type { StoredDependency } from './store.ts';

/**
 * `held`: the frame's first candidate does. A node: it has to be brought up to date before going
 * on.
 */
export type Verdict = 'held' | 'failed' | Node;

export function verify(runtime: Runtime, frame: Frame): Verdict {
  const { candidates } = frame;
  for (;;) {
    const first = candidates[0];
    if (first === undefined) return fail(runtime, frame);
    const dependency = first.trace.dependencies[first.position];
    if (dependency === undefined) return 'held';
    const node = awaited(runtime, first);
    if (node !== undefined && node.status !== 'clean' && node !== frame.refused) return node;
    advance(frame, dependency, node);
  }
}

/** The node that a candidate has come to, with what it reads next at hand. */
function awaited(runtime: Runtime, { trace, position }: Candidate): Node | undefined {
  const number = trace.dependencies[position]?.node;
  if (number === undefined) return undefined;
  const node = runtime.nodes.get(number);
  if (node !== undefined) return node;
  if (!runtime.prefetched.byNumber.has(number)) prefetch(runtime, trace.dependencies, position);
  return byNumber(runtime, number);
}

/** Moves the candidates that read `dependency` next past it, or drops them. */
function advance(frame: Frame, dependency: StoredDependency, node: Node | undefined): void {
  const { candidates } = frame;
  const actual = node === undefined ? undefined : fingerprintNow(node, dependency);
  let kept = 0;
  for (const candidate of candidates) {
    const next = nextOf(candidate);
    if (next?.node === dependency.node && next.channel === dependency.channel) {
      if (next.fingerprint !== actual) {
        if (candidate.trace === frame.node.current) frame.cause = changed(dependency, node);
        continue;
      }
      candidate.position += 1;
    }
    candidates[kept] = candidate;
    kept += 1;
  }
  candidates.length = kept;
}

function nextOf(candidate: Candidate): StoredDependency | undefined {
  return candidate.trace.dependencies[candidate.position];
}

/** Undefined, which no trace agrees with, if the node could not be brought up to date. */
function fingerprintNow(node: Node, dependency: StoredDependency): Fingerprint | undefined {
  if (node.status !== 'clean') return undefined;
  return dependency.channel === 'value' ? node.current?.value : node.current?.reports;
}

function changed(dependency: StoredDependency, node: Node | undefined): Cause {
  const name =
    node === undefined ? { query: 'unknown', key: String(dependency.node) } : nameOf(node);
  return { kind: 'changed', dependency: name, channel: dependency.channel };
}

/** The trace of a cycle is no candidate, but it tells what changed. */
function fail(runtime: Runtime, frame: Frame): Verdict {
  const { current } = frame.node;
  if (current !== undefined && isOfCycle(frame.node, current)) {
    for (const dependency of current.dependencies) {
      const node = byNumber(runtime, dependency.node);
      if (node !== undefined && fingerprintNow(node, dependency) === dependency.fingerprint)
        continue;
      frame.cause = changed(dependency, node);
      break;
    }
  }
  return 'failed';
}
