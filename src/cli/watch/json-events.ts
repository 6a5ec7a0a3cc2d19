/** What a watch loop tells, as JSON events; docs/json.md says what their fields mean. */
import { assertNever } from '../../base/invariant.ts';
import type { BuildReport } from '../../build/report.ts';
import type { LocatedDiagnostic } from '../../diagnostic/located.ts';
import { totalOf } from '../../query/statistics.ts';
import type { WatchEvent } from '../../watch/watch-events.ts';
import type { Facts } from './ledger.ts';
import { without } from './ledger.ts';
import type { ProgramEnd } from './program-runner.ts';
import { changedNothing } from './save-line.ts';

export interface JsonEvent {
  readonly reason: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface JsonContext {
  /** Absolute: the project's. */
  readonly root: string;
  /** What `checked` of this build has told. */
  readonly checked: readonly LocatedDiagnostic[];
}

export function jsonEvents(
  event: WatchEvent,
  facts: Facts,
  { root, checked }: JsonContext,
): readonly JsonEvent[] {
  const { build } = facts;
  switch (event.kind) {
    case 'started':
      return [of('watch-started', { root })];
    case 'building':
      return [of('watch-building', { build, paths: event.paths })];
    case 'progress':
      return [of('watch-progress', { build, done: event.done, total: event.total })];
    case 'checked':
      return [
        ...diagnosticsOf(build, event.diagnostics),
        of('watch-checked', {
          build,
          ...counts(event.diagnostics),
          milliseconds: rounded(event.milliseconds),
        }),
      ];
    case 'finished':
      if (event.report.outcome === 'cancelled') return [of('watch-cancelled', { build })];
      return [
        ...diagnosticsOf(build, without(event.report.diagnostics, checked)),
        of('watch-finished', {
          build,
          paths: event.paths,
          ...summary(event.report),
          fixedErrors: facts.fixedErrors,
          milliseconds: rounded(event.milliseconds),
        }),
      ];
    case 'cancelled':
      return [of('watch-cancelled', { build })];
    case 'trouble':
      return [of('watch-trouble', { ...event.trouble })];
    case 'gone':
    case 'failed':
      // A `failure`, as of every command.
      return [];
    case 'notice':
      // For people, on standard error.
      return [];
    default:
      return assertNever(event);
  }
}

export function programStarted(build: number, executable: string, pid: number): JsonEvent {
  return of('program-started', { build, executable, pid });
}

export function programOutput(stream: 'stdout' | 'stderr', text: string): JsonEvent {
  return of('program-output', { stream, text });
}

export function programEnded(executable: string, end: ProgramEnd): JsonEvent {
  switch (end.kind) {
    case 'exited':
      return of('program-ended', { executable, status: end.status, stopped: end.stopped });
    case 'killed':
      return of('program-ended', { executable, signal: end.signal, stopped: end.stopped });
    case 'failed':
      return of('program-ended', { executable, error: end.error.message, stopped: false });
    default:
      return assertNever(end);
  }
}

function summary(report: BuildReport): Readonly<Record<string, unknown>> {
  const { outcome, executable, written, changedModules, diagnostics, phases, statistics } = report;
  const { executed, cutOff, reused } = totalOf(Object.values(statistics));
  return {
    success: outcome === 'succeeded',
    ...(executable !== undefined && { executable }),
    written,
    changedModules,
    changed: !changedNothing(report),
    ...counts(diagnostics),
    executed,
    cutOff,
    reused,
    phases,
  };
}

/** To microseconds. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}

function counts(diagnostics: readonly LocatedDiagnostic[]): Readonly<Record<string, number>> {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: diagnostics.length - errors };
}

function diagnosticsOf(build: number, list: readonly LocatedDiagnostic[]): readonly JsonEvent[] {
  return list.map((diagnostic) => of('diagnostic', { build, ...diagnostic }));
}

function of(reason: string, fields: Readonly<Record<string, unknown>>): JsonEvent {
  return { reason, fields };
}
