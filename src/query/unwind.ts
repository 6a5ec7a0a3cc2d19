/**
 * Exceptions by which the engine leaves executions half-way: a cycle was settled, or the JavaScript
 * stack grew too deep. Queries must let them pass; they are pure, so an abandoned execution leaves
 * no trace.
 */
import type { Frame } from './frame.ts';

export type Unwinding =
  /** The frames from `target` up are settled; the one below goes on. */
  | { readonly kind: 'settled'; readonly target: number }
  /** `frame` is run from the bottom of the stack, then the executions above it begin again. */
  | { readonly kind: 'tooDeep'; readonly frame: Frame };

/** Thrown while `Runtime.unwinding` says why. */
export class UnwindSignal extends Error {
  override readonly name = 'UnwindSignal';
}

/** One is enough: a signal carries nothing, and a stack trace would be costly. */
export const unwindSignal: UnwindSignal = new UnwindSignal(
  'The query engine is unwinding its stack',
);
