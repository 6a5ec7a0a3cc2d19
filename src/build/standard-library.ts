/**
 * The standard library as a package of every project: its sources come with the installation, and belong to no
 * project's folder. What a project had of it compiled lies in the installation too; see seed.ts.
 */
import path from 'node:path';
import type { Package, Project } from './project.ts';

/** What the paths of its modules begin with in messages: the same wherever boltd is installed. */
export const shownRoot = '<std>';

/** `project` with the library in `folder`, unless a dependency of that name takes its place. */
export function withStandardLibrary(project: Project, folder: string | undefined): Project {
  if (folder === undefined || project.packages.some(({ name }) => name === 'std')) return project;
  const library: Package = {
    name: 'std',
    version: '0.0.0',
    sourceRoot: folder,
    shownRoot,
    prefix: 'std.',
    dependencies: [],
    isStandard: true,
  };
  return { ...project, packages: [...project.packages, library] };
}

/** The absolute path of the file that messages call `shown`. */
export function fileShownAs({ root, packages }: Project, shown: string): string {
  const library = packages.find(({ isStandard }) => isStandard === true);
  const inside = `${shownRoot}/`;
  return library !== undefined && shown.startsWith(inside)
    ? path.join(library.sourceRoot, shown.slice(inside.length))
    : path.join(root, shown);
}
