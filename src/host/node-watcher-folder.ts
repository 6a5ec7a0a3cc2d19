/**
 * One folder under chokidar's eyes. Its raw events are what is listened to: they come within a millisecond
 * of a write and for each write, where the refined ones swallow a second write of the next 50 ms.
 *
 * What is in the folder is not chokidar's affair: it would look at every entry again on every event.
 */
import { FSWatcher } from 'chokidar';

export interface FolderHandlers {
  /** `name` is an entry of the folder, or the folder's own; undefined when the system did not say. */
  onEvent(type: FolderEventType, name: string | undefined): void;
  /** The system refuses to watch. */
  onError(error: Error): void;
}

/** `rename`: an entry appeared, went or was replaced. `change`: it was written to. */
export type FolderEventType = 'rename' | 'change';

export interface FolderWatch {
  /** False when there is no such folder, or it was closed before. */
  readonly opened: Promise<boolean>;
  close(): void;
}

export type OpenFolder = (folder: string, handlers: FolderHandlers) => FolderWatch;

/** Watches entries of `folder`: what is written, made, removed or renamed right in it. */
export function openFolder(folder: string, handlers: FolderHandlers): FolderWatch {
  const watcher = new FolderWatcher({ ignoreInitial: true, atomic: false });
  watcher.on('raw', (type, name: string | null) => {
    handlers.onEvent(type === 'change' ? 'change' : 'rename', name ?? undefined);
  });
  watcher.on('error', (error) => {
    handlers.onError(error instanceof Error ? error : new Error(String(error)));
  });
  let tellOpened: (isThere: boolean) => void = () => undefined;
  const opened = new Promise<boolean>((resolve) => {
    tellOpened = resolve;
  });
  watcher.on('ready', () => tellOpened(watcher.isWatching));
  watcher.add(folder);
  return {
    opened,
    close() {
      // Its handles are closed when this returns; what the promise waits for is of no interest.
      void watcher.close();
      tellOpened(false);
    },
  };
}

class FolderWatcher extends FSWatcher {
  /** Whether there is a handle: `ready` is told for a missing folder as well. */
  isWatching = false;

  override _addPathCloser(path: string, closer: () => void): void {
    this.isWatching = true;
    super._addPathCloser(path, closer);
  }

  override _readdirp(): undefined {
    return undefined;
  }
}
