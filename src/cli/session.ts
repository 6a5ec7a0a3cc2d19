/** Runs a command's own work in the session of a workspace. */
import type { WorkParts } from '../build/workspace-api.ts';
import type { Output } from './output.ts';
import { withWorkspace } from './workspace.ts';

/** Closes the session whatever happens, so that failed work keeps what it learnt. */
export function withSession<T>(
  output: Output,
  target: string,
  work: (parts: WorkParts) => Promise<T>,
): Promise<T> {
  return withWorkspace(output, target, {}, (workspace) => workspace.use(work));
}
