/** The real world. */
import fs from 'node:fs';
import path from 'node:path';
import type { FileState, Host, ScannedFile } from './host.ts';

export const nodeHost: Host = {
  scan(folder, suffix) {
    const found: ScannedFile[] = [];
    scanInto(folder, '', suffix, found);
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  },
  state: stateOf,
  read(file) {
    return unlessMissing(() => fs.readFileSync(file));
  },
  isFolder(folder) {
    return unlessMissing(() => fs.statSync(folder))?.isDirectory() ?? false;
  },
  write(file, bytes) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}.tmp`;
    fs.writeFileSync(temporary, bytes);
    fs.renameSync(temporary, file);
  },
  nowNs: () => String(BigInt(Date.now()) * 1_000_000n),
  monotonicUs: () => performance.now() * 1000,
};

function scanInto(folder: string, prefix: string, suffix: string, found: ScannedFile[]): void {
  for (const entry of readFolder(folder)) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const full = `${folder}/${entry.name}`;
    const relative = prefix + entry.name;
    const isFolder = entry.isSymbolicLink() ? nodeHost.isFolder(full) : entry.isDirectory();
    if (isFolder) {
      // A link to a folder is not followed: it could lead back here.
      if (!entry.isSymbolicLink()) scanInto(full, `${relative}/`, suffix, found);
    } else if (entry.name.endsWith(suffix)) {
      const state = stateOf(full);
      if (state !== undefined) found.push({ path: relative, ...state });
    }
  }
}

/** A folder that vanishes while it is being read has no entries. */
function readFolder(folder: string): readonly fs.Dirent[] {
  return unlessMissing(() => fs.readdirSync(folder, { withFileTypes: true })) ?? [];
}

/** Undefined when what is to be read is not there; whatever else stands in the way is an error. */
function unlessMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // The last of them: symbolic links that lead in a circle.
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return undefined;
    throw error;
  }
}

function stateOf(file: string): FileState | undefined {
  const stat = unlessMissing(() => fs.statSync(file, { bigint: true }));
  if (stat === undefined || !stat.isFile()) return undefined;
  return { sizeBytes: Number(stat.size), mtimeNs: String(stat.mtimeNs), inode: String(stat.ino) };
}
