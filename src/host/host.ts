/**
 * The outside world as the compiler and the build see it: files and the clock. Nothing above this folder
 * and the workers' mains touches `node:fs`; tests run on the host in memory.
 */

/** What a file's state is compared by, before its bytes are. */
export interface FileState {
  readonly sizeBytes: number;
  /** Nanoseconds since 1970, decimal: beyond the exact range of a double. */
  readonly mtimeNs: string;
  readonly inode: string;
}

export interface ScannedFile extends FileState {
  /** Relative to the scanned folder, with forward slashes. */
  readonly path: string;
}

export interface Host {
  /** Regular files below `folder` whose names end in `suffix`, sorted by path; what is hidden or in node_modules is skipped. */
  scan(folder: string, suffix: string): readonly ScannedFile[];
  /** Undefined when there is no regular file (links are followed). */
  state(path: string): FileState | undefined;
  /** Undefined when there is no such file. Throws when there is one that cannot be read. */
  read(path: string): Uint8Array | undefined;
  isFolder(path: string): boolean;
  /** Whole, or not at all: written beside the target and renamed. Makes the folders above it. */
  write(path: string, bytes: string | Uint8Array): void;
  /** Nanoseconds since 1970, decimal. */
  nowNs(): string;
  /** Monotonic, microseconds. */
  monotonicUs(): number;
}

/** UTF-8 text of a file; ill-formed bytes become U+FFFD, which the lexer reports. */
export function readText(host: Host, path: string): string | undefined {
  const bytes = host.read(path);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}
