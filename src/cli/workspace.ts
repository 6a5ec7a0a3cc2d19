/** Workspaces as commands open them: this installation, this environment, this compiler. */
import path from 'node:path';
import { openWorkspace } from '../build/workspace.ts';
import type { Workspace } from '../build/workspace-api.ts';
import { InvalidProjectError, MissingProjectError } from '../build/workspace-api.ts';
import { nodeHost } from '../host/node-host.ts';
import { RejectedError, UsageError } from './exit.ts';
import { installation } from './installation.ts';
import type { Output } from './output.ts';
import { showDiagnostics } from './show-diagnostics.ts';
import { compilerFingerprint } from './version.ts';

export interface WorkspaceSettings {
  readonly workers?: number;
  readonly workerGrowthBytes?: number;
  readonly verify?: number;
}

/**
 * For processes that stay: what LLVM leaks in about 2,000 edits. A worker begins with some 150 MiB, so
 * that memory stays within a fifth of what it is at first.
 */
export const workerGrowthBytes: number = 40 * 2 ** 20;

/** `target`: a path as the user gave it. */
export function workspaceOf(
  output: Output,
  target: string,
  settings: WorkspaceSettings = {},
): Workspace {
  const { workerEntry, runtimeFolder, standardFolder, seedFolder } = installation();
  return openWorkspace({
    host: nodeHost,
    target: path.resolve(target),
    environment: process.env,
    compiler: compilerFingerprint,
    workerEntry,
    runtimeFolder,
    standardFolder,
    seedFolder,
    onNotice: (message) => output.notice(`${output.colors.yellow('note')}: ${message}`),
    ...settings,
  });
}

/** Runs `work` on a workspace and closes it whatever happens, so that what was learnt is kept. */
export async function withWorkspace<T>(
  output: Output,
  target: string,
  settings: WorkspaceSettings,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const workspace = workspaceOf(output, target, settings);
  try {
    return await work(workspace);
  } catch (error) {
    if (error instanceof MissingProjectError) throw new UsageError(error.message);
    if (!(error instanceof InvalidProjectError)) throw error;
    showDiagnostics(output, workspace.roots().root, error.diagnostics);
    throw new RejectedError(error.message);
  } finally {
    await workspace.close();
  }
}
