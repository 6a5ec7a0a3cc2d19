/** Tasks that wait for each other's locks: a panic that describes each, instead of a program that hangs. */
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { boltd, execute, temporaryProject } from '../harness/boltd.ts';

/** Two philosophers, each with the fork that the other one wants; `gate` lets them meet. */
const philosophers = `class Gate {
  capability locked Lk;
  var int n : Lk;
  void arrive() : Lk { this.n += 1; }
}
class Fork {
  capability locked Lk;
  var int meals : Lk;
  void eatWith(Fork other, Gate gate) : Lk {
    gate.arrive();
    while gate.n < 2 {}
    other.clean();
  }
  void clean() : Lk { this.meals += 1; }
}
void main() {
  let left = new Fork();
  let right = new Fork();
  let gate = new Gate();
  printf("before\\n");
  finish {
    async { left.eatWith(right, gate) }
    right.eatWith(left, gate);
  }
}
`;

/** Tasks that do nothing wrong: whoever moves money takes both locks, always in the same order. */
const transfers = `class Account {
  capability locked Lk;
  var int balance : Lk;
  void give(Account other, int n) : Lk { this.balance -= n; other.take(n); }
  void take(int n) : Lk { this.balance += n; }
}
void main() {
  let first = new Account(balance: 1000);
  let second = new Account();
  finish {
    for (i in 0..8) { async { for (k in 0..500) { first.give(second, 1) } } }
    for (k in 0..500) { second.balance := second.balance + 1 }
  }
  printf("%d\\n", first.balance + second.balance);
}
`;

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function runOn(
  t: ExecutionContext,
  text: string,
  threads: number,
  ...flags: readonly string[]
): Promise<Ended> {
  const { root, dispose } = temporaryProject([{ path: 'main.bolt', text }]);
  try {
    const program = path.join(root, 'program');
    const env = { BOLT_CACHE_DIR: path.join(root, '.cache') };
    const args = ['build', '-q', ...flags, '-o', program, path.join(root, 'main.bolt')];
    const built = await boltd(args, { env });
    t.is(built.status, 0, built.stderr);
    return await execute(program, [], { env: { BOLT_THREADS: String(threads) } });
  } finally {
    dispose();
  }
}

for (const flags of [[], ['--release'], ['--sanitize=thread']]) {
  const how = flags.join('') || 'dev';
  test(`two tasks with each other's locks are reported, both of them (${how})`, async (t) => {
    const ran = await runOn(t, philosophers, 2, ...flags);
    t.is(ran.status, 101);
    t.is(ran.stdout, 'before\n');
    const [first = '', ...tasks] = ran.stderr.split(/^(?= {2}task \d)/m);
    t.is(first, 'panic: deadlock: 2 tasks wait for locks of each other\n');
    t.regex(ran.stderr, /task 1 waits for lock 1,.*\n.*holds lock 2,/);
    t.regex(ran.stderr, /task 2 waits for lock 2,.*\n.*holds lock 1,/);
    // Which of them noticed, and is number 1, depends on the schedule.
    const sides = tasks.map((text) => text.replace(/lock \d|task \d/g, 'it'));
    const side =
      '  it waits for it, of a `Fork`, at main.bolt:14:21\n' +
      '    holds it, of a `Fork`, taken at main.bolt:9:44\n' +
      '    in Fork.clean at main.bolt:14\n' +
      '    in Fork.eatWith at main.bolt:12\n';
    if (how === '--sanitize=thread') {
      // ThreadSanitizer keeps signals back from whoever sleeps: only one stack is certain.
      const stack = /in Fork\.clean at main\.bolt:14\n {4}in Fork\.eatWith at main\.bolt:12\n/;
      t.regex(tasks[0] ?? '', stack);
      return;
    }
    t.deepEqual(sides.toSorted(), [
      `${side}    in main at main.bolt:23\n`,
      `${side}    in main.async at main.bolt:22\n    in a task spawned at main.bolt:22:5\n`,
    ]);
  });
}

test('locks that are taken in one order are no deadlock', async (t) => {
  for (const threads of [1, 2, 6]) {
    const ran = await runOn(t, transfers, threads);
    t.deepEqual(ran, { status: 0, stdout: '1500\n', stderr: '' });
  }
});
