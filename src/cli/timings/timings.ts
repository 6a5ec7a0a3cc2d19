/**
 * `--timings`: listens to a build from its start and writes its page and its trace at its end.
 * Without the option there is no listener.
 */
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { BuildReport } from '../../build/report.ts';
import type { Session } from '../../build/session.ts';
import { createTimelineRecorder } from '../../build/timeline.ts';
import type { RequestObserver } from '../../build/workspace-api.ts';
import { allQueries } from '../../compiler/catalogue.ts';
import { nodeHost } from '../../host/node-host.ts';
import { namedFile } from '../named-file.ts';
import type { Output } from '../output.ts';
import { version } from '../version.ts';
import { createChromeTrace } from './chrome-trace.ts';
import { createPageData } from './create-page-data.ts';
import { placeOf, writeTimings } from './files.ts';
import type { StoredCost } from './stored-costs.ts';
import { readStoredCosts } from './stored-costs.ts';

export interface Timings {
  readonly observer: RequestObserver;
  /** Writes the files, and says where they are. To be called when the session is closed. */
  write(output: Output): void;
}

export interface TimingsOptions {
  readonly command: 'build' | 'check' | 'run';
  /** The value of `--timings`: a file, or true. */
  readonly value: unknown;
}

interface Built {
  readonly session: Session;
  readonly report: BuildReport;
  readonly stored: ReadonlyMap<string, StoredCost>;
}

/** Undefined where nobody asked. */
export function createTimings({ command, value }: TimingsOptions): Timings | undefined {
  if (value === undefined || value === false) return undefined;
  if (typeof value === 'string') namedFile('--timings', value);
  const startedAt = new Date(performance.timeOrigin).toISOString();
  /** What the page itself took while the build was under way is no part of the build. */
  let pausedUs = 0;
  const recorder = createTimelineRecorder({
    now: () => nodeHost.monotonicUs() - pausedUs,
    idleUs: () => performance.nodeTiming.idleTime * 1000,
    external: new Set(allQueries.filter(({ kind }) => kind === 'external').map(({ name }) => name)),
  });
  let built: Built | undefined;
  return {
    observer: {
      onQuery: recorder.onEvent,
      onPhase: (name, startUs, endUs) =>
        recorder.onPhase(name, startUs - pausedUs, endUs - pausedUs),
      onWork: recorder.onWork,
      onRestart: recorder.clear,
      aroundFlush: (flush) => recorder.step('flush', flush),
      onDone(report, session) {
        const startUs = nodeHost.monotonicUs();
        const stored = readStoredCosts(session.paths.cache);
        pausedUs += nodeHost.monotonicUs() - startUs;
        built = { session, report, stored };
      },
    },
    write(output) {
      if (built === undefined) return;
      const { session, report, stored } = built;
      const timeline = recorder.finish();
      const project = session.project.name;
      const place = placeOf(value, session, startedAt);
      writeTimings(nodeHost, place, {
        page: createPageData({
          project,
          command,
          outcome: report.outcome === 'succeeded' ? 'succeeded' : 'failed',
          startedAt,
          boltd: version,
          timeline,
          statistics: new Map(Object.entries(report.statistics)),
          stored,
        }),
        trace: createChromeTrace(timeline, project),
      });
      output.event('timings', { page: place.page, trace: place.trace });
      output.progress(`  timings in ${shown(place.page)}`);
    },
  };
}

/** As short as the folder that the user is in allows. */
function shown(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}
