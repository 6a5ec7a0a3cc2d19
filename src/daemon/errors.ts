/** Why a daemon does not do what it is asked to: states of the outside world, which the policy handles. */

/** A daemon could not be started; the message says why, in its own last words where it had any. */
export class DaemonStartError extends Error {
  override readonly name = 'DaemonStartError';
}

/** A daemon said that it would end, and did not. */
export class DaemonStopError extends Error {
  override readonly name = 'DaemonStopError';
}

/** The connection ended before an answer came. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

/** The daemon answered that it does not do that, or failed at it. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** `code` of a failed system call, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}
