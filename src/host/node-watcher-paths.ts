/** Questions about paths that the watching thread asks. */
import type { Dirent, Stats } from 'node:fs';
import { lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

export function isSource(name: string): boolean {
  return name.endsWith('.bolt');
}

/** Whether an entry of a watched folder counts: not hidden, none of npm's, not below what is ignored. */
export function isWatchable(entry: string, ignored: readonly string[]): boolean {
  const name = path.basename(entry);
  if (name.startsWith('.') || name === 'node_modules') return false;
  return !ignored.some((each) => entry === each || entry.startsWith(`${each}/`));
}

/** The nearest folder above `target` that is there, and the name in it that leads to `target`. */
export function nearestFolder(target: string): { readonly folder: string; readonly name: string } {
  let folder = path.dirname(target);
  let name = path.basename(target);
  while (!isFolder(folder) && path.dirname(folder) !== folder) {
    name = path.basename(folder);
    folder = path.dirname(folder);
  }
  return { folder, name };
}

/**
 * What stands on the way to the roots of a tree: equal texts mean that watches on the way still see what
 * they are meant to see.
 */
export function describeWay(
  root: string,
  folders: readonly string[],
  files: readonly string[],
): string {
  const near = [...folders, ...files].map((target) => nearestFolder(target).folder);
  const standing = [root, ...folders, ...near];
  return standing.map((folder) => `${folder} ${identityOf(folder)}`).join('\n');
}

export function isFolder(file: string): boolean {
  return statOf(file)?.isDirectory() ?? false;
}

/** What is at a path; of a symbolic link, the link. */
export function entryAt(file: string): Stats | undefined {
  return unlessMissing(() => lstatSync(file));
}

/** Entries of a folder; none when it went, or may not be read: then the build says so. */
export function entriesOf(folder: string): readonly Dirent[] {
  return unlessMissing(() => readdirSync(folder, { withFileTypes: true })) ?? [];
}

/** Every path that a symbolic link leads over, the one of the file at its end included. */
export function linkSteps(link: string): ReadonlySet<string> {
  const steps = new Set<string>();
  for (let at = link; ; ) {
    const target = unlessMissing(() => readlinkSync(at));
    if (target === undefined) break;
    at = path.resolve(path.dirname(at), target);
    if (steps.has(at)) break;
    steps.add(at);
  }
  const end = unlessMissing(() => realpathSync(link));
  if (end !== undefined) steps.add(end);
  return steps;
}

/** Whether an error says that something is not there, or not for us. */
export function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && missingCodes.has(code);
}

/** EINVAL: no symbolic link. */
const missingCodes: ReadonlySet<string> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EACCES',
  'EPERM',
  'ELOOP',
  'EINVAL',
  'ENAMETOOLONG',
]);

function identityOf(file: string): string {
  const stat = statOf(file);
  return stat === undefined ? 'missing' : `${stat.dev}:${stat.ino}`;
}

function statOf(file: string): Stats | undefined {
  return unlessMissing(() => statSync(file));
}

function unlessMissing<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
