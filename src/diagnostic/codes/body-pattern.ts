/** Those of E03xx that concern `match` and patterns. */
import type { CodeEntry } from './entry.ts';
import { lines } from './lines.ts';

export const bodyPatternCodes: readonly CodeEntry[] = [
  {
    code: 'E0378',
    title: 'A pattern does not fit the value',
    explanation:
      'A pattern is tried on values of one type, and describes values of that type: a tuple by as ' +
      'many patterns as it has elements, a struct or object by fields, an optional by `none` or a ' +
      'pattern for its value. Ranges are for integers and characters.',
    wrong: lines('function int f(int n) { match n { none => 0, _ => 1 } }', '', 'void main() {}'),
    right: lines('function int f(int n) { match n { 0 => 0, _ => 1 } }', '', 'void main() {}'),
  },
  {
    code: 'E0379',
    title: 'A `match` leaves values over',
    explanation:
      'Each value that may occur must have an arm; the message shows one that has none. Add an ' +
      'arm for it, or `_ => …` as the last one. An arm with a guard counts for nothing, because ' +
      'its guard may not hold.',
    wrong: lines(
      'type Id = int | string;',
      '',
      'function bool isNumber(Id id) { match id { int n => true } }',
      '',
      'void main() {}',
    ),
    right: lines(
      'type Id = int | string;',
      '',
      'function bool isNumber(Id id) { match id { int n => true, string s => false } }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0380',
    title: 'No value gets to an arm',
    explanation:
      'Arms are tried in order. All that this one could match is taken by arms before it. Move it ' +
      'up, or leave it out.',
    wrong: lines('function int f(int n) { match n { _ => 1, 0 => 2 } }', '', 'void main() {}'),
    right: lines('function int f(int n) { match n { 0 => 2, _ => 1 } }', '', 'void main() {}'),
  },
  {
    code: 'E0381',
    title: 'Alternatives bind different variables',
    explanation:
      'Behind the pattern nobody knows which of its alternatives matched. So all of them bind the ' +
      'same variables, with the same types; where they cannot, write an arm for each.',
    wrong: lines(
      'function int f((int, int) p) { match p { (x, 0) | (0, _) => 1, _ => 2 } }',
      '',
      'void main() {}',
    ),
    right: lines(
      'function int f((int, int) p) { match p { (x, 0) | (0, x) => x, _ => 2 } }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0382',
    title: 'A range in a pattern is empty',
    explanation:
      'A range goes from its least value to its greatest; `..` leaves out its end and `..=` ' +
      'includes it. One without values matches nothing.',
    wrong: lines(
      'function bool f(int n) { match n { 9..=0 => true, _ => false } }',
      '',
      'void main() {}',
    ),
    right: lines(
      'function bool f(int n) { match n { 0..=9 => true, _ => false } }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0384',
    title: 'Arms of different types',
    explanation:
      'The value of a `match` is that of the arm that was taken, so all arms have one type: the ' +
      'same, a common superclass, or the one that the context expects. Where one arm has no value, ' +
      'or the `match` ends with `;`, its value does not matter.',
    wrong: lines(
      'function int f(int n) { let r = match n { 0 => 1, _ => "many" }; 1 }',
      '',
      'void main() {}',
    ),
    right: lines(
      'function int f(int n) { let r = match n { 0 => "one", _ => "many" }; 1 }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0385',
    title: 'A pattern names something twice',
    explanation:
      'A pattern binds each of its variables once, and mentions each field once. To compare two ' +
      'parts of a value, bind both and write a guard.',
    wrong: lines(
      'function bool same((int, int) p) { match p { (x, x) => true, _ => false } }',
      '',
      'void main() {}',
    ),
    right: lines(
      'function bool same((int, int) p) { match p { (x, y) if x == y => true, _ => false } }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0386',
    title: 'Patterns too complex to check',
    explanation:
      'Whether patterns match every value can take very long to find out where many of them ' +
      'look at many parts at once. Match on one part after the other, in a `match` for each.',
    wrong: complexMatch(),
    right: lines(
      'function int f(bool a, bool b) { match a { true => 1, false => match b { true => 2, false => 3 } } }',
      '',
      'void main() {}',
    ),
  },
];

/** Each arm looks at two parts of its own, so that what is left over is all combinations of the others. */
function complexMatch(): string {
  const pairs = 18;
  const width = 2 * pairs + 1;
  const types = Array.from({ length: width }, () => 'bool').join(', ');
  const pattern = (given: ReadonlyMap<number, string>): string =>
    Array.from({ length: width }, (_, index) => given.get(index) ?? '_').join(', ');
  const arms = ['true', 'false'].flatMap((value) =>
    Array.from({ length: pairs }, (_, arm) => {
      const given = new Map([
        [arm, value],
        [arm + pairs, value],
      ]);
      return `    (${pattern(given)}) => ${arm},`;
    }),
  );
  const last = ['true', 'false'].map(
    (value) => `    (${pattern(new Map([[width - 1, value]]))}) => -1,`,
  );
  return lines(
    `function int f((${types}) t) {`,
    '  match t {',
    ...arms,
    ...last,
    '  }',
    '}',
    '',
    'void main() {}',
  );
}
