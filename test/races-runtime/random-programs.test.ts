/**
 * Random concurrent programs: what the checker accepts runs under ThreadSanitizer without a report. The same for
 * thousands of programs: `node build/tools/fuzz/races.js --programs 5000`.
 */
import path from 'node:path';
import test from 'ava';
import { randomProgram } from '../../tools/fuzz/races-program.ts';
import type { NamedProgram, Runner } from '../../tools/fuzz/races-run.ts';
import { checkPrograms, isHole, runPrograms } from '../../tools/fuzz/races-run.ts';
import { shrink } from '../../tools/fuzz/races-shrink.ts';
import { boltd, execute, temporaryProject } from '../harness/boltd.ts';

const first = 1;
const count = 260;

async function inFolder(work: (runner: Runner, root: string) => Promise<void>): Promise<void> {
  const { root, dispose } = temporaryProject([]);
  const env = { BOLT_CACHE_DIR: path.join(root, '.cache') };
  try {
    await work(
      {
        boltd: (args) => boltd(args, { env }),
        execute: (file, threads) => execute(file, [], { env: { BOLT_THREADS: String(threads) } }),
      },
      root,
    );
  } finally {
    dispose();
  }
}

test('a seed gives one program', (t) => {
  t.is(randomProgram(7), randomProgram(7));
  t.not(randomProgram(7), randomProgram(8));
});

test('random programs that are accepted do not race', (t) =>
  inFolder(async (runner, root) => {
    const programs = Array.from({ length: count }, (_, index) => ({
      name: `p${first + index}`,
      text: randomProgram(first + index),
    }));
    const verdicts = await checkPrograms(runner, root, programs);
    const accepted = programs.filter(({ name }) => verdicts.get(name)?.length === 0);
    // Programs that are all rejected, or do nothing at once, would show nothing.
    t.true(accepted.length * 3 >= count, `${accepted.length} of ${count} are accepted`);
    t.true(accepted.filter(({ text }) => text.includes('async')).length * 4 >= count);
    const { races, panics } = await runPrograms(runner, root, accepted);
    for (const [name, report] of races) t.fail(`${report}\n${textOf(accepted, name)}`);
    // A task may ask for a lock that its parent holds: a certain deadlock, and no race.
    for (const [name, what] of panics) {
      t.true(what.includes('panic: deadlock'), `${what}\n${textOf(accepted, name)}`);
    }
    t.true(panics.size * 5 < accepted.length, `${panics.size} of ${accepted.length} end early`);
  }));

const racing = `class Cell {
  capability linear Own;
  var int v : Own;
}

public function void run() {
  let c = new Cell(v: 1);
  let d = new Cell(v: 2);
  d.v := 3;
  finish {
    async { c.v += 1 }
    c.v += 2
  }
}
`;

test('programs that race are found among others and named', (t) =>
  inFolder(async (runner, root) => {
    const harmless = racing.replace('c.v += 2', 'd.v += 2');
    const programs = [
      { name: 'q1', text: harmless },
      { name: 'q2', text: racing },
      {
        name: 'q3',
        text: racing
          .replace('c.v += 2', 'let e = consume c; sink(c.v)')
          .concat('function void sink(int n) {}\n'),
      },
      { name: 'q4', text: racing },
    ];
    const verdicts = await checkPrograms(runner, root, programs);
    t.deepEqual(
      [...verdicts].map(([name, codes]) => [name, codes.length > 0]),
      [
        ['q1', false],
        ['q2', true],
        ['q3', true],
        ['q4', true],
      ],
    );
    const { races, panics } = await runPrograms(runner, root, programs, ['--ignore-data-races']);
    t.deepEqual([...races.keys()], ['q2', 'q4']);
    // Behind one that panics the others still run.
    t.deepEqual([...panics.keys()], ['q3']);
  }));

test('a program that is accepted and does not race is no hole, nor one that is rejected', (t) =>
  inFolder(async (runner, root) => {
    t.false(await isHole(runner, root, racing.replace('c.v += 2', 'd.v += 2')));
    t.false(await isHole(runner, root, racing));
    t.false(await isHole(runner, root, 'public function void run() { unknown }'));
  }));

test('shrinking leaves out lines and blocks until nothing more can go', async (t) => {
  const tried: string[] = [];
  const shrunk = await shrink('a {\n  b;\n  c;\n}\nd;', (text) => {
    tried.push(text);
    return Promise.resolve(text.includes('c;'));
  });
  t.is(shrunk, 'a {\n  c;\n}');
  // The longest part first.
  t.is(tried[0], 'd;');
});

function textOf(programs: readonly NamedProgram[], name: string): string {
  return programs.find((program) => program.name === name)?.text ?? name;
}
