/**
 * The stack of the computation: a frame for each active node. Each frame waits for the one above
 * it, so the stack is the chain of dependencies that a cycle closes and that an error message
 * shows.
 */
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Cause } from './events.ts';
import type { Node, Status, Trace } from './node.ts';
import type { StoredDependency } from './store.ts';

/** A trace that agrees with all dependencies before `position`. */
export interface Candidate {
  readonly trace: Trace;
  position: number;
}

export interface Frame {
  readonly node: Node;
  /** What the node was before, and is again when the frame is abandoned. */
  previous: Status;
  /** `recheck`: executed for comparison with the trace that was just reused. */
  mode: 'verify' | 'execute' | 'recheck';
  cause: Cause;
  /** Traces that may still hold; the current one first. */
  readonly candidates: Candidate[];
  /**
   * A dependency that could not be brought up to date: an external result that nobody brought in.
   */
  refused: Node | undefined;
  /**
   * Dependencies of the execution, in the order first read, and the same as a set once they are
   * many.
   */
  readonly dependencies: StoredDependency[];
  seen: Set<StoredDependency> | undefined;
  readonly reports: Diagnostic[];
  /** Time spent on other nodes during the execution. */
  nestedMicroseconds: number;
  /** Listeners know that the node is being executed. */
  isAnnounced: boolean;
  /** The execution has begun; if it did not end, the stack was unwound and it begins again. */
  isBegun: boolean;
}

const isNew: Cause = { kind: 'new' };
const isLost: Cause = { kind: 'lost' };

/** Starts with the traces of the node, and executes it if none holds. */
export function verificationOf(node: Node): Frame {
  const frame = createFrame(node, 'verify', node.current === undefined ? isNew : isLost);
  if (node.current !== undefined) consider(frame, node.current);
  for (const trace of node.older) consider(frame, trace);
  return frame;
}

/** Executes the node at once, for its value is lost. */
export function executionOf(node: Node): Frame {
  return createFrame(node, 'execute', isLost);
}

/** Executes the node to compare the result with its current trace. */
export function recheckOf(node: Node): Frame {
  return createFrame(node, 'recheck', isLost);
}

/** The same task from its beginning. */
export function restartOf(frame: Frame): Frame {
  const fresh = createFrame(frame.node, frame.mode, frame.cause);
  return { ...fresh, previous: frame.previous, isAnnounced: frame.isAnnounced };
}

/** What the frame has read and found valid so far. */
export function readsOf(frame: Frame): readonly StoredDependency[] {
  const candidate = frame.candidates[0];
  if (frame.mode !== 'verify' || candidate === undefined) return frame.dependencies;
  return candidate.trace.dependencies.slice(0, candidate.position);
}

/** The dependency that the frame, which is being verified, has come to. */
export function awaitedBy(frame: Frame): StoredDependency | undefined {
  const candidate = frame.candidates[0];
  return candidate?.trace.dependencies[candidate.position];
}

/**
 * A trace of a cycle has an order but belongs to no external query: it holds for the whole cycle
 * only.
 */
export function isOfCycle(node: Node, trace: Trace): boolean {
  return trace.order !== undefined && node.table.query?.kind === 'derived';
}

function consider(frame: Frame, trace: Trace): void {
  if (!trace.isGone && !isOfCycle(frame.node, trace)) frame.candidates.push({ trace, position: 0 });
}

function createFrame(node: Node, mode: Frame['mode'], cause: Cause): Frame {
  return {
    node,
    previous: node.status,
    mode,
    cause,
    candidates: [],
    refused: undefined,
    dependencies: [],
    seen: undefined,
    reports: [],
    nestedMicroseconds: 0,
    isAnnounced: false,
    isBegun: false,
  };
}
