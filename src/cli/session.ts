/** Runs a command's own work in the session of a workspace. */
import type { RequestObserver, WorkParts } from '../build/workspace-api.ts';
import type { Output } from './output.ts';
import { withWorkspace } from './workspace.ts';

export type SessionWork = WorkParts;

export interface SessionSettings {
  readonly observer?: RequestObserver;
  readonly verify?: number;
}

/** Closes the session whatever happens, so that failed work keeps what it learnt. */
export function withSession<T>(
  output: Output,
  target: string,
  { observer, verify }: SessionSettings,
  work: (parts: SessionWork) => Promise<T>,
): Promise<T> {
  const settings = verify === undefined ? {} : { verify };
  return withWorkspace(output, target, settings, (workspace) => workspace.use(work, observer));
}
