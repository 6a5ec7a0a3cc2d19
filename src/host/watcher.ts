/**
 * Watching files, as the compiler's faces see it. `watchFiles` in node-watcher.ts watches the real ones.
 */

export interface WatcherOptions {
  /** Absolute; everything below them is watched, but what is hidden (`.git`, `.bolt`) or in node_modules. */
  readonly folders: readonly string[];
  /** Absolute; these single files. */
  readonly files: readonly string[];
  onChange(change: FileChange): void;
  /** The watcher does what it can; the user should know that it is not as it should be. */
  onTrouble(trouble: WatchTrouble): void;
}

export type FileChange =
  /** These paths may have been written, made, replaced or removed; absolute. */
  | { readonly kind: 'paths'; readonly paths: ReadonlySet<string> }
  /** Something was missed, or a folder changed: look at everything. */
  | { readonly kind: 'everything' };

export type WatchTrouble =
  /** The system's limits are reached: files are looked at every `intervalMs` instead. */
  | { readonly kind: 'polling'; readonly reason: string; readonly intervalMs: number }
  /** The folder is not there any more: removed, or moved away. */
  | { readonly kind: 'gone'; readonly folder: string }
  /** Watching ended. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface Watcher {
  /**
   * Counts what happened to watched files. Grows at once, whatever this thread is doing: a number in shared
   * memory, to be compared with an earlier one.
   */
  generation(): number;
  /** Resolves when everything is being watched: what changes from then on is told. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}
