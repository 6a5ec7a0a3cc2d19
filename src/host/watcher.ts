/**
 * Watching files, as the compiler's faces see it. `watchFiles` in node-watcher.ts watches the real ones.
 */

export interface WatcherOptions {
  /** Absolute: the folder without which there is nothing to watch. */
  readonly root: string;
  /**
   * Absolute; sources and folders below them are watched, but what is hidden (`.git`, `.bolt`) or in
   * node_modules. A folder that is not there yet is waited for.
   */
  readonly folders: readonly string[];
  /** Absolute; these single files, whether they are there or not. */
  readonly files: readonly string[];
  /** Absolute; nothing below them counts. */
  readonly ignored: readonly string[];
  onChange(change: FileChange, sign: ChangeSign): void;
  /** The watcher does what it can; the user should know that it is not as it should be. */
  onTrouble(trouble: WatchTrouble): void;
}

export type FileChange =
  /** These paths may have been written, made, replaced or removed; absolute. */
  | { readonly kind: 'paths'; readonly paths: ReadonlySet<string> }
  /** Something was missed, or a folder changed: look at everything. */
  | { readonly kind: 'everything' };

/** When a change was noticed. */
export interface ChangeSign {
  /** `Watcher.generation` with this change: all up to it has been told. */
  readonly generation: number;
  /** How long ago the first of the change was seen: this thread may have been busy. */
  readonly ageMs: number;
}

export type WatchTrouble =
  /** The system's limits are reached: files are looked at every `intervalMs` instead. */
  | { readonly kind: 'polling'; readonly reason: string; readonly intervalMs: number }
  /** The root is not there any more: removed, or moved away. */
  | { readonly kind: 'gone'; readonly folder: string }
  /** Watching ended. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface Watcher {
  /**
   * Counts what happened to watched files. Grows at once, whatever this thread is doing: a number in shared
   * memory. Whenever it grows, `onChange` follows.
   */
  generation(): number;
  /** Resolves when everything is being watched: what changes from then on is told. Never rejects. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}
