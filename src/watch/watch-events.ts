/** What a watch loop tells whoever shows it: plain data. */
import type { BuildReport } from '../build/report.ts';
import type { LocatedDiagnostic } from '../diagnostic/located.ts';
import type { WatchTrouble } from '../host/watcher.ts';

export type WatchEvent =
  /** Files are being watched, and the first request begins. */
  | { readonly kind: 'started' }
  /** A request begins; `paths` set it off, relative to the project's root: none for the first, or a rebuild. */
  | { readonly kind: 'building'; readonly paths: readonly string[] }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  /** What checking found; code may still have to be made. */
  | {
      readonly kind: 'checked';
      readonly diagnostics: readonly LocatedDiagnostic[];
      /** From the first sign of the change. */
      readonly milliseconds: number;
    }
  | {
      readonly kind: 'finished';
      readonly paths: readonly string[];
      readonly report: BuildReport;
      /** From the first sign of the change to the end. */
      readonly milliseconds: number;
    }
  /** A newer change ended the request; another one begins. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'trouble'; readonly trouble: WatchTrouble }
  /** What was watched, or who watched it, is not there any more: the loop has ended. */
  | { readonly kind: 'gone'; readonly message: string; readonly remedy: string }
  /** A bug, or the environment failed, within a request; the loop goes on with the next change. */
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'notice'; readonly message: string };

export interface WatchLoop {
  /** Looks at everything and goes for the goal again. */
  rebuild(): void;
  /** Ends after the request under way. Resolves when all is closed. */
  close(): Promise<void>;
  /** Resolves when the loop has ended, by `close` or by itself. */
  readonly ended: Promise<void>;
}
