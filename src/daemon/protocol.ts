/**
 * What client and daemon say to each other, over JSON-RPC. Every message is validated where it arrives.
 *
 * A connection begins with `hello`, which settles whether the two understand each other: everything else
 * is only said between programs of one make, and has no versions of its own. `hello` and `stop` must stay
 * as they are, because boltds of all versions meet on the same socket.
 */
import * as v from 'valibot';
import type { CheckStage } from '../build/compile.ts';
import type { RacePolicy } from '../build/race-policy.ts';
import type { BuildReport, Goal } from '../build/report.ts';
import type { ExecutableKey } from '../compiler/queries/output.ts';
import type { DiagnosticCode } from '../diagnostic/diagnostic.ts';
import type { LocatedDiagnostic } from '../diagnostic/located.ts';

export const method = {
  hello: 'boltd/hello',
  perform: 'boltd/perform',
  status: 'boltd/status',
  stop: 'boltd/stop',
  /** Notifications to the client, while its request is carried out. */
  progress: 'boltd/progress',
  checked: 'boltd/checked',
  restarted: 'boltd/restarted',
  notice: 'boltd/notice',
} as const;

/** Codes of error responses. */
export const errorCode = {
  /** The daemon does not do that, or not now. */
  refused: -32_001,
  /** It tried and failed. */
  failed: -32_002,
} as const;

/** What makes one daemon as good as another. */
export interface Identity {
  readonly version: string;
  /** Fingerprint of the compiler. */
  readonly compiler: string;
  /** Folder of the installation. */
  readonly home: string;
  /** `PATH`: where linkers are looked for. */
  readonly searchPath: string;
  /** `BOLT_DAEMON_IDLE`. */
  readonly idle?: string;
  /** `BOLT_CACHE_SIZE`. */
  readonly cacheSize?: string;
}

export type Welcome =
  | { readonly kind: 'accepted'; readonly pid: number }
  /** The client should have a daemon of its own kind; `reason` is the end of a sentence about this one. */
  | { readonly kind: 'different'; readonly pid: number; readonly reason: string };

