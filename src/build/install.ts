/**
 * Puts files of the object store where users look for them. A file that is already there, as it was put,
 * is not touched; a running program keeps the one it has, because files are replaced and never rewritten.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Fingerprint } from '../base/fingerprint.ts';

export interface InstalledFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly mtimeNs: string;
  readonly inode: string;
  readonly fingerprint: Fingerprint;
}

/** The part of the cache that remembers what was put where. */
export interface InstallMemory {
  outputs(): readonly InstalledFile[];
  putOutputs(files: readonly InstalledFile[]): void;
  removeOutputs(paths: readonly string[]): void;
}

export interface Installation {
  /** Fingerprint of the file in the object store, and where that is. */
  readonly fingerprint: Fingerprint;
  readonly blob: string;
  /** Absolute. */
  readonly target: string;
}

/** Returns the targets that had to be written. */
export function installFiles(
  memory: InstallMemory,
  installations: readonly Installation[],
): readonly string[] {
  const written = missingFiles(memory, installations).map(({ fingerprint, blob, target }) => {
    copyInto(blob, target);
    return { ...stateOf(target), path: target, fingerprint };
  });
  if (written.length > 0) memory.putOutputs(written);
  return written.map((file) => file.path);
}

/** Removes from `folder` what earlier builds put there and none of `installations` is. */
export function removeOthers(
  memory: InstallMemory,
  folder: string,
  installations: readonly Installation[],
): void {
  const targets = new Set(installations.map((each) => each.target));
  const others = memory
    .outputs()
    .map((file) => file.path)
    .filter((file) => path.dirname(file) === folder && !targets.has(file));
  if (others.length === 0) return;
  for (const file of others) fs.rmSync(file, { force: true });
  memory.removeOutputs(others);
}

/** Those that are not in place, or not as they were put there. */
export function missingFiles(
  memory: InstallMemory,
  installations: readonly Installation[],
): readonly Installation[] {
  const known = new Map(memory.outputs().map((file) => [file.path, file]));
  return installations.filter((each) => !isInstalled(known.get(each.target), each));
}

function isInstalled(
  known: InstalledFile | undefined,
  { fingerprint, target }: Installation,
): boolean {
  if (known?.fingerprint !== fingerprint || !fs.existsSync(target)) return false;
  const { sizeBytes, mtimeNs, inode } = stateOf(target);
  return known.sizeBytes === sizeBytes && known.mtimeNs === mtimeNs && known.inode === inode;
}

function copyInto(blob: string, target: string): void {
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    fs.copyFileSync(blob, temporary, fs.constants.COPYFILE_FICLONE);
    fs.chmodSync(temporary, 0o755);
    fs.renameSync(temporary, target);
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}

function stateOf(file: string): Pick<InstalledFile, 'sizeBytes' | 'mtimeNs' | 'inode'> {
  const stat = fs.statSync(file, { bigint: true });
  return { sizeBytes: Number(stat.size), mtimeNs: String(stat.mtimeNs), inode: String(stat.ino) };
}
