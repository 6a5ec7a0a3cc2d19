/** gdb on a program: breakpoints by name, lines, calls and variables of Bolt sources. */
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { boltd, execute, temporaryProject } from '../harness/boltd.ts';

const main = `import shapes.{Circle, Point};

void main() {
  let small = 3 as i8;
  let wide = 5000000000 as u64;
  let flag = true;
  let letter = 'ß';
  let half = 0.5;
  let single = 1.5 as f32;
  let text = "größe";
  let circle = new Circle(radius: 2, name: "c", center: new Point(x: 7));
  for (let i = 0; i < 2; i += 1) { printf("%d\\n", i) };
  for (let i = 10; i < 11; i += 1) {
    printf("%d\\n", i)
  };
  printf("%d %d %s %g %d\\n", small, wide, text, half, flag);
  printf("%g %c\\n", single, letter);
  printf("%d\\n", circle.area(4))
}
`;

const shapes = `public class Point {
  capability local Own;
  var int x : Own;
}

public class Named {
  capability local Own;
  var string name : Own;
}

public class Circle extends Named {
  var int radius : Own;
  var Point center : Own;
  int area(int scale) : Own {
    let square = this.radius * this.radius;
    square * scale
  }
}
`;

const files = [
  { path: '/bolt.toml', text: '[package]\nname = "drawn"\nversion = "0.1.0"\n' },
  { path: '/src/main.bolt', text: main },
  { path: '/src/shapes.bolt', text: shapes },
];

const parts = `struct Point { int x; float y }
type Shape = int | Point;

void main() {
  let shape: Shape = Point(x: 3, y: 2.5);
  let pair = (7, true);
  let found = pick(1);
  let nothing = pick(0);
  let numbers = [10, 20, 30];
  for (n in numbers) {
    match shape {
      Point p => printf("%d\\n", p.x + n),
      int i => printf("%d\\n", i),
    }
  };
  printf("%d %d\\n", pair.0, (found ?? 0) + (nothing ?? 0))
}

function int? pick(int n) { if n > 0 { n } else { none } }
`;

/** What gdb prints for `commands`, started in the project's folder. */
async function debug(
  t: ExecutionContext,
  flags: readonly string[],
  commands: readonly string[],
  sources: typeof files = files,
): Promise<string> {
  const { root, dispose } = temporaryProject(sources);
  try {
    const program = path.join(root, 'drawn');
    const built = await boltd(['build', ...flags, '-o', program, root]);
    t.is(built.status, 0, built.stderr);
    const all = ['set disable-randomization off', 'set debuginfod enabled off', ...commands];
    const ran = await execute(
      'gdb',
      ['-nx', '-q', '-batch', ...all.flatMap((command) => ['-ex', command]), program],
      { cwd: root },
    );
    return ran.stdout;
  } finally {
    dispose();
  }
}

test('a breakpoint is set by the name of a method, and calls have Bolt names and lines', async (t) => {
  const printed = await debug(t, [], ['break Circle.area', 'run', 'bt', 'next', 'next', 'next']);
  t.regex(printed, /#0 +Circle\.area \(this=0x\w+, scale=4\) at (?:\.\/)?src\/shapes\.bolt:15/);
  t.regex(printed, /#1 .* in main \(\) at (?:\.\/)?src\/main\.bolt:18/);
  t.true(printed.includes('16\t    square * scale'), printed);
  t.regex(printed, /main \(\) at (?:\.\/)?src\/main\.bolt:18/);
});

test('variables of every type are shown', async (t) => {
  const printed = await debug(t, [], ['break main.bolt:16', 'run', 'info locals', 'print *circle']);
  for (const line of [
    'small = 3',
    'wide = 5000000000',
    'flag = true',
    'half = 0.5',
    'single = 1.5',
    'text = {bytes = 7, code_points = 5, data = 0x',
    '"größe"}',
    'radius = 2',
    'name = {bytes = 1, code_points = 1, data = 0x',
  ]) {
    t.true(printed.includes(line), `${line} is not in ${printed}`);
  }
  t.regex(printed, /letter = 223 U'ß'/);
  t.regex(printed, /center = 0x\w+/);
});

test('an object shows its class, and what it refers to is followed', async (t) => {
  const commands = [
    'break Circle.area',
    'run',
    'print *this',
    'print this->center->x',
    'ptype this',
  ];
  const printed = await debug(t, [], commands);
  t.regex(printed, /\(class\) = 0x\w+ <shapes::class Circle\$data>/);
  t.true(printed.includes('= 7'), printed);
  t.regex(printed, /type = struct shapes\.Circle \{/);
});

test('of two variables with one name the one in scope is shown', async (t) => {
  const printed = await debug(t, [], ['break main.bolt:14', 'run', 'print i']);
  t.true(printed.includes('$1 = 10'), printed);
});

test('optimised programs have breakpoints and lines as well', async (t) => {
  const printed = await debug(t, ['--release'], ['break main', 'run', 'continue', 'bt']);
  // The C function that starts the program has that name too.
  t.regex(printed, /main \(\) at (?:\.\/)?src\/main\.bolt:\d+/);
});

test('values with parts are shown part by part, and variables of patterns in their arms', async (t) => {
  const commands = [
    'break main.bolt:12',
    'run',
    'info locals',
    'print *numbers.data@numbers.length',
  ];
  const sources = files.map((file) =>
    file.path === '/src/main.bolt' ? { ...file, text: parts } : file,
  );
  const printed = await debug(t, [], commands, sources);
  for (const line of [
    'p = {x = 3, y = 2.5}',
    'n = 10',
    'shape = {is = Point, as = {int = 3, Point = {x = 3, y = 2.5}}}',
    'pair = {_0 = 7, _1 = true}',
    'found = {some = true, value = 1}',
    'nothing = {some = false, value = 0}',
    '$1 = {10, 20, 30}',
  ]) {
    t.true(printed.includes(line), `${line} is not in ${printed}`);
  }
});
