/** Tells what the loop tells, to people or as JSON lines: what was said before, it does not say again. */
import type { WatchEvent } from '../../watch/watch-events.ts';
import type { Console } from './console.ts';
import type { Message } from './describe.ts';
import { describe } from './describe.ts';
import { jsonEvents } from './json-events.ts';
import type { Ledger } from './ledger.ts';
import { emptyLedger, enter, forget } from './ledger.ts';
import type { StyledLine } from './styled-text.ts';
import { piece, printable } from './styled-text.ts';

export interface Teller {
  tell(event: WatchEvent): void;
  /** Number of the build under way, or of the last one. */
  build(): number;
  /** The next build prints all its diagnostics. */
  forget(): void;
}

export interface TellerOptions {
  readonly console: Console;
  /** Empty the screen before what a build says. */
  readonly clears: boolean;
  /** Whether there is a key that prints the diagnostics that are left out. */
  readonly hasKeys: boolean;
  /** Absolute: the project's folder. */
  root(): string;
  /** Monotonic, milliseconds. */
  now(): number;
  onFailure(error: unknown): void;
  onStatus(line: StyledLine): void;
}

/** Diagnostics printed in full for one save, where a key prints them all. */
const mostDiagnostics = 20;

/** Between two signs of progress: a line that changes, and lines that do not. */
const liveProgressMs = 50;
const plainProgressMs = 1000;

export function createTeller(options: TellerOptions): Teller {
  const { console, clears, hasKeys, root, now } = options;
  const { output, screen } = console;
  let ledger: Ledger = emptyLedger;
  let mustForget = false;
  let isFull = false;
  let mustClear = false;
  let progressAt = Number.NEGATIVE_INFINITY;

  const show = (message: Message): void => {
    if (message.kind === 'status') {
      options.onStatus(message.line);
      return;
    }
    if (message.kind === 'failure') {
      options.onFailure(message.error);
      return;
    }
    if (message.kind === 'line' && output.options.quiet && !message.matters) return;
    if (mustClear) {
      mustClear = false;
      screen?.clear();
    }
    if (message.kind === 'line') console.line(message.line);
    else console.diagnostics(message.list, root());
  };
  const begin = (): void => {
    if (mustForget || clears) ledger = forget(ledger);
    isFull = mustForget;
    mustForget = false;
    mustClear = clears;
    progressAt = now();
  };
  const isProgressDue = (): boolean => {
    if (now() - progressAt < (screen === undefined ? plainProgressMs : liveProgressMs))
      return false;
    progressAt = now();
    return true;
  };

  return {
    build: () => ledger.build,
    forget() {
      mustForget = true;
    },
    tell(event) {
      if (event.kind === 'building') begin();
      if (event.kind === 'progress' && !isProgressDue()) return;
      const { checked } = ledger;
      const entered = enter(ledger, event);
      ledger = entered.ledger;
      const { facts } = entered;
      if (output.options.json) {
        for (const { reason, fields } of jsonEvents(event, facts, { root: root(), checked }))
          output.event(reason, fields);
        if (event.kind === 'failed') options.onFailure(event.error);
        if (event.kind === 'notice') output.notice(event.message);
        return;
      }
      if (screen === undefined) tellPlainly(console, event, root());
      const columns = console.columns();
      for (const message of describe(event, facts, {
        verbose: output.options.verbose,
        ...(hasKeys && !isFull && { mostDiagnostics }),
        ...(columns !== undefined && { columns }),
      })) {
        show(message);
      }
    },
  };
}

/** What a status line would say, where there is none. */
function tellPlainly(console: Console, event: WatchEvent, root: string): void {
  if (console.output.options.quiet) return;
  if (event.kind === 'started') {
    console.line([piece('watching ', 'accent'), piece(printable(root))]);
  } else if (event.kind === 'progress') {
    console.line([piece(`  ${event.done} of ${event.total} modules`)]);
  }
}
