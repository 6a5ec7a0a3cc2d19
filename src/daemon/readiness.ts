/** How a daemon that is being started says whether it is there: one line on a pipe. */
import { closeSync, writeSync } from 'node:fs';
import * as v from 'valibot';

export type Readiness =
  | { readonly kind: 'ready'; readonly pid: number }
  /** Another one has the place. */
  | { readonly kind: 'other' }
  | { readonly kind: 'failed'; readonly message: string };

const readinessSchema: v.GenericSchema<unknown, Readiness> = v.variant('kind', [
  v.object({ kind: v.literal('ready'), pid: v.number() }),
  v.object({ kind: v.literal('other') }),
  v.object({ kind: v.literal('failed'), message: v.string() }),
]);

/** The pipe's end in the daemon's process. */
export const readinessDescriptor = 3;

/** To be called once. Whoever waited may be gone. */
export function tellReadiness(readiness: Readiness): void {
  try {
    writeSync(readinessDescriptor, `${JSON.stringify(readiness)}\n`);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'EPIPE';
    if (!isGone) throw error;
  }
  closeSync(readinessDescriptor);
}

/** Undefined when what was said is not a whole line. */
export function parseReadiness(text: string): Readiness | undefined {
  if (!text.endsWith('\n')) return undefined;
  return v.parse(readinessSchema, JSON.parse(text));
}
