// How programs end: what the panics say, and that they flush the output and exit with 101.
import { join } from 'node:path';

import test from 'ava';

import { buildRuntime, type Environment, folderOf, run, runProgram } from './native.ts';

type Scenario = {
  readonly name: string;
  readonly environment?: Environment;
  readonly stdout?: string;
  readonly stderr?: string | RegExp;
  readonly status: number | string;
};

const HERE = '  at src/app.bolt:3:14\n';
const SPAWNED = '  in a task spawned at src/app.bolt:7:5\n';
const OUTER_SPAWNED = '  in a task spawned at src/main.bolt:1:2\n';
const TAKEN = '  the lock was taken at src/lib.bolt:9:3\n';

/** A task asks for what an ancestor `holds`. */
function ancestor(holds: string): string {
  const asks = 'panic: deadlock: this task asks for the lock of a `Cell`';
  return `${asks} that a task ${holds} while it waits for this one\n${HERE}${TAKEN}`;
}

/** Of a task in a cycle of locks; which of them notices, and so comes first, depends on the schedule. */
const WAITS =
  / {2}task \d waits for lock \d, of a `Cell`, at src\/app\.bolt:3:14\n {4}(a task that waits for it )?holds lock \d, of a `Cell`, taken (for reading )?at src\/[abc]\.bolt:\d:\d\n( {4}in a task spawned at src\/\w+\.bolt:\d:\d\n)*/
    .source;

function cycle(tasks: number): RegExp {
  return new RegExp(
    `^panic: deadlock: ${tasks} tasks wait for locks of each other\n(${WAITS}){${tasks}}$`,
  );
}
const SMALL_HEAP = { BOLT_MAX_HEAP: '32M' };

