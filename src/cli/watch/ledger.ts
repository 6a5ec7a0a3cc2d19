/**
 * What whoever looks on has been told so far: numbers of builds, and which mistakes are known, so that
 * only news is told in full. A mistake is the same one wherever edits above it have moved it.
 */
import { assertNever } from '../../base/invariant.ts';
import type { LocatedDiagnostic } from '../../diagnostic/located.ts';
import type { WatchEvent } from '../../watch/watch-events.ts';

/** How many there are of each mistake, by its key. */
type Tally = ReadonlyMap<string, number>;

export interface Ledger {
  /** Of the request under way, or of the last one; 0 before the first. */
  readonly build: number;
  readonly paths: readonly string[];
  /** Mistakes that the last list held: those that need not be told again. */
  readonly told: Tally;
  /** `told` as it was when the request began. */
  readonly toldBefore: Tally;
  /** Errors of the last finished build, and those that were told since: what may have been fixed. */
  readonly open: Tally;
  /** Of this build: diagnostics that `checked` has told. */
  readonly checked: readonly LocatedDiagnostic[];
}

export interface Facts {
  readonly build: number;
  readonly paths: readonly string[];
  /** Of an event with diagnostics: those that are news. */
  readonly news: readonly LocatedDiagnostic[];
  /** Of a finished build: those that were told before it began, and remain. */
  readonly remaining: readonly LocatedDiagnostic[];
  /** Of a finished build: errors of the one before that are gone. */
  readonly fixedErrors: number;
}

export const emptyLedger: Ledger = {
  build: 0,
  paths: [],
  told: new Map(),
  toldBefore: new Map(),
  open: new Map(),
  checked: [],
};

/** Everything is news again: the screen is cleared, or the user asks for all. */
export function forget(ledger: Ledger): Ledger {
  return { ...ledger, told: new Map() };
}

export function enter(
  ledger: Ledger,
  event: WatchEvent,
): { readonly ledger: Ledger; readonly facts: Facts } {
  const { build, paths } = ledger;
  const nothing: Facts = { build, paths, news: [], remaining: [], fixedErrors: 0 };
  switch (event.kind) {
    case 'building': {
      const begun = {
        ...ledger,
        build: build + 1,
        paths: event.paths,
        toldBefore: ledger.told,
        checked: [],
      };
      return { ledger: begun, facts: { ...nothing, build: begun.build, paths: event.paths } };
    }
    case 'checked': {
      const { diagnostics } = event;
      const next: Ledger = {
        ...ledger,
        told: tally(diagnostics),
        open: larger(ledger.open, tally(errorsOf(diagnostics))),
        checked: diagnostics,
      };
      return { ledger: next, facts: { ...nothing, news: compare(diagnostics, ledger.told).news } };
    }
    case 'finished': {
      const { diagnostics } = event.report;
      const told = tally(diagnostics);
      const errors = tally(errorsOf(diagnostics));
      return {
        ledger: { ...ledger, told, open: errors },
        facts: {
          ...nothing,
          news: compare(diagnostics, ledger.told).news,
          remaining: compare(diagnostics, ledger.toldBefore).known,
          fixedErrors: sizeOfDifference(ledger.open, errors),
        },
      };
    }
    case 'started':
    case 'progress':
    case 'cancelled':
    case 'trouble':
    case 'gone':
    case 'failed':
    case 'notice':
      return { ledger, facts: nothing };
    default:
      return assertNever(event);
  }
}

/** Those of a list that another does not have, each as often as it is there more often. */
export function without(
  list: readonly LocatedDiagnostic[],
  other: readonly LocatedDiagnostic[],
): readonly LocatedDiagnostic[] {
  return compare(list, tally(other)).news;
}

interface Comparison {
  readonly news: readonly LocatedDiagnostic[];
  readonly known: readonly LocatedDiagnostic[];
}

function compare(list: readonly LocatedDiagnostic[], told: Tally): Comparison {
  if (told.size === 0) return { news: list, known: [] };
  const left = new Map(told);
  const news: LocatedDiagnostic[] = [];
  const known: LocatedDiagnostic[] = [];
  for (const diagnostic of list) {
    const key = keyOf(diagnostic);
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    (count > 0 ? known : news).push(diagnostic);
  }
  return { news, known };
}

function errorsOf(list: readonly LocatedDiagnostic[]): readonly LocatedDiagnostic[] {
  return list.filter(({ severity }) => severity === 'error');
}

function tally(list: readonly LocatedDiagnostic[]): Tally {
  const counts = new Map<string, number>();
  for (const diagnostic of list) {
    const key = keyOf(diagnostic);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function larger(left: Tally, right: Tally): Tally {
  const counts = new Map(left);
  for (const [key, count] of right) counts.set(key, Math.max(count, counts.get(key) ?? 0));
  return counts;
}

function sizeOfDifference(left: Tally, right: Tally): number {
  let size = 0;
  for (const [key, count] of left) size += Math.max(0, count - (right.get(key) ?? 0));
  return size;
}

/** Everything about a mistake but where in its file it is. */
function keyOf({ code, severity, message, location, labels, notes }: LocatedDiagnostic): string {
  const texts = labels.map((label) => label.message);
  return [code, severity, message, location.path, ...texts, ...notes].join('\0');
}
