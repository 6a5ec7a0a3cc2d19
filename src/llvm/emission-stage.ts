/** A step on the way from IR text to an object: what it made, or why it made nothing. */

/** A bug in what was given, in words of LLVM. */
export interface EmissionFailure {
  readonly stage: 'parse' | 'verify' | 'optimise' | 'instrument' | 'emit';
  readonly message: string;
}

export type Failure = { readonly kind: 'failure'; readonly failure: EmissionFailure };

export type Stage<T> = { readonly kind: 'done'; readonly value: T } | Failure;

export function failure(stage: EmissionFailure['stage'], message: string): Failure {
  return { kind: 'failure', failure: { stage, message: message.trim() } };
}

export function done<T>(value: T): Stage<T> {
  return { kind: 'done', value };
}
