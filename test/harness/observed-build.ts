/** One build by a process of its own, and what it did, as its JSON events tell. */
import { boltd, execute } from './boltd.ts';

export interface ObservedBuild {
  /** `query key`, sorted. */
  readonly executed: readonly string[];
  /** Names of queries of which executions gave the result that was there before. */
  readonly cutOff: readonly string[];
  /** Names of queries of which memos were found to hold, after an edit before them or of an earlier process. */
  readonly reused: readonly string[];
  /** Modules of which an object was made. */
  readonly emitted: readonly string[];
  readonly linked: boolean;
  /** Names of files that were put in place. */
  readonly written: readonly string[];
  /** `src/main.bolt:3:5 E0300`, in the order reported. */
  readonly diagnostics: readonly string[];
  /** Sorted codes of errors; undefined where the build succeeded. */
  readonly rejected: readonly string[] | undefined;
  /** Lines of the program. */
  readonly stdout: readonly string[];
  readonly exit: number | undefined;
  /** Of the build and of the program. */
  readonly stderr: string;
}

interface Node {
  readonly query: string;
  readonly key: string;
}

interface QueryCounts {
  readonly cutOff: number;
  readonly reused: number;
}

interface Statistics {
  readonly linked: boolean;
  readonly written: readonly string[];
  readonly queries: Readonly<Record<string, QueryCounts>>;
}

interface Diagnostic {
  readonly severity: string;
  readonly code: string;
  readonly location: { readonly path: string; readonly line: number; readonly column: number };
}

type BuildEvent =
  | { readonly reason: 'explanation'; readonly node: Node }
  | ({ readonly reason: 'statistics' } & Statistics)
  | ({ readonly reason: 'diagnostic' } & Diagnostic)
  | { readonly reason: 'build-finished'; readonly success: true; readonly executable: string }
  | { readonly reason: 'build-finished'; readonly success: false };

/** Builds the project in `folder` and, where that succeeds, runs the program. */
export async function observeBuild(
  folder: string,
  options: readonly string[],
): Promise<ObservedBuild> {
  const ran = await boltd(['--json', 'build', '--explain', ...options, folder]);
  const events = ran.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as BuildEvent);
  const finished = events.find((event) => event.reason === 'build-finished');
  const statistics = events.find((event) => event.reason === 'statistics');
  if (finished === undefined)
    throw new Error(`The build did not finish: ${ran.stderr}${ran.stdout}`);
  if (statistics === undefined) throw new Error('The build told no statistics');
  const nodes = events.flatMap((event) => (event.reason === 'explanation' ? [event.node] : []));
  const diagnostics = events.flatMap((event) => (event.reason === 'diagnostic' ? [event] : []));
  const program = finished.success ? await execute(finished.executable, []) : undefined;
  return {
    executed: nodes.map(({ query, key }) => `${query} ${key}`.trimEnd()).sort(),
    cutOff: queriesWith(statistics, ({ cutOff }) => cutOff > 0),
    reused: queriesWith(statistics, ({ reused }) => reused > 0),
    emitted: nodes
      .filter(({ query }) => query === 'object')
      .map(({ key }) => key.slice(0, key.lastIndexOf('@')))
      .sort(),
    linked: statistics.linked,
    written: statistics.written.map((file) => file.slice(file.lastIndexOf('/') + 1)).sort(),
    diagnostics: diagnostics.map(
      ({ code, location: { path, line, column } }) => `${path}:${line}:${column} ${code}`,
    ),
    rejected: finished.success
      ? undefined
      : diagnostics
          .filter(({ severity }) => severity === 'error')
          .map(({ code }) => code)
          .sort(),
    stdout: (program?.stdout ?? '').split('\n').slice(0, -1),
    exit: program?.status,
    stderr: ran.stderr + (program?.stderr ?? ''),
  };
}

function queriesWith(
  { queries }: Statistics,
  holds: (counts: QueryCounts) => boolean,
): readonly string[] {
  return Object.entries(queries)
    .filter(([, counts]) => holds(counts))
    .map(([name]) => name)
    .sort();
}