export interface PerformParams {
  readonly goal: Goal;
  readonly changed?: readonly string[];
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** The last request that was carried out. */
export interface LastRequest {
  readonly goal: Goal['kind'];
  /** As in a report; `failed` when there was none. */
  readonly outcome: BuildReport['outcome'] | 'failed';
  readonly milliseconds: number;
  readonly executed: number;
  readonly finishedAtMs: number;
}

export interface DaemonStatus {
  readonly pid: number;
  readonly version: string;
  readonly project: string;
  readonly cache: string;
  readonly socket: string;
  readonly log: string;
  readonly uptimeMs: number;
  readonly idleLimitMs: number;
  /** Since when it has had nothing to do; absent while it has. */
  readonly idleMs?: number;
  /** Requests carried out. */
  readonly requests: number;
  readonly waiting: number;
  /** Resident; of itself, and of the processes that it started. */
  readonly memoryBytes: number;
  readonly workers: readonly { readonly pid: number; readonly memoryBytes: number }[];
  readonly last?: LastRequest;
}

const count = v.pipe(v.number(), v.minValue(0));
const shortText = v.pipe(v.string(), v.maxLength(4096));
const longText = v.pipe(v.string(), v.maxLength(100_000));
const absolutePath = v.pipe(
  v.string(),
  v.maxLength(4096),
  v.startsWith('/'),
  v.check((text) => !text.includes('\0')),
);

/** Keys of a record that has them all: a new member of the union has to be listed. */
const policies = keysOf<RacePolicy>({ reject: true, ignore: true });
const stages = keysOf<CheckStage>({ parse: true, type: true, race: true });
const executables = keysOf<ExecutableKey>({
  sharded: true,
  'whole@dev': true,
  'whole@release': true,
  'whole@dev+thread': true,
  'whole@release+thread': true,
  'tests@dev': true,
  'tests@release': true,
});

export const identitySchema: v.GenericSchema<unknown, Identity> = v.object({
  version: shortText,
  compiler: shortText,
  home: shortText,
  searchPath: longText,
  idle: v.exactOptional(shortText),
  cacheSize: v.exactOptional(shortText),
});

export const welcomeSchema: v.GenericSchema<unknown, Welcome> = v.variant('kind', [
  v.object({ kind: v.literal('accepted'), pid: count }),
  v.object({ kind: v.literal('different'), pid: count, reason: shortText }),
]);

const goalSchema: v.GenericSchema<unknown, Goal> = v.variant('kind', [
  v.object({
    kind: v.literal('build'),
    key: v.picklist(executables),
    output: v.exactOptional(absolutePath),
    races: v.exactOptional(v.picklist(policies)),
  }),
  v.object({
    kind: v.literal('check'),
    stage: v.picklist(stages),
    races: v.exactOptional(v.picklist(policies)),
  }),
]);

export const performSchema: v.GenericSchema<unknown, PerformParams> = v.object({
  goal: goalSchema,
  changed: v.exactOptional(v.pipe(v.array(absolutePath), v.maxLength(100_000))),
});

export const stopSchema: v.GenericSchema<unknown, { readonly reason: string }> = v.object({
  reason: shortText,
});

export const stopAnswerSchema: v.GenericSchema<unknown, { readonly pid: number }> = v.object({
  pid: count,
});

export const progressSchema: v.GenericSchema<unknown, Progress> = v.object({
  done: count,
  total: count,
});

export const noticeSchema: v.GenericSchema<unknown, { readonly message: string }> = v.object({
  message: v.string(),
});

const locationSchema = v.object({
  path: v.string(),
  line: count,
  column: count,
  endLine: count,
  endColumn: count,
});

const diagnosticSchema: v.GenericSchema<unknown, LocatedDiagnostic> = v.object({
  code: v.custom<DiagnosticCode>((code) => typeof code === 'string' && /^[EW]\d+$/.test(code)),
  severity: v.picklist(['error', 'warning']),
  message: v.string(),
  location: locationSchema,
  labels: v.array(v.object({ location: locationSchema, message: v.string() })),
  notes: v.array(v.string()),
  fix: v.exactOptional(
    v.object({
      title: v.string(),
      edits: v.array(v.object({ location: locationSchema, replacement: v.string() })),
    }),
  ),
});

export const checkedSchema: v.GenericSchema<
  unknown,
  { readonly diagnostics: readonly LocatedDiagnostic[] }
> = v.object({ diagnostics: v.array(diagnosticSchema) });

/** Loose: between programs of one make, a report may say more than is checked here. */
export const reportSchema: v.GenericSchema<unknown, BuildReport> = v.looseObject({
  goal: goalSchema,
  outcome: v.picklist(['succeeded', 'rejected', 'cancelled']),
  executable: v.exactOptional(absolutePath),
  written: v.array(v.string()),
  diagnostics: v.array(diagnosticSchema),
  root: absolutePath,
  cache: absolutePath,
  changedModules: v.array(v.string()),
  milliseconds: count,
  phases: v.record(v.string(), v.number()),
  statistics: v.record(
    v.string(),
    v.object({
      executed: count,
      cutOff: count,
      reused: count,
      readFromDisk: count,
      microseconds: v.number(),
    }),
  ),
  temporaryFolder: v.exactOptional(absolutePath),
});

export const statusSchema: v.GenericSchema<unknown, DaemonStatus> = v.object({
  pid: count,
  version: shortText,
  project: v.string(),
  cache: v.string(),
  socket: v.string(),
  log: v.string(),
  uptimeMs: count,
  idleLimitMs: count,
  idleMs: v.exactOptional(count),
  requests: count,
  waiting: count,
  memoryBytes: count,
  workers: v.array(v.object({ pid: count, memoryBytes: count })),
  last: v.exactOptional(
    v.object({
      goal: v.picklist(['build', 'check']),
      outcome: v.picklist(['succeeded', 'rejected', 'cancelled', 'failed']),
      milliseconds: count,
      executed: count,
      finishedAtMs: count,
    }),
  ),
});

function keysOf<T extends string>(all: Readonly<Record<T, true>>): readonly T[] {
  return Object.keys(all) as T[];
}