const SCENARIOS: readonly Scenario[] = [
  { name: 'hello', stdout: 'hello\n', status: 0 },
  { name: 'status', stdout: 'done\n', status: 7 },
  {
    name: 'receiver',
    stderr: `panic: cannot call a method of \`counter\`: it is unset\n${HERE}`,
    status: 101,
  },
  {
    name: 'field-access',
    stderr: `panic: cannot access a field of \`point\`: it is unset\n${HERE}`,
    status: 101,
  },
  { name: 'unset-field', stderr: `panic: field \`next\` is unset\n${HERE}`, status: 101 },
  { name: 'divide', stderr: `panic: division by zero\n${HERE}`, status: 101 },
  {
    name: 'flush',
    stdout: 'printed before',
    stderr: `panic: division by zero\n${HERE}`,
    status: 101,
  },
  {
    name: 'nested-tasks',
    stderr: `panic: division by zero\n${HERE}${SPAWNED}${OUTER_SPAWNED}`,
    status: 101,
  },
  {
    name: 'many-panics',
    environment: { BOLT_THREADS: '8' },
    stderr: `panic: division by zero\n${HERE}`,
    status: 101,
  },
  { name: 'output-is-stuck', stderr: `panic: division by zero\n${HERE}`, status: 101 },
  { name: 'overflow', stdout: 'printed before\n', stderr: 'panic: stack overflow\n', status: 101 },
  { name: 'overflow-in-task', stderr: `panic: stack overflow\n${SPAWNED}`, status: 101 },
  {
    name: 'wild-access',
    stderr: /^internal error: invalid memory access \(SIGSEGV at .*\n {2}this is a bug in boltd\n$/,
    status: 'SIGSEGV',
  },
  {
    name: 'exhaust-memory',
    environment: SMALL_HEAP,
    stderr: 'panic: out of memory\n',
    status: 101,
  },
  {
    name: 'exhaust-memory-in-tasks',
    environment: SMALL_HEAP,
    stderr: 'panic: out of memory\n',
    status: 101,
  },
  {
    name: 'exhaust-memory-recursing',
    environment: SMALL_HEAP,
    stderr: 'panic: out of memory\n',
    status: 101,
  },
  { name: 'stay-within-memory', environment: SMALL_HEAP, stdout: '3199864\n', status: 0 },
  { name: 'ancestor-writes', stderr: `${ancestor('holds')}${SPAWNED}`, status: 101 },
  {
    name: 'distant-ancestor-writes',
    stderr: `${ancestor('holds')}${SPAWNED}${OUTER_SPAWNED}`,
    status: 101,
  },
  {
    name: 'ancestor-reads-child-writes',
    stderr: `${ancestor('holds for reading')}${SPAWNED}`,
    status: 101,
  },
  { name: 'ancestor-reads-child-reads', stdout: 'done\n', status: 0 },
  { name: 'ancestor-releases-in-time', stdout: 'done\n', status: 0 },
  {
    name: 'upgrade',
    stderr: `panic: deadlock: this task asks to write a \`Cell\` while it reads it\n${HERE}`,
    status: 101,
  },
  { name: 'many-tasks-lock-in-the-same-order', stdout: 'done\n', status: 0 },
  {
    name: 'unlock-of-free',
    stderr:
      'internal error: a task released a lock that it does not hold\n  this is a bug in boltd\n',
    status: 'SIGABRT',
  },
  {
    name: 'hello',
    environment: { BOLT_THREADS: 'many' },
    stderr: 'panic: BOLT_THREADS is `many`, which is not a number of threads\n',
    status: 101,
  },
  {
    name: 'hello',
    environment: { BOLT_THREADS: '0' },
    stderr: 'panic: BOLT_THREADS is `0`, which is not a number of threads\n',
    status: 101,
  },
  {
    name: 'hello',
    environment: { BOLT_MAX_HEAP: '12Q' },
    stderr: 'panic: BOLT_MAX_HEAP is `12Q`, which is not a size such as 512M\n',
    status: 101,
  },
  { name: 'hello', environment: { BOLT_MAX_HEAP: '1G' }, stdout: 'hello\n', status: 0 },
];

test.before('the runtime builds', async () => {
  for (const variant of ['plain', 'asan', 'tsan'] as const) {
    await buildRuntime(folderOf(variant), variant, 'tests');
  }
});

const DEADLOCKS: Readonly<Record<string, number>> = {
  'two-tasks-lock-in-opposite-order': 2,
  'three-tasks-lock-in-a-ring': 3,
  'readers-ask-to-write-what-the-other-reads': 2,
  'children-want-what-the-other-parent-holds': 2,
  'a-reader-waits-behind-a-queued-writer': 2,
};

for (const variant of ['plain', 'asan', 'tsan'] as const) {
  for (const [name, tasks] of Object.entries(DEADLOCKS)) {
    test.serial(`${name} is a deadlock that is reported (${variant})`, async (t) => {
      const outcome = await runProgram(variant, 'scenarios', {
        BOLT_THREADS: '4',
        BOLT_SCENARIO: name,
      });
      t.regex(outcome.stderr, cycle(tasks));
      t.is(outcome.status, 101);
    });
  }
}

test.serial('both sides of a deadlock are described', async (t) => {
  const outcome = await runProgram('plain', 'scenarios', {
    BOLT_THREADS: '2',
    BOLT_SCENARIO: 'a-reader-waits-behind-a-queued-writer',
  });
  const main =
    / {2}task (\d) waits for lock \1, of a `Cell`, at src\/app\.bolt:3:14\n {4}holds lock \d, of a `Cell`, taken for reading at src\/a\.bolt:1:1\n/;
  const other =
    / {2}task (\d) waits for lock \1, of a `Cell`, at src\/app\.bolt:3:14\n {4}holds lock \d, of a `Cell`, taken at src\/b\.bolt:2:2\n {4}in a task spawned at src\/app\.bolt:7:5\n/;
  t.regex(outcome.stderr, main);
  t.regex(outcome.stderr, other);
});

test.serial(
  'a lock that a waiting ancestor holds is not said to be held by the task',
  async (t) => {
    const outcome = await runProgram('plain', 'scenarios', {
      BOLT_THREADS: '4',
      BOLT_SCENARIO: 'children-want-what-the-other-parent-holds',
    });
    t.is(outcome.stderr.match(/^ {4}a task that waits for it holds lock/gm)?.length, 2);
  },
);

for (const scenario of SCENARIOS) {
  const environment = scenario.environment ?? {};
  const settings = Object.entries(environment).map(([name, value]) => ` with ${name}=${value}`);
  test.serial(`${scenario.name}${settings.join('')} ends as it should`, async (t) => {
    const outcome = await runProgram('plain', 'scenarios', {
      BOLT_THREADS: '2',
      BOLT_SCENARIO: scenario.name,
      ...environment,
    });
    const stderr = scenario.stderr ?? '';
    if (typeof stderr === 'string') {
      t.is(outcome.stderr, stderr);
    } else {
      t.regex(outcome.stderr, stderr);
    }
    t.is(outcome.stdout, scenario.stdout ?? '');
    t.is(outcome.status, scenario.status);
  });
}

test.serial('output that cannot be written is an error', async (t) => {
  const program = join(folderOf('plain'), 'test', 'scenarios');
  const outcome = await run('sh', ['-c', `exec ${program} > /dev/full`], {
    BOLT_SCENARIO: 'hello',
  });
  t.is(outcome.stderr, 'panic: cannot write to standard output: No space left on device\n');
  t.is(outcome.status, 101);
});
