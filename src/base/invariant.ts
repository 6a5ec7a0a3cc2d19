/** Programmer errors. A user's mistake is a `Diagnostic`, never one of these. */

/** A bug in boltd: carries what was being worked on so that a report can name it. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/** Throws an `InternalError` with `message` unless `condition` holds. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InternalError(message);
}

/** The end of every switch over a union; fails to compile when a case is missing. */
export function assertNever(value: never): never {
  throw new InternalError(`Unexpected variant: ${JSON.stringify(value)}`);
}

/** `value`, which the caller knows to be present; `what` names it in the error otherwise. */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new InternalError(`Missing ${what}`);
  return value;
}
