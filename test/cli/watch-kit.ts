/** Events as a watch loop would tell them, for tests of what is made of them. */
import type { BuildReport } from '../../src/build/report.ts';
import type { LocatedDiagnostic } from '../../src/diagnostic/located.ts';
import type { WatchEvent } from '../../src/watch/watch-events.ts';

export const nothingDone = {
  executed: 0,
  cutOff: 0,
  reused: 0,
  readFromDisk: 0,
  microseconds: 0,
};

export function reportOf(parts: Partial<BuildReport> = {}): BuildReport {
  return {
    goal: { kind: 'build', key: 'sharded' },
    outcome: 'succeeded',
    written: [],
    diagnostics: [],
    root: '/project',
    cache: '/project/.bolt',
    changedModules: [],
    milliseconds: 20,
    phases: {},
    statistics: {},
    ...parts,
  };
}

/** A build of one module that did something. */
export function builtReport(parts: Partial<BuildReport> = {}): BuildReport {
  return reportOf({
    executable: '/project/.bolt/out/dev/sample',
    written: ['/project/.bolt/out/dev/sample'],
    changedModules: ['main'],
    phases: { inputs: 1.25, 'check and code': 14.4, link: 6.1 },
    statistics: {
      fragment: { ...nothingDone, executed: 1, reused: 6 },
      mir: { ...nothingDone, executed: 1 },
    },
    ...parts,
  });
}

export function mistake(
  message: string,
  line = 1,
  parts: Partial<LocatedDiagnostic> = {},
): LocatedDiagnostic {
  const location = { path: 'src/main.bolt', line, column: 3, endLine: line, endColumn: 4 };
  const code = 'E0300';
  return { code, severity: 'error', message, location, labels: [], notes: [], ...parts };
}

export function checked(diagnostics: readonly LocatedDiagnostic[]): WatchEvent {
  return { kind: 'checked', diagnostics, milliseconds: 5 };
}

export function rejected(diagnostics: readonly LocatedDiagnostic[]): WatchEvent {
  const { executable: _, ...report } = builtReport({
    outcome: 'rejected',
    written: [],
    diagnostics,
  });
  return { kind: 'finished', paths: [], report, milliseconds: 9 };
}

export function finished(report: BuildReport, milliseconds = 23): WatchEvent {
  return { kind: 'finished', paths: [], report, milliseconds };
}

export function building(...paths: readonly string[]): WatchEvent {
  return { kind: 'building', paths };
}
