/**
 * From files to inputs: finds what changed since the manifest of files in the cache was written, and hands
 * only that to the engine. A file whose state is as recorded is not opened; one whose bytes are as recorded
 * changes nothing.
 */
import type { Fingerprint } from '../base/fingerprint.ts';
import { fingerprintOf } from '../base/fingerprint.ts';
import type { ModuleId } from '../base/ids.ts';
import { moduleId } from '../base/ids.ts';
import { manifestError } from '../compiler/manifest.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { FileState, Host, ScannedFile } from '../host/host.ts';
import type { Package, Project } from './project.ts';
import { fileShownAs } from './standard-library.ts';

/** A source file as found on disk. */
export interface SourceFile extends FileState {
  readonly module: ModuleId;
  /** Absolute. */
  readonly file: string;
  /** As messages and panics call it: relative to the project's root. */
  readonly path: string;
}

/** What the cache remembers of a file. */
export interface KnownFile extends FileState {
  readonly path: string;
  readonly module: ModuleId;
  readonly fingerprint: Fingerprint;
  /** False when the file was written so shortly before it was read that a later write may look the same. */
  readonly trusted: boolean;
}

export interface ScanResult {
  /** Files that are new or whose bytes changed, with their text. */
  readonly changed: readonly { readonly file: KnownFile; readonly text: string }[];
  /** Files of which only the state changed, or became trustworthy. */
  readonly touched: readonly KnownFile[];
  readonly removed: readonly KnownFile[];
  /** Files that cannot be modules. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Compares the project's source files with what is known of them. */
export function scanSources(
  host: Host,
  project: Project,
  known: ReadonlyMap<string, KnownFile>,
): ScanResult {
  const diagnostics: Diagnostic[] = [];
  const sources = findSources(host, project, diagnostics);
  return { ...compare(host, sources, known, [...known.values()]), diagnostics };
}

/**
 * The same for some files only; `paths` are absolute. Undefined when that is not enough: a file that is not
 * known, or something that is no file, may change which modules there are.
 */
export function scanPaths(
  host: Host,
  project: Project,
  known: ReadonlyMap<string, KnownFile>,
  paths: ReadonlySet<string>,
): Omit<ScanResult, 'diagnostics'> | undefined {
  const shown = new Set<string>();
  for (const file of paths) {
    const name = shownPath(project, file);
    if (name === undefined || !known.has(name)) return undefined;
    shown.add(name);
  }
  const asked = [...known.values()].filter((file) => shown.has(file.path) || !file.trusted);
  const sources = asked.flatMap(({ path: shownName, module }): readonly SourceFile[] => {
    const file = fileShownAs(project, shownName);
    const state = host.state(file);
    return state === undefined ? [] : [{ ...state, path: shownName, module, file }];
  });
  return compare(host, sources, known, asked);
}

/** `expected` are the known files that `sources` are all that is left of. */
function compare(
  host: Host,
  sources: readonly SourceFile[],
  known: ReadonlyMap<string, KnownFile>,
  expected: readonly KnownFile[],
): Omit<ScanResult, 'diagnostics'> {
  const changed: { file: KnownFile; text: string }[] = [];
  const touched: KnownFile[] = [];
  const seen = new Set<string>();
  const now = BigInt(host.nowNs());

  for (const source of sources) {
    const before = known.get(source.path);
    if (before?.trusted && sameState(before, source)) {
      seen.add(source.path);
      continue;
    }
    const bytes = host.read(source.file);
    // Deleted while the folder was being read: as if it had never been there.
    if (bytes === undefined) continue;
    seen.add(source.path);
    const fingerprint = fingerprintOf(bytes);
    const { path: shown, module, sizeBytes, mtimeNs, inode } = source;
    const trusted = isSettled(mtimeNs, now);
    const file: KnownFile = {
      path: shown,
      module,
      sizeBytes,
      mtimeNs,
      inode,
      fingerprint,
      trusted,
    };
    if (before?.fingerprint !== fingerprint || before.module !== module) {
      changed.push({ file, text: new TextDecoder().decode(bytes) });
    } else if (!sameState(before, file) || before.trusted !== trusted) {
      touched.push(file);
    }
  }
  const removed = expected.filter((file) => !seen.has(file.path));
  return { changed, touched, removed };
}

/** How the cache and messages call a source file; undefined for a path outside of all source roots. */
function shownPath(project: Project, file: string): string | undefined {
  const pack = project.packages.find((each) => file.startsWith(`${each.sourceRoot}/`));
  if (pack === undefined) return undefined;
  const inside = file.slice(pack.sourceRoot.length + 1);
  return pack.shownRoot === '' ? inside : `${pack.shownRoot}/${inside}`;
}

/** The project's source files, package by package, sorted by path. */
function findSources(
  host: Host,
  project: Project,
  diagnostics: Diagnostic[],
): readonly SourceFile[] {
  const sources: SourceFile[] = [];
  const used = new Set(project.packages.map((pack) => pack.prefix));
  for (const pack of project.packages) {
    for (const scanned of scanPackage(host, pack)) {
      const shown = pack.shownRoot === '' ? scanned.path : `${pack.shownRoot}/${scanned.path}`;
      const module = moduleOfPath(pack, scanned.path);
      const [first = ''] = scanned.path.split('/');
      if (module === undefined) {
        diagnostics.push(unimportable(shown));
      } else if (pack.prefix === '' && scanned.path !== first && used.has(`${first}.`)) {
        diagnostics.push(ambiguous(shown, first));
      } else {
        const file = `${pack.sourceRoot}/${scanned.path}`;
        sources.push({ ...scanned, module, path: shown, file });
      }
    }
  }
  return sources;
}

function scanPackage(host: Host, pack: Package): readonly ScannedFile[] {
  if (pack.onlyFile === undefined) return host.scan(pack.sourceRoot, '.bolt');
  const state = host.state(`${pack.sourceRoot}/${pack.onlyFile}`);
  return state === undefined ? [] : [{ path: pack.onlyFile, ...state }];
}

function moduleOfPath(pack: Package, path: string): ModuleId | undefined {
  if (pack.onlyFile !== undefined) return moduleId(pack.name);
  const segments = path.slice(0, -'.bolt'.length).split('/');
  const valid = segments.every((segment) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(segment));
  return valid ? moduleId(pack.prefix + segments.join('.')) : undefined;
}

function unimportable(path: string): Diagnostic {
  const place = { line: 1, column: 1, length: 1 };
  return manifestError('E0406', path, place, `\`${path}\` cannot be a module`, [
    'A file is a module named by its path: letters, digits and `_`, no digit first, in every part.',
  ]);
}

/** A module of the program's own package in a folder that is called like a dependency. */
function ambiguous(path: string, dependency: string): Diagnostic {
  const place = { line: 1, column: 1, length: 1 };
  return manifestError(
    'E0406',
    path,
    place,
    `\`${path}\` cannot be told from a module of a dependency`,
    [
      `Modules of the package \`${dependency}\` are called \`${dependency}.…\`, too. Rename the folder.`,
    ],
  );
}

function sameState(a: FileState, b: FileState): boolean {
  return a.sizeBytes === b.sizeBytes && a.mtimeNs === b.mtimeNs && a.inode === b.inode;
}

/**
 * Whether any later write must change the modification time. Kernels stamp files with a clock of a few
 * milliseconds' grain; file systems that keep whole seconds need a margin of two.
 */
function isSettled(mtimeNs: string, now: bigint): boolean {
  const wholeSeconds = mtimeNs.endsWith('000000000');
  return now - BigInt(mtimeNs) > (wholeSeconds ? 2_000_000_000n : 50_000_000n);
}
