/** What users are told of a data race, and what happens when they ask for the program all the same. */
import path from 'node:path';
import test from 'ava';
import { boltd } from '../harness/boltd.ts';
import { eventOf, eventsOf, manifest, projectOf } from './kit.ts';

const racy = `class Counter {
  capability local Own;
  var int value : Own;
  void bump() : Own { this.value := this.value + 1 }
}

void main() {
  let counter = new Counter();
  finish {
    async { for (i in 0..1000) { counter.bump() } }
    for (i in 0..1000) { counter.bump() }
  }
  printf("done\\n")
}
`;

function racyProject(t: Parameters<typeof projectOf>[0]): string {
  return projectOf(t, [
    { path: 'bolt.toml', text: manifest },
    { path: 'src/main.bolt', text: racy },
  ]);
}

function severities(ran: Awaited<ReturnType<typeof boltd>>): readonly unknown[] {
  return eventsOf(ran)
    .filter((event) => event['reason'] === 'diagnostic')
    .map((event) => event['severity']);
}

for (const kind of [[], ['--release'], ['--sanitize=thread']]) {
  test(`a race forbids a build, unless it is ignored (${kind.join('') || 'dev'})`, async (t) => {
    const root = racyProject(t);
    const build = (...more: readonly string[]) =>
      boltd(['--json', 'build', '--no-daemon', ...kind, ...more, root]);
    const first = await build();
    t.is(first.status, 1);
    t.deepEqual(severities(first), ['error']);
    const ignored = await build('--ignore-data-races');
    t.is(ignored.status, 0, ignored.stderr);
    t.deepEqual(severities(ignored), ['warning']);
    t.true(path.isAbsolute(String(eventOf(ignored, 'build-finished')['executable'])));
    const again = await build();
    t.is(again.status, 1, 'nothing of it stays');
    t.deepEqual(severities(again), ['error']);
  });
}

test('a check goes as far as it is told to', async (t) => {
  const root = racyProject(t);
  const check = (...options: readonly string[]) => boltd(['check', ...options, root]);
  t.is((await check()).status, 1);
  t.is((await check('--stage', 'race')).status, 1);
  t.is((await check('--stage', 'type')).status, 0);
  const ignored = await check('--ignore-data-races');
  t.is(ignored.status, 0);
  t.regex(ignored.stderr, /warning\[E06\d\d\]/);
});

test('a race that is ignored shows under the sanitizer, with the names of its functions', async (t) => {
  const root = racyProject(t);
  const ran = await boltd(['run', '--ignore-data-races', '--sanitize=thread', root]);
  t.is(ran.status, 66, ran.stderr);
  t.regex(ran.stderr, /data race/);
  t.regex(ran.stderr, /Counter\.method bump\(\)/);
});
