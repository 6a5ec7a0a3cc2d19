/** The stack of queries in the message of an error that passes through it. */
import { CancelledError } from './engine-api.ts';
import { labelOf } from './node.ts';
import type { Runtime } from './runtime.ts';

/** Longer stacks lose their middle. */
const shownAtEachEnd = 12;

/** Adds the stack to the error's message, innermost query first; once for each error. */
export function describeStack(runtime: Runtime, error: unknown): void {
  if (!(error instanceof Error) || error instanceof CancelledError) return;
  if (runtime.described.has(error)) return;
  runtime.described.add(error);
  const message = `${error.message}${renderStack(runtime)}`;
  if (error.stack !== undefined) error.stack = error.stack.replace(error.message, () => message);
  error.message = message;
}

function renderStack(runtime: Runtime): string {
  const lines = runtime.stack.map((frame) => `\n  in ${labelOf(frame.node)}`).reverse();
  const hidden = lines.length - 2 * shownAtEachEnd;
  if (hidden > 1) lines.splice(shownAtEachEnd, hidden, `\n  … ${hidden} more`);
  return lines.join('');
}
