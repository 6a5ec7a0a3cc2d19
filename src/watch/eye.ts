/**
 * What a loop sees of a project: its watcher, opened anew when sources are elsewhere or when watching has
 * failed. A new one sees everything before the old one is closed.
 */
import type { WorkspaceRoots } from '../build/workspace-api.ts';
import type { FileChange, Watcher, WatcherOptions, WatchTrouble } from '../host/watcher.ts';

export interface Eye {
  /** Where it looks; undefined before it was opened. */
  roots(): WorkspaceRoots | undefined;
  /** Whether something happened to files that has not been told yet. */
  hasUnseen(): boolean;
  /** When watching that has failed is to be tried again. */
  retryAtMs(): number | undefined;
  /** Resolves when `roots` are watched, with whether changes may have been missed since they last were. */
  open(roots: WorkspaceRoots): Promise<boolean>;
  close(): Promise<void>;
}

export interface EyeOptions {
  readonly watch: (options: WatcherOptions) => Watcher;
  readonly now: () => number;
  readonly onChange: (change: FileChange, seenAtMs: number) => void;
  /** That files are polled is told once. */
  readonly onTrouble: (trouble: WatchTrouble) => void;
}

/** Pause before watching is tried again; doubled as long as it is in vain. */
const retryMs = 1000;
const maxRetryMs = 60_000;

/** A watcher with what it has told. */
interface View {
  readonly watcher: Watcher;
  readonly roots: WorkspaceRoots;
  generation: number;
  hasFailed: boolean;
}

export function createEye({ watch, now, onChange, onTrouble }: EyeOptions): Eye {
  let view: View | undefined;
  let retryAtMs: number | undefined;
  let pauseMs = retryMs;
  let isPolling = false;

  const onTroubleOf = (troubled: View, trouble: WatchTrouble): void => {
    if (trouble.kind === 'failed') {
      troubled.hasFailed = true;
      retryAtMs = now() + pauseMs;
      pauseMs = Math.min(maxRetryMs, pauseMs * 2);
    }
    if (trouble.kind === 'polling') {
      if (isPolling) return;
      isPolling = true;
    }
    onTrouble(trouble);
  };

  return {
    roots: () => view?.roots,
    hasUnseen: () =>
      view !== undefined && !view.hasFailed && view.watcher.generation() !== view.generation,
    retryAtMs: () => retryAtMs,
    async open(roots) {
      const before = view;
      const hasFailed = retryAtMs !== undefined;
      retryAtMs = undefined;
      const watcher = watch({
        root: roots.root,
        folders: roots.sourceFolders,
        files: roots.files,
        ignored: [roots.cache],
        onChange(change, { generation, ageMs }) {
          opened.generation = generation;
          pauseMs = retryMs;
          onChange(change, now() - ageMs);
        },
        onTrouble: (trouble) => onTroubleOf(opened, trouble),
      });
      const opened: View = { watcher, roots, generation: watcher.generation(), hasFailed: false };
      await watcher.ready;
      await before?.watcher.close();
      view = opened;
      return hasFailed;
    },
    close: async () => view?.watcher.close(),
  };
}
