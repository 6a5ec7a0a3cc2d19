/** Where a project's files lie, for those who watch them. */
import path from 'node:path';
import type { Host } from '../host/host.ts';
import { projectPaths } from './paths.ts';
import type { Project } from './project.ts';
import { manifestFolderOf, manifestName } from './project.ts';
import type { WorkspaceOptions, WorkspaceRoots } from './workspace-api.ts';

/** Of a project that is not known yet, or whose manifest has mistakes, what its target says. */
export function rootsOf(
  { host, target, environment }: WorkspaceOptions,
  project: Project | undefined,
): WorkspaceRoots {
  if (project === undefined) {
    const root = manifestFolderOf(host, target) ?? path.dirname(target);
    const isFile = target.endsWith('.bolt') && !host.isFolder(target);
    const file = isFile ? target : path.join(root, manifestName);
    return { root, sourceFolders: [], files: [file], cache: path.join(root, '.bolt') };
  }
  const { root, packages } = project;
  return {
    root,
    sourceFolders: packages.flatMap((each) =>
      each.onlyFile === undefined ? [each.sourceRoot] : [],
    ),
    files: [
      ...manifestsOf(host, project),
      ...packages.flatMap(({ sourceRoot, onlyFile }) =>
        onlyFile === undefined ? [] : [path.join(sourceRoot, onlyFile)],
      ),
    ],
    cache: projectPaths(project, environment).cache,
  };
}

/** The manifests that made the project what it is: nothing else says which packages there are. */
export function manifestsOf(host: Host, { packages }: Project): readonly string[] {
  return packages.flatMap(({ sourceRoot, onlyFile }) => {
    const folder = onlyFile === undefined ? manifestFolderOf(host, sourceRoot) : undefined;
    return folder === undefined ? [] : [path.join(folder, manifestName)];
  });
}
