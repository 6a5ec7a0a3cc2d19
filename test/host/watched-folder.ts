/**
 * A real folder under a real watcher, with a reader who looks at files only when told to. Once the watcher
 * has told all, what the reader has is what is on the disk.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { nodeHost } from '../../src/host/node-host.ts';
import { watchFiles } from '../../src/host/node-watcher.ts';
import type { WatchLimits } from '../../src/host/node-watcher-protocol.ts';
import type { FileChange, Watcher, WatcherOptions, WatchTrouble } from '../../src/host/watcher.ts';
import { repository } from '../harness/boltd.ts';

export const watcherEntry: string = path.join(
  path.dirname(import.meta.dirname),
  '../src/host/node-watcher-main.js',
);

export interface WatchedFolder {
  /** With `bolt.toml` and `src`; gone with the test. */
  readonly root: string;
  /** Its folder, which is the test's own, too. */
  readonly outside: string;
  readonly watcher: Watcher;
  readonly changes: readonly FileChange[];
  readonly troubles: readonly WatchTrouble[];
  /** Absolute path of something in the root. */
  at(name: string): string;
  /** Writes below the root, in place. */
  write(name: string, text: string): void;
  /** Waits until the reader has what is on the disk. */
  settled(): Promise<void>;
}

export interface WatchedFolderOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly limits?: Partial<WatchLimits>;
  readonly entry?: string;
  /** Before watching begins. */
  readonly prepare?: (root: string, outside: string) => void;
  readonly watched?: (root: string) => Partial<WatcherOptions>;
}

export async function watchedFolder(
  t: ExecutionContext,
  options: WatchedFolderOptions = {},
): Promise<WatchedFolder> {
  const outside = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'boltd-watch-')));
  const root = path.join(outside, 'project');
  const files = { 'bolt.toml': 'manifest', 'src/main.bolt': 'main', ...options.files };
  for (const [name, text] of Object.entries(files)) writeDeep(path.join(root, name), text);
  options.prepare?.(root, outside);

  const sources = path.join(root, 'src');
  const manifest = path.join(root, 'bolt.toml');
  const changes: FileChange[] = [];
  const troubles: WatchTrouble[] = [];
  let seen = readAll(sources, manifest);
  const watcher = watchFiles(
    {
      root,
      folders: [sources],
      files: [manifest],
      ignored: [],
      onChange(change) {
        changes.push(change);
        if (change.kind === 'everything') seen = readAll(sources, manifest);
        else for (const file of change.paths) seen.set(file, readOne(file));
      },
      onTrouble: (trouble) => void troubles.push(trouble),
      ...options.watched?.(root),
    },
    { entry: options.entry ?? watcherEntry, ...(options.limits && { limits: options.limits }) },
  );
  t.teardown(async () => {
    await watcher.close();
    rmSync(outside, { recursive: true, force: true });
  });
  await watcher.ready;
  return {
    root,
    outside,
    watcher,
    changes,
    troubles,
    at: (name) => path.join(root, name),
    write: (name, text) => writeDeep(path.join(root, name), text),
    settled: () =>
      eventually(
        () => {
          if (troubles.some(({ kind }) => kind === 'failed')) throw new Error('Watching ended');
          const onDisk = present(readAll(sources, manifest));
          return JSON.stringify(onDisk) === JSON.stringify(present(seen));
        },
        () =>
          `Seen ${JSON.stringify(present(seen))} of ${JSON.stringify(present(readAll(sources, manifest)))}`,
      ),
  };
}

/** Waits until `holds`, for far longer than it takes. */
export async function eventually(
  holds: () => boolean,
  describe: () => string = () => holds.toString(),
): Promise<void> {
  const limitMs = performance.now() + 60_000;
  while (!holds()) {
    if (performance.now() > limitMs) throw new Error(`It never happened: ${describe()}`);
    await pause(5);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export function writeDeep(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** As careful editors save: nobody ever sees half a file. */
export function replace(file: string, text: string): void {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.new`);
  writeFileSync(beside, text);
  renameSync(beside, file);
}

/** As vim saves: the old file is moved out of the way, a new one written, the old one removed. */
export function saveLikeVim(file: string, text: string): void {
  renameSync(file, `${file}~`);
  writeFileSync(file, text);
  rmSync(`${file}~`);
}

export function toldPaths(changes: readonly FileChange[]): ReadonlySet<string> {
  return new Set(changes.flatMap((each) => (each.kind === 'paths' ? [...each.paths] : [])));
}

type Texts = Map<string, string | undefined>;

function readAll(sources: string, manifest: string): Texts {
  const found = nodeHost.scan(sources, '.bolt').map((file) => path.join(sources, file.path));
  return new Map([...found, manifest].map((file) => [file, readOne(file)]));
}

function readOne(file: string): string | undefined {
  try {
    return existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : undefined;
  } catch {
    // Gone between two looks: the next event says so.
    return undefined;
  }
}

function present(texts: Texts): readonly (readonly [string, string | undefined])[] {
  return [...texts].filter(([, text]) => text !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
}

export const bundledEntry: string = path.join(repository, 'build/bundle/watcher.js');
