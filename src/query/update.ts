/**
 * The loop that brings nodes up to date. It works on the explicit stack, so that verification
 * descends a chain of any length; only the executions of queries, which are calls of their code,
 * nest on the stack of JavaScript. Where those grow deeper than `maxDepth` they are unwound, the
 * node they wait for is computed from the bottom, and they begin again, at most once each for a
 * chain.
 *
 * Invariant: a call leaves the stack as it found it. If it throws, every node of its frames is what
 * it was.
 */
import { assertNever, invariant, present } from '../base/invariant.ts';
import { adopt } from './backdate.ts';
import { closeCycle } from './cycle.ts';
import { CancelledError } from './engine-api.ts';
import { execute } from './execute.ts';
import type { Frame } from './frame.ts';
import { recheckOf, restartOf, verificationOf } from './frame.ts';
import type { Node } from './node.ts';
import { standingOrder } from './order.ts';
import { describeStack } from './query-stack.ts';
import type { Runtime } from './runtime.ts';
import { isSampled } from './sample.ts';
import { UnwindSignal, unwindSignal } from './unwind.ts';
import { verify } from './verify.ts';

/** Nested executions; each may use some 7 KB of Node's default stack of 984 KB. */
const maxDepth = 128;

/**
 * Brings the frame's node up to date; false if that takes an external result that nobody brought
 * in.
 */
export function run(runtime: Runtime, frame: Frame): boolean {
  const { stack } = runtime;
  if (frame.node.status === 'active') closeCycle(runtime, frame.node);
  if (runtime.depth >= maxDepth) {
    runtime.unwinding = { kind: 'tooDeep', frame };
    throw unwindSignal;
  }
  const base = stack.length;
  runtime.depth += 1;
  try {
    enter(runtime, frame);
    while (stack.length > base) {
      try {
        step(runtime, present(stack[stack.length - 1], 'top of the stack'));
      } catch (error) {
        if (!(error instanceof UnwindSignal)) throw error;
        resume(runtime, base);
      }
    }
  } catch (error) {
    if (!(error instanceof UnwindSignal)) {
      describeStack(runtime, error);
      abandon(runtime, base);
    }
    throw error;
  } finally {
    runtime.depth -= 1;
  }
  return frame.node.status === 'clean';
}

function step(runtime: Runtime, frame: Frame): void {
  const { stack } = runtime;
  const { node } = frame;
  switch (frame.mode) {
    case 'verify': {
      const verdict = verify(runtime, frame);
      if (verdict === 'failed') {
        frame.mode = 'execute';
      } else if (verdict === 'held') {
        adopt(runtime, node, present(frame.candidates[0], 'surviving trace').trace);
        stack.pop();
        if (isSampled(runtime, node)) enter(runtime, recheckOf(node));
      } else {
        if (verdict.status === 'active') closeCycle(runtime, verdict);
        enter(
          runtime,
          verdict.status === 'unchecked' ? recheckOf(verdict) : verificationOf(verdict),
        );
      }
      return;
    }
    case 'execute':
    case 'recheck':
      if (isRefused(runtime, node)) {
        node.status = frame.previous;
        refuse(runtime);
      } else {
        execute(runtime, frame.isBegun ? restart(stack, frame) : frame);
        if (node.status !== 'clean') refuse(runtime);
        else stack.pop();
      }
      return;
    default:
      assertNever(frame.mode);
  }
}

/** Pushes a frame, at a boundary between queries. */
function enter(runtime: Runtime, frame: Frame): void {
  if (runtime.isCancelled()) throw new CancelledError('The computation was cancelled');
  runtime.stack.push(frame);
  frame.node.status = 'active';
}

/** Without its query a node cannot be executed; with an order that still stands it need not be. */
function isRefused(runtime: Runtime, node: Node): boolean {
  if (node.table.query === undefined) return true;
  return standingOrder(node.orders, runtime.revision) !== undefined;
}

/** Gives up the top frame; whoever waits for it finds its node not clean. */
function refuse(runtime: Runtime): void {
  const frame = runtime.stack.pop();
  const waiting = runtime.stack[runtime.stack.length - 1];
  if (waiting !== undefined) waiting.refused = frame?.node;
}

function restart(stack: Frame[], frame: Frame): Frame {
  const fresh = restartOf(frame);
  stack[stack.length - 1] = fresh;
  return fresh;
}

/** Goes on after an unwinding if this call of `run` is the one to do it, else lets it pass. */
function resume(runtime: Runtime, base: number): void {
  const { stack, unwinding } = runtime;
  invariant(unwinding !== undefined, 'An unwinding has a reason');
  switch (unwinding.kind) {
    case 'settled':
      if (unwinding.target < base) throw unwindSignal;
      runtime.unwinding = undefined;
      stack.length = unwinding.target;
      return;
    case 'tooDeep':
      if (base > 0) throw unwindSignal;
      runtime.unwinding = undefined;
      enter(runtime, unwinding.frame);
      return;
    default:
      assertNever(unwinding);
  }
}

function abandon(runtime: Runtime, base: number): void {
  const { stack } = runtime;
  for (let index = stack.length - 1; index >= base; index -= 1) {
    const frame = present(stack[index], 'frame to abandon');
    frame.node.status = frame.previous;
  }
  stack.length = base;
  runtime.unwinding = undefined;
}
