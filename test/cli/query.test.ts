/** `boltd query`: what each stage made of a declaration, by the name that a user knows it by. */
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { Ran } from '../harness/boltd.ts';
import { boltd } from '../harness/boltd.ts';
import { eventOf, eventsOf, manifest, projectOf } from './kit.ts';

const files = [
  { path: 'bolt.toml', text: manifest },
  {
    path: 'src/main.bolt',
    text: 'import shapes;\nvoid main() {\n  printf("%d\\n", shapes.twice(2))\n}\n',
  },
  {
    path: 'src/shapes.bolt',
    text: [
      'public class Circle {',
      '  capability local Own;',
      '  var int radius : Own;',
      '  int area() : Own { this.radius * 3 }',
      '  int scaled(int by) : Own { this.radius * by }',
      '}',
      'public class Box<T> {',
      '  capability local Own;',
      '  var T item : Own;',
      '  T get() : Own { this.item }',
      '}',
      'public function int twice(int n) { n * 2 }',
      'public function float twice(float n) { n + n }',
      'public function T same<T>(T x) { x }',
      'public function int wrong() { missing() }',
      'public function int cut( { 1 }',
      'public class Bad extends Nowhere { }',
      'public function int uses(Bad bad) { 1 }',
      '',
    ].join('\n'),
  },
];

/** One project for all questions: they take turns. */
function ask(root: string, ...question: readonly string[]): Promise<Ran> {
  return boltd(['-C', root, 'query', ...question]);
}

const project = (t: ExecutionContext): string => projectOf(t, files);

test('a declaration can be asked for at every stage, all overloads at a time', async (t) => {
  const root = project(t);
  const expected: readonly (readonly [string, RegExp])[] = [
    ['ast', /parameter int n/],
    ['types', /"kind": "function"/],
    ['ir', /^fn shapes::function twice\(int\)/m],
    ['llvm', /^define .*@"shapes::function twice\(int\)"/m],
    ['deps', /^bodyText\(shapes::function twice\(int\)\)|^package\(|\w+\(.*\)$/m],
    ['rdeps', /^\w+\(main::main\)$/m],
  ];
  for (const [aspect, shows] of expected) {
    const ran = await ask(root, aspect, 'shapes.twice');
    t.is(ran.status, 0, `${aspect}: ${ran.stderr}`);
    t.regex(ran.stdout, shows, aspect);
    t.regex(ran.stdout, /^shapes::function twice\(int\)$/m);
    t.regex(ran.stdout, /^shapes::function twice\(float\)$/m);
  }
});

test('classes, their members and whole ids are names, too', async (t) => {
  const root = project(t);
  t.regex((await ask(root, 'ir', 'shapes.Circle.area')).stdout, /^fn .*area\(\)/m);
  t.regex((await ask(root, 'llvm', 'shapes.Circle.scaled')).stdout, /^define .*scaled\(int\)/m);
  t.regex((await ask(root, 'types', 'shapes.Circle')).stdout, /"name": "Circle"/);
  t.regex((await ask(root, 'types', 'shapes.Circle.radius')).stdout, /"name": "radius"/);
  t.regex((await ask(root, 'ast', 'shapes.Circle.radius')).stdout, /radius/);
  t.regex((await ask(root, 'llvm', 'shapes.Circle')).stdout, /constant .*Circle/);
  const whole = await ask(root, 'ir', 'shapes::function twice(int)');
  t.is(whole.stdout.match(/^fn /gm)?.length, 1);
});

test('what has no answer says why', async (t) => {
  const root = project(t);
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      'ir',
      'shapes.Circle',
      /^note: shapes::class Circle: A class has no IR of its own; its methods have: area, scaled$/m,
    ],
    ['ir', 'shapes.Circle.radius', /^note: .*radius: A field has no code of its own$/m],
    ['llvm', 'shapes.Circle.radius', /^note: .*radius: A field has no code of its own$/m],
    ['llvm', 'shapes.same', /^note: .*It is generic: LLVM IR is made for each instance/m],
    ['llvm', 'shapes.Box', /^note: .*It is generic/m],
    ['llvm', 'shapes.Box.get', /^note: .*It is generic/m],
  ];
  for (const [aspect, symbol, says] of cases) {
    const ran = await ask(root, aspect, symbol);
    t.is(ran.status, 0, ran.stderr);
    t.is(ran.stdout, '');
    t.regex(ran.stderr, says);
  }
  t.regex((await ask(root, 'ir', 'shapes.same')).stdout, /^fn /m, 'the generic code itself');
});

test('a declaration with mistakes is no internal error', async (t) => {
  const root = project(t);
  for (const symbol of ['shapes.wrong', 'shapes.cut', 'shapes.Bad', 'shapes.uses']) {
    for (const aspect of ['ast', 'types', 'ir', 'llvm', 'deps', 'rdeps']) {
      const ran = await ask(root, aspect, symbol);
      t.true(ran.status === 0 || ran.status === 1, `${aspect} ${symbol}: ${ran.stderr}`);
      t.notRegex(ran.stderr, /internal error/, `${aspect} ${symbol}`);
    }
  }
  const ran = await ask(root, 'ir', 'shapes.wrong');
  t.is(ran.status, 1);
  t.is(
    ran.stderr,
    'note: shapes::function wrong(): It has no code because of mistakes; `boltd check` shows them\n',
  );
});

test('an unknown symbol is answered with the nearest one', async (t) => {
  const root = project(t);
  const cases: readonly (readonly [string, string])[] = [
    ['shapes.twise', 'No declaration is called shapes.twise; did you mean shapes.twice?'],
    ['twice', 'No declaration is called twice; did you mean shapes.twice?'],
    [
      'shapes.Circle.aera',
      'No declaration is called shapes.Circle.aera; did you mean shapes.Circle.area?',
    ],
    ['entirely.different', 'No declaration is called entirely.different'],
    [
      'shapes',
      'shapes is a module; ask for one of its declarations: Circle, Box, twice, same, wrong, cut, Bad, uses',
    ],
  ];
  for (const [symbol, says] of cases) {
    const ran = await ask(root, 'ir', symbol);
    t.is(ran.status, 2);
    t.is(ran.stderr, `error: ${says}\n`);
  }
});

test('answers are JSON for whoever wants that', async (t) => {
  const root = project(t);
  const ran = await boltd([
    '--json',
    'query',
    'ir',
    'shapes.twice',
    '--target',
    path.join(root, 'src'),
  ]);
  t.deepEqual(
    eventsOf(ran).map(({ what, symbol }) => [what, symbol]),
    [
      ['ir', 'shapes::function twice(int)'],
      ['ir', 'shapes::function twice(float)'],
    ],
  );
  t.regex(String(eventOf(ran, 'query')['text']), /^fn /);
  const none = eventOf(
    await boltd(['--json', '-C', root, 'query', 'llvm', 'shapes.same']),
    'query',
  );
  t.is(none['text'], null);
  t.regex(String(none['note']), /generic/);
});
