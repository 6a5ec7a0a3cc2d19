/** What the parser reports about types, patterns and declarations of values: E0140 to E0149. */
import type { CodeEntry } from './entry.ts';

export const formCodes: readonly CodeEntry[] = [
  {
    code: 'E0140',
    title: 'A type that is written as in another language',
    explanation:
      'An array type is `T[]`, an optional `T?`, a tuple `(A, B)`; `read` stands before an array type. The ' +
      'length of an array is not part of its type. One of several types has a name of its own, ' +
      '`type Shape = Circle | Square;`.',
    wrong: 'function int total([int] xs) { 1 }\nvoid main() { 1 }',
    right: 'function int total(int[] xs) { 1 }\nvoid main() { 1 }',
  },
  {
    code: 'E0141',
    title: 'A malformed field of a struct',
    explanation:
      'The fields of a struct are its types and names, separated by `;`: `struct Point { float x; float y }`. ' +
      'They have neither `var` nor a value nor capabilities. Methods stand in `implement Point { … }`.',
    wrong: 'struct Point { x: int, y: int }\nvoid main() { 1 }',
    right: 'struct Point { int x; int y }\nvoid main() { 1 }',
  },
  {
    code: 'E0142',
    title: 'A malformed arm of `match`',
    explanation:
      'An arm is a pattern, maybe a guard behind `if`, `=>` and a value. A `,` ends it, unless it ends in `}`. ' +
      'Several statements stand in braces.',
    wrong: 'void main() { let n = 3; let s = match n { case 1: "one", case _: "many" }; 1 }',
    right: 'void main() { let n = 3; let s = match n { 1 => "one", _ => "many" }; 1 }',
  },
  {
    code: 'E0143',
    title: 'A malformed pattern',
    explanation:
      'A pattern is a literal, a range of literals, the name of a constant, a type with a name behind it ' +
      '(`Circle c`) or with its fields (`Square { side }`), a tuple of patterns, `none`, a new name, `_`, or ' +
      'alternatives of these with `|` between them.',
    wrong: 'void main() { let [a, b] = (1, 2); 1 }',
    right: 'void main() { let (a, b) = (1, 2); a + b }',
  },
  {
    code: 'E0144',
    title: 'An array that is made as in another language',
    explanation:
      '`[1, 2, 3]` is an array of given elements, `new int[n]` one of `n` zeros. `new int[][n]` makes an array ' +
      'of `n` empty arrays, which can be assigned one by one.',
    wrong: 'void main() { let xs = new int[]{1, 2}; 1 }',
    right: 'void main() { let xs = [1, 2]; xs.length }',
  },
  {
    code: 'E0145',
    title: 'A global variable without its mode',
    explanation:
      'All tasks could use a global variable at once, so it says how: `locked var` is shared and locks at ' +
      'each access, `local var` is one for each thread.',
    wrong: 'var int hits = 0;\nvoid main() { 1 }',
    right: 'locked var int hits = 0;\nvoid main() { 1 }',
  },
  {
    code: 'E0146',
    title: 'A malformed C function',
    explanation:
      '`extern function float cos(float x);` declares a function that is written in C. It has no body here. A ' +
      'string behind `extern` is its name in C where that differs.',
    wrong: 'extern "C" function float cos(float x);\nvoid main() { 1 }',
    right: 'extern function float cos(float x);\nvoid main() { 1 }',
  },
  {
    code: 'E0147',
    title: 'A test without a title',
    explanation:
      'A test begins with `test` and a title, which reports call it by: a string in double quotes, without ' +
      'interpolations.',
    wrong: 'test "" { 1 }\nvoid main() { 1 }',
    right: 'test "one is one" { 1 }\nvoid main() { 1 }',
  },
  {
    code: 'E0148',
    title: 'A struct that is built with braces',
    explanation:
      'A struct is built by its name and its fields in parentheses: `Point(x: 1, y: 2)`. Braces stand in ' +
      'patterns: `let Point { x, y } = p`.',
    wrong: 'struct Point { int x; int y }\nvoid main() { let p = Point { x: 1, y: 2 }; 1 }',
    right: 'struct Point { int x; int y }\nvoid main() { let p = Point(x: 1, y: 2); p.x }',
  },
];
