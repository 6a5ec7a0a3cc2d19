/** E025x and E026x: constants, global variables, C functions and the functions that are built in. */
import type { CodeEntry } from './entry.ts';
import { lines } from './lines.ts';

const sequence = lines(
  'class Sequence {',
  '  capability locked Lk;',
  '  var int last : Lk;',
  '}',
  '',
);

export const constantCodes: readonly CodeEntry[] = [
  {
    code: 'E0250',
    title: 'A value cannot be computed at compile time',
    explanation:
      'Constants, and what global variables hold first, are computed by the compiler. Only ' +
      'computation is possible there: numbers, strings, tuples, structs, arrays, and calls of ' +
      'functions that do no more. Objects, tasks, output, global variables and C functions exist only ' +
      'when the program runs. The labels show the calls that lead to the place.',
    wrong: lines(
      'function int announced(int value) {',
      '  printf("%d\\n", value);',
      '  value',
      '}',
      '',
      'const int LIMIT = announced(100);',
      '',
      'void main() {}',
    ),
    right: lines(
      'function int doubled(int value) {',
      '  value * 2',
      '}',
      '',
      'const int LIMIT = doubled(100);',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0251',
    title: 'A constant needs its own value',
    explanation:
      'The value of a constant may use other constants, in any order, and functions that use them. ' +
      'A constant that comes upon itself on the way has no value.',
    wrong: lines(
      'const int WIDTH = HEIGHT * 2;',
      'const int HEIGHT = WIDTH / 2;',
      '',
      'void main() {}',
    ),
    right: lines('const int WIDTH = HEIGHT * 2;', 'const int HEIGHT = 100;', '', 'void main() {}'),
  },
  {
    code: 'E0252',
    title: 'Computing a value at compile time panics',
    explanation:
      'What would end a running program, as a division by zero or an index out of range, leaves a ' +
      'constant without a value. The labels show where it happens and the calls that lead there.',
    wrong: lines('const int PARTS = 0;', 'const int SHARE = 100 / PARTS;', '', 'void main() {}'),
    right: lines('const int PARTS = 4;', 'const int SHARE = 100 / PARTS;', '', 'void main() {}'),
  },
  {
    code: 'E0253',
    title: 'A value takes too much to compute at compile time',
    explanation:
      'The compiler gives up on a constant after some millions of steps, hundreds of nested calls, ' +
      'or thousands of elements, so that every build ends. Compute such a value when the program ' +
      'runs, or write the result.',
    wrong: lines(
      'function int forever(int from) {',
      '  let n = from;',
      '  while true { n += 1; }',
      '}',
      '',
      'const int LAST = forever(0);',
      '',
      'void main() {}',
    ),
    right: lines(
      'function int sum(int from) {',
      '  let n = from;',
      '  for (let i = 0; i < 100; i += 1) { n += i; }',
      '  n',
      '}',
      '',
      'const int LAST = sum(0);',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0254',
    title: 'A type that constants cannot have',
    explanation:
      'A constant is shared by all who name it, so nothing in it may change: numbers, strings, ' +
      'tuples, structs, optionals and unions of such, and arrays that are `read`. Objects and ' +
      'arrays that can be written are made when the program runs.',
    wrong: lines('const int[] PRIMES = [2, 3, 5];', '', 'void main() {}'),
    right: lines('const read int[] PRIMES = [2, 3, 5];', '', 'void main() {}'),
  },
  {
    code: 'E0255',
    title: 'A type that does not fit the mode of a global variable',
    explanation:
      'Every task can use a `locked` global variable, whose lock covers the variable itself and not ' +
      'what it refers to: it may hold values, and objects whose capabilities, and those of all that ' +
      'they refer to, are `locked` or `read`. A `local` one, which every thread has for itself, ' +
      'holds values.',
    wrong: `${sequence}local var Sequence? current = none;\n\nvoid main() {}\n`,
    right: `${sequence}locked var Sequence? current = none;\n\nvoid main() {}\n`,
  },
  {
    code: 'E0257',
    title: "A function of Bolt's own runtime",
    explanation:
      'Names that begin with `bolt_` belong to the runtime. Only the standard library may declare ' +
      'them, because how they work may change with every version.',
    wrong: lines('extern function void bolt_panic_divide(i64 site);', '', 'void main() {}'),
    right: lines('extern function void abort();', '', 'void main() {}'),
  },
  {
    code: 'E0258',
    title: 'A type that C has not',
    explanation:
      'A C function takes and returns numbers of up to 64 bits, `bool`, `char`, pointers, and ' +
      'strings, which are passed as NUL-terminated copies. Its result may be a `string?`, which is ' +
      '`none` for NULL.',
    wrong: lines('extern function i128 wide(i64 x);', '', 'void main() {}'),
    right: lines('extern function i64 labs(i64 x);', '', 'void main() {}'),
  },
  {
    code: 'E0259',
    title: 'A C function is called outside of `unsafe`',
    explanation:
      'Nothing checks what a C function does with memory and threads. A call of one stands in an ' +
      '`unsafe` block, which says that its author has looked.',
    wrong: lines(
      'extern function i32 abs(i32 x);',
      '',
      'void main() {',
      '  printf("%d\\n", abs(-1));',
      '}',
    ),
    right: lines(
      'extern function i32 abs(i32 x);',
      '',
      'void main() {',
      '  printf("%d\\n", unsafe { abs(-1) });',
      '}',
    ),
  },
  {
    code: 'E0260',
    title: 'A constant cannot be changed',
    explanation:
      'A constant is its value wherever it is named. What changes while the program runs is a ' +
      'variable: a local one, a field, or a global one, whose declaration names its mode.',
    wrong: lines('const int LIMIT = 1;', '', 'void main() {', '  LIMIT := 2;', '}'),
    right: lines('locked var int limit = 1;', '', 'void main() {', '  limit := 2;', '}'),
  },
  {
    code: 'E0261',
    title: 'A global variable cannot be consumed',
    explanation:
      '`consume` takes a value away from its one owner. A global variable has none: whoever comes ' +
      'next may read it.',
    wrong: lines('locked var int hits = 1;', '', 'void main() {', '  let all = consume hits;', '}'),
    right: lines('locked var int hits = 1;', '', 'void main() {', '  let all = hits;', '}'),
  },
  {
    code: 'E0262',
    title: 'Wrong arguments of a function that is built in',
    explanation:
      '`panic(message)` ends the program with a message, `assert(condition)` where the condition ' +
      'does not hold, and `assertEqual(actual, expected)` where the two differ. A declaration of the ' +
      'same name in the module, or an import of one, comes first.',
    wrong: lines('void main() {', '  assertEqual(1);', '}'),
    right: lines('void main() {', '  assertEqual(1, 1);', '}'),
  },
  {
    code: 'E0263',
    title: 'Values that `assertEqual` cannot compare',
    explanation: '`assertEqual` takes two values of one type.',
    wrong: lines('void main() {', '  assertEqual(1, "1");', '}'),
    right: lines('void main() {', '  assertEqual("1", "1");', '}'),
  },
];
