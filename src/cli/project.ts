/** The project that a command is about, or a clear word about why there is none. */
import path from 'node:path';
import { locateDiagnostics } from '../build/locate.ts';
import type { ProjectPaths } from '../build/paths.ts';
import { projectPaths } from '../build/paths.ts';
import type { Project } from '../build/project.ts';
import { openProject } from '../build/project.ts';
import { nodeHost } from '../host/node-host.ts';
import { RejectedError, UsageError } from './exit.ts';
import type { Output } from './output.ts';
import { showDiagnostics } from './show-diagnostics.ts';

export interface LocatedProject {
  readonly project: Project;
  readonly paths: ProjectPaths;
}

export function locateProject(output: Output, target: string): LocatedProject {
  const full = path.resolve(target);
  const result = openProject(nodeHost, full);
  switch (result.kind) {
    case 'project':
      return { project: result.project, paths: projectPaths(result.project, process.env) };
    case 'missing':
      throw new UsageError(result.message);
    case 'invalid':
      showDiagnostics(
        output,
        full,
        locateDiagnostics(result.diagnostics, () => undefined),
      );
      throw new RejectedError('The manifest is invalid');
    default:
      return result satisfies never;
  }
}
