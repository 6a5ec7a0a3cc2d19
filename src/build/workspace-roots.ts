/** Where a project's files lie, for those who watch them. */
import path from 'node:path';
import { manifestFolderOf, manifestName } from './manifest-folder.ts';
import { projectPaths } from './paths.ts';
import type { Project } from './project.ts';
import { openProject } from './project.ts';
import type { WorkspaceOptions, WorkspaceRoots } from './workspace-api.ts';

/** Of a project that is not known yet, or whose manifests have mistakes, what can be told from these. */
export function rootsOf(options: WorkspaceOptions, project: Project | undefined): WorkspaceRoots {
  if (project !== undefined) return rootsOfProject(options, project);
  const { host, target } = options;
  const result = openProject(host, target);
  if (result.kind === 'project') return rootsOfProject(options, result.project);
  const root = manifestFolderOf(host, target) ?? path.dirname(target);
  const isFile = target.endsWith('.bolt') && !host.isFolder(target);
  const expected = isFile ? target : path.join(root, manifestName);
  return {
    root,
    sourceFolders: [],
    files: result.kind === 'invalid' ? result.manifests : [expected],
    cache: path.join(root, '.bolt'),
  };
}

function rootsOfProject({ environment }: WorkspaceOptions, project: Project): WorkspaceRoots {
  const { root, packages } = project;
  return {
    root,
    // The installation is not the user's to edit.
    sourceFolders: packages.flatMap((each) =>
      each.onlyFile === undefined && each.isStandard === undefined ? [each.sourceRoot] : [],
    ),
    files: [
      ...manifestsOf(project),
      ...packages.flatMap(({ sourceRoot, onlyFile }) =>
        onlyFile === undefined ? [] : [path.join(sourceRoot, onlyFile)],
      ),
    ],
    cache: projectPaths(project, environment).cache,
  };
}

/** The manifests that made the project what it is: nothing else says which packages there are. */
export function manifestsOf({ packages }: Project): readonly string[] {
  return packages.flatMap(({ manifest }) => (manifest === undefined ? [] : [manifest]));
}
