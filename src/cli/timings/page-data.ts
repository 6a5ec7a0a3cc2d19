/**
 * What a timings page shows, as the command writes it and the page reads it. All times are in whole
 * microseconds since the process began. Spans are kept as columns with differences of starts, which
 * is a third of the size of records.
 */

export interface PageData {
  readonly version: 1;
  readonly project: string;
  readonly command: string;
  /** `succeeded`, `failed`. */
  readonly outcome: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly boltd: string;
  readonly wallUs: number;
  readonly phases: readonly PageStretch[];
  /** What the main process did beside queries. */
  readonly steps: readonly PageStretch[];
  /** Times in which the main process waited: starts and ends by turns. */
  readonly idle: readonly number[];
  /** Texts that spans name by index. */
  readonly queries: readonly string[];
  readonly keys: readonly string[];
  readonly causes: readonly string[];
  readonly spans: SpanColumns;
  readonly work: readonly PageWork[];
  readonly path: readonly PageStep[];
  /** What the path is made of, longest first. */
  readonly pathParts: readonly PathPart[];
  readonly byQuery: readonly QueryRow[];
  readonly declarations: readonly DeclarationRow[];
  /** Those that `declarations` leaves out, summed. */
  readonly otherDeclarations: DeclarationSum;
  readonly totals: PageTotals;
}

export interface PageStretch {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface PageWork extends PageStretch {
  readonly lane: string;
  readonly kind: string;
  readonly ordered: number;
}

export type PageStep =
  | readonly [kind: 'compiler' | 'start' | 'wait', start: number, end: number]
  | readonly [kind: 'work', start: number, end: number, work: number];

export interface PathPart {
  readonly name: string;
  /** Whose time it is; `step`, `phase`: the compiler's beside queries. */
  readonly where: 'query' | 'step' | 'phase' | 'work' | 'start' | 'wait';
  readonly us: number;
}

export interface QueryRow {
  readonly name: string;
  readonly executed: number;
  readonly cutOff: number;
  readonly reused: number;
  readonly fromDisk: number;
  readonly us: number;
  readonly slowestUs: number;
  readonly slowestKey: string;
  /** Results that hold now, and what making them took when they were made. */
  readonly held: number;
  readonly heldUs: number;
}

export interface DeclarationSum {
  readonly count: number;
  readonly frontUs: number;
  readonly codeUs: number;
  readonly emissionUs: number;
  readonly executed: number;
}

export interface DeclarationRow extends Omit<DeclarationSum, 'count'> {
  readonly name: string;
  readonly slowestQuery: string;
  readonly slowestUs: number;
}

export interface PageTotals {
  readonly executed: number;
  readonly cutOff: number;
  readonly reused: number;
  readonly fromDisk: number;
  /** Of all executions, wherever they ran. */
  readonly executedUs: number;
  /** What the results took that hold and were not made in this build. */
  readonly savedUs: number;
  readonly heldResults: number;
  readonly emitted: number;
  readonly links: number;
  /** Executions recorded, and the spans that show them. */
  readonly spans: number;
  readonly shownSpans: number;
}

/** An execution, or several short ones next to each other. */
export interface PageSpan {
  readonly start: number;
  readonly length: number;
  /** Without what it executed in turn; of several, their sum. */
  readonly own: number;
  readonly depth: number;
  /** Indices; of several executions the query that took longest, and no key. */
  readonly query: number;
  readonly key: number;
  readonly cause: number;
  readonly count: number;
}

export type SpanColumns = Readonly<Record<keyof PageSpan, readonly number[]>>;

/** `spans`: by start. */
export function packSpans(spans: readonly PageSpan[]): SpanColumns {
  let last = 0;
  return {
    start: spans.map(({ start }) => {
      const difference = start - last;
      last = start;
      return difference;
    }),
    length: spans.map(({ length }) => length),
    own: spans.map(({ own }) => own),
    depth: spans.map(({ depth }) => depth),
    query: spans.map(({ query }) => query),
    key: spans.map(({ key }) => key),
    cause: spans.map(({ cause }) => cause),
    count: spans.map(({ count }) => count),
  };
}

export function unpackSpans(columns: SpanColumns): readonly PageSpan[] {
  let start = 0;
  const at = (name: keyof PageSpan, index: number): number => columns[name][index] ?? 0;
  return columns.start.map((difference, index) => {
    start += difference;
    return {
      start,
      length: at('length', index),
      own: at('own', index),
      depth: at('depth', index),
      query: at('query', index),
      key: at('key', index),
      cause: at('cause', index),
      count: at('count', index),
    };
  });
}

/** JSON that may stand in a script element, whatever names hold. */
export function embed(data: PageData): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
