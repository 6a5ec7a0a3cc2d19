/** What the process's status says. `run` hands on the program's own. */
export const exitCode = { done: 0, diagnostics: 1, usage: 2, internal: 70 } as const;

/** A mistake in how boltd was called, or in what it was called on: a message, no stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Mistakes of the user that have been shown already, as those in a manifest: nothing is left to say. */
export class RejectedError extends Error {
  override readonly name = 'RejectedError';
}
