/** A world in memory, for tests: every write advances its clock. */
import { fingerprintOf } from '../base/fingerprint.ts';
import type { FileState, Host } from './host.ts';

export interface MemoryHost extends Host {
  /** Sets a file's text as an editor would; undefined removes it. */
  put(path: string, text: string | undefined): void;
  /** Gives a file a new modification time and nothing else. */
  touch(path: string): void;
}

export function createMemoryHost(files: Readonly<Record<string, string>> = {}): MemoryHost {
  const contents = new Map<string, { bytes: Uint8Array; mtime: number }>();
  let clock = 1;

  const store = (path: string, bytes: Uint8Array): void => {
    clock += 1_000_000_000;
    contents.set(path, { bytes, mtime: clock });
  };
  const stateOf = (path: string): FileState | undefined => {
    const file = contents.get(path);
    if (file === undefined) return undefined;
    const inode = fingerprintOf(path).slice(0, 12);
    return { sizeBytes: file.bytes.length, mtimeNs: String(file.mtime), inode };
  };

  const host: MemoryHost = {
    put(path, text) {
      if (text === undefined) contents.delete(path);
      else store(path, new TextEncoder().encode(text));
    },
    touch(path) {
      const file = contents.get(path);
      if (file !== undefined) store(path, file.bytes);
    },
    scan(folder, suffix) {
      const prefix = `${folder}/`;
      return [...contents.keys()]
        .filter((path) => path.startsWith(prefix) && path.endsWith(suffix))
        .sort()
        .flatMap((path) => {
          const state = stateOf(path);
          return state === undefined ? [] : [{ path: path.slice(prefix.length), ...state }];
        });
    },
    state: stateOf,
    read: (path) => contents.get(path)?.bytes,
    isFolder: (folder) => [...contents.keys()].some((path) => path.startsWith(`${folder}/`)),
    write: (path, bytes) =>
      store(path, typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes),
    nowNs: () => String(clock + 10_000_000_000),
    monotonicUs: () => clock / 1000,
  };
  for (const [path, text] of Object.entries(files)) host.put(path, text);
  return host;
}
