/** What a watch loop tells, in words for people: pure, from an event and what is known to messages. */
import { assertNever } from '../../base/invariant.ts';
import type { LocatedDiagnostic } from '../../diagnostic/located.ts';
import type { WatchTrouble } from '../../host/watcher.ts';
import type { WatchEvent } from '../../watch/watch-events.ts';
import { summarize } from '../output.ts';
import type { Facts } from './ledger.ts';
import { saveLine, subject } from './save-line.ts';
import type { StyledLine } from './styled-text.ts';
import { piece, printable } from './styled-text.ts';

export type Message =
  /** To be printed in full, with source lines. */
  | { readonly kind: 'diagnostics'; readonly list: readonly LocatedDiagnostic[] }
  /** `matters`: even to those who asked for quiet. */
  | { readonly kind: 'line'; readonly line: StyledLine; readonly matters: boolean }
  /** What is going on right now; each replaces the one before. */
  | { readonly kind: 'status'; readonly line: StyledLine }
  | { readonly kind: 'failure'; readonly error: unknown };

export interface Describing {
  /** Width of the terminal; absent where lines may be as long as they like. */
  readonly columns?: number;
  /** Diagnostics printed in full for one save; absent where there is no key that prints the others. */
  readonly mostDiagnostics?: number;
  readonly verbose: boolean;
}

export function describe(event: WatchEvent, facts: Facts, options: Describing): readonly Message[] {
  switch (event.kind) {
    case 'started':
      return [status(piece('looking at the project', 'dim'))];
    case 'building':
      return [status(piece('building ', 'accent'), piece(subject(facts.build, facts.paths)))];
    case 'progress': {
      const { done, total } = event;
      const text = ` ${done} of ${total} modules`;
      return [status(piece('building ', 'accent'), ...bar(done, total), piece(text))];
    }
    case 'checked':
      return news(facts, options);
    case 'finished': {
      if (event.report.outcome === 'cancelled') return [];
      const shown = options.columns === undefined ? undefined : options.columns - 1;
      return [...news(facts, options), ...asBefore(facts), line(saveLine(event, facts, shown))];
    }
    case 'cancelled':
      return options.verbose
        ? [line([piece(`[${facts.build}] cancelled by a newer change`, 'dim')])]
        : [];
    case 'trouble':
      return describeTrouble(event.trouble);
    case 'gone':
      // Said once by whoever ends the command.
      return [];
    case 'failed':
      return [
        { kind: 'failure', error: event.error },
        notice(`build ${facts.build} failed; watching goes on`),
      ];
    case 'notice':
      return [notice(event.message)];
    default:
      return assertNever(event);
  }
}

function news({ news: list }: Facts, { mostDiagnostics }: Describing): readonly Message[] {
  if (list.length === 0) return [];
  if (mostDiagnostics === undefined || list.length <= mostDiagnostics) {
    return [{ kind: 'diagnostics', list }];
  }
  // Errors are what a person wants to see of too many.
  const chosen = new Set([...list].sort((a, b) => rank(a) - rank(b)).slice(0, mostDiagnostics));
  const rest = list.filter((each) => !chosen.has(each));
  return [
    { kind: 'diagnostics', list: list.filter((each) => chosen.has(each)) },
    line([piece(`and ${summarize(rest) ?? ''} more; r prints all`, 'strong')]),
  ];
}

function rank({ severity }: LocatedDiagnostic): number {
  return severity === 'error' ? 0 : 1;
}

/** Places of mistakes that were printed before, for they may have moved. */
const mostPlaces = 3;

function asBefore({ remaining }: Facts): readonly Message[] {
  const summary = summarize(remaining);
  if (summary === undefined) return [];
  const places = remaining
    .slice(0, mostPlaces)
    .map(
      ({ code, location }) =>
        `${printable(location.path)}:${location.line}:${location.column} ${code}`,
    );
  const others = remaining.length - places.length;
  const text = `${places.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
  return [line([piece(`${summary} as before: `, 'strong'), piece(text)])];
}

function describeTrouble(trouble: WatchTrouble): readonly Message[] {
  switch (trouble.kind) {
    case 'polling':
      return [
        notice(
          `files cannot be watched (${trouble.reason}); they are looked at every ${trouble.intervalMs} ms instead`,
        ),
      ];
    case 'failed':
      return [notice(`watching failed: ${trouble.reason}`)];
    case 'gone':
      // The loop ends, and says so.
      return [];
    default:
      return assertNever(trouble);
  }
}

const barWidth = 20;

function bar(done: number, total: number): StyledLine {
  const filled = total > 0 ? Math.min(barWidth, Math.floor((done * barWidth) / total)) : 0;
  return [piece('━'.repeat(filled), 'good'), piece('━'.repeat(barWidth - filled), 'dim')];
}

function status(...pieces: StyledLine): Message {
  return { kind: 'status', line: pieces };
}

function line(pieces: StyledLine): Message {
  return { kind: 'line', line: pieces, matters: false };
}

function notice(text: string): Message {
  return { kind: 'line', line: [piece('note', 'warning'), piece(`: ${text}`)], matters: true };
}
