/** What the parser reports: E0100 to E0199. */
import type { CodeEntry } from './entry.ts';
import { formCodes } from './syntax-forms.ts';

export const syntaxCodes: readonly CodeEntry[] = [
  {
    code: 'E0100',
    title: 'A character that begins no token',
    explanation:
      'Outside strings and comments, Bolt consists of ASCII letters, digits and signs. Names are made of ' +
      'the letters A to Z and a to z, digits and `_`. Typographic quotes and dashes often come from ' +
      'copied text.',
    wrong: 'void main() { let größe = 3; 1 }',
    right: 'void main() { let groesse = 3; 1 }',
  },
  {
    code: 'E0101',
    title: 'A string without its closing quote',
    explanation:
      'A string ends on the line on which it begins. A quote inside a string is written `\\"`. Text of ' +
      'several lines stands between `"""`.',
    wrong: 'void main() {\n  printf("hello);\n}',
    right: 'void main() {\n  printf("hello");\n}',
  },
  {
    code: 'E0102',
    title: 'A comment without its end',
    explanation:
      'A comment that begins with `/*` ends with `*/`. Such comments nest, so that code with comments in ' +
      'it can be commented out: each `/*` needs its own `*/`.',
    wrong: 'void main() { 1 }\n/* That is all.',
    right: 'void main() { 1 }\n/* That is all. */',
  },
  {
    code: 'E0103',
    title: 'An unknown escape sequence',
    explanation:
      'A backslash in a string or character begins an escape: `\\n \\t \\r \\0 \\b \\f \\\\ \\/ \\" \\\' \\$`, or ' +
      '`\\u{…}` with the hexadecimal number of a Unicode character. A backslash itself is written `\\\\`.',
    wrong: 'void main() { printf("100\\%") }',
    right: 'void main() { printf("100%%") }',
  },
  {
    code: 'E0104',
    title: 'A malformed character literal',
    explanation:
      'Between single quotes stands exactly one character, or one escape sequence. Text stands in double ' +
      'quotes.',
    wrong: "void main() { let c = 'ab'; 1 }",
    right: "void main() { let c = 'a'; 1 }",
  },
  {
    code: 'E0105',
    title: 'A malformed number',
    explanation:
      'Numbers are decimal, or hexadecimal, binary or octal behind `0x`, `0b` and `0o`; `_` may separate ' +
      'digits. A number may end in its type, such as `u8` or `f32`. A name cannot begin with a digit.',
    wrong: 'void main() { let n = 12px; 1 }',
    right: 'void main() { let n = 12u8; 1 }',
  },
  {
    code: 'E0106',
    title: 'An interpolation without its end',
    explanation:
      'In a string, `${` and `}` enclose one expression, on one line. A dollar sign before a brace is ' +
      'written `\\$`.',
    wrong: 'void main() { let x = 1; let s = "x = ${x y}"; 1 }',
    right: 'void main() { let x = 1; let s = "x = ${x}"; 1 }',
  },
  {
    code: 'E0110',
    title: 'An expression is missing',
    explanation:
      'An operator, an argument list or a statement needs an expression here. Often an operand was ' +
      'forgotten, or there is a comma or `;` too many.',
    wrong: 'void main() { let n = 3 + ; n }',
    right: 'void main() { let n = 3 + 4; n }',
  },
  {
    code: 'E0111',
    title: 'A semicolon is missing',
    explanation:
      'A `;` separates the statements of a block. Only a statement that ends in a block of its own (`if`, ' +
      '`while`, `for`, `match`, `finish`, `async`) needs none behind it. A `;` behind the last statement is ' +
      'allowed, and makes the value of the block void.',
    wrong: 'void main() {\n  let n = 3\n  n + 1\n}',
    right: 'void main() {\n  let n = 3;\n  n + 1\n}',
  },
  {
    code: 'E0112',
    title: 'A bracket is never closed',
    explanation:
      'Each `(`, `[` and `{` needs its partner. A declaration that begins in the first column of a line ' +
      'ends the body before it, so that a missing `}` is reported where it belongs.',
    wrong: 'void main() {\n  let n = (3 + 4;\n  n\n}',
    right: 'void main() {\n  let n = (3 + 4);\n  n\n}',
  },
  {
    code: 'E0113',
    title: 'Something else was expected here',
    explanation:
      'The message names what the grammar allows in this place. If the word looks right, the mistake may ' +
      'stand just before it.',
    wrong: 'void main() { let n 3; n }',
    right: 'void main() { let n = 3; n }',
  },
  {
    code: 'E0114',
    title: 'A name is missing',
    explanation:
      'A declaration needs a name here. Names begin with a letter or `_` and go on with letters, digits ' +
      'and `_`.',
    wrong: 'function int (int n) { n }\nvoid main() { 1 }',
    right: 'function int same(int n) { n }\nvoid main() { same(1) }',
  },
  {
    code: 'E0115',
    title: 'A reserved word in the place of a name or value',
    explanation:
      'These words are reserved: let, new, const, var, function, consume, finish, async, class, extends, ' +
      'capability, borrowed, true, false, while, if, else, for, return, break, continue, int, bool, void. ' +
      'All others may be names.',
    wrong: 'void main() { let new = 3; 1 }',
    right: 'void main() { let fresh = 3; fresh }',
  },
  {
    code: 'E0116',
    title: 'A type is missing',
    explanation:
      'A parameter, field, function or method begins with its type: `int count`. In `let`, the type is ' +
      'optional and stands behind the name: `let count: int = 3`.',
    wrong: 'void main() { let n: = 3; n }',
    right: 'void main() { let n: int = 3; n }',
  },
  {
    code: 'E0117',
    title: 'Chained comparisons',
    explanation:
      'A comparison gives a `bool`, which the next one would compare. `a < b < c` is therefore refused ' +
      'rather than read as `(a < b) < c`.',
    wrong: 'void main() { let n = 3; let inside = 0 < n < 5; 1 }',
    right: 'void main() { let n = 3; let inside = 0 < n && n < 5; 1 }',
  },
  {
    code: 'E0118',
    title: 'Chained ranges',
    explanation: 'A range `a..b` has one start and one end; ranges of ranges do not exist.',
    wrong: 'void main() { for (i in 0..5..10) { printf("%d", i) } }',
    right: 'void main() { for (i in 0..10) { printf("%d", i) } }',
  },
  {
    code: 'E0119',
    title: '`=` in an expression',
    explanation:
      '`=` gives a new variable its value in `let`. Assigning to a variable or field is written `:=`, ' +
      'comparing `==`.',
    wrong: 'void main() { let n = 3; n = 4; n }',
    right: 'void main() { let n = 3; n := 4; n }',
  },
  {
    code: 'E0120',
    title: 'Something that cannot be assigned to',
    explanation:
      'On the left of `:=` (or `+=` and the like) stands a variable, a field or an element of an array.',
    wrong: 'void main() { let n = 3; (n) := 4; n }',
    right: 'void main() { let n = 3; n := 4; n }',
  },
  {
    code: 'E0121',
    title: 'An operator behind a block',
    explanation:
      'A statement that ends in a block ends with it. An operator, `(`, `[` or `.` on the same line could ' +
      'be meant to go on with its value or to begin a new statement, so it is refused. Put a `;` behind ' +
      'the block, or parentheses around what belongs together, or begin a new line.',
    wrong: 'void main() { if true { 1 } else { 2 } + 3 }',
    right: 'void main() { (if true { 1 } else { 2 }) + 3 }',
  },
  {
    code: 'E0122',
    title: 'Code is nested too deeply or too long',
    explanation:
      'Blocks, parentheses and calls may be nested 400 levels deep, an expression may be 500 operators ' +
      'long, and a body may have a million tokens. Generated code that needs more can name intermediate ' +
      'results with `let`, or divide its work into functions.',
    wrong: `void main() { ${'-'.repeat(600)}1 }`,
    right: 'void main() { -1 }',
  },
  {
    code: 'E0123',
    title: 'A part of Bolt that this version does not have',
    explanation:
      'The language reference describes it, the compiler does not have it yet. The rest of the file is ' +
      'checked as usual.',
    wrong: 'void main() { let f = (int x) => x + 1; 1 }',
    right: 'void main() { let x = 1; x }',
  },
  {
    code: 'E0124',
    title: 'A declaration was expected',
    explanation:
      'A file consists of imports, functions, classes, structs, types, constants, tests and `void main()`. A ' +
      'function begins with the word `function`; statements stand in bodies only.',
    wrong: 'int twice(int n) { n * 2 }\nvoid main() { twice(1) }',
    right: 'function int twice(int n) { n * 2 }\nvoid main() { twice(1) }',
  },
  {
    code: 'E0125',
    title: 'A `}` that closes nothing',
    explanation: 'There is one `}` too many, or the `{` that it should close is missing.',
    wrong: 'function int one() { 1 } }\nvoid main() { one() }',
    right: 'function int one() { 1 }\nvoid main() { one() }',
  },
  {
    code: 'E0126',
    title: 'A body is missing',
    explanation: 'Functions and methods have a body in braces behind their header, empty or not.',
    wrong: 'function int one();\nvoid main() { one() }',
    right: 'function int one() { 1 }\nvoid main() { one() }',
  },
  {
    code: 'E0129',
    title: 'A field without `var` or `const`',
    explanation: 'A field that may be assigned is a `var`, one that only `new` sets is a `const`.',
    wrong: 'class Cell { capability local Own; int v : Own; }\nvoid main() { 1 }',
    right: 'class Cell { capability local Own; var int v : Own; }\nvoid main() { 1 }',
  },
  {
    code: 'E0130',
    title: 'More than one capability clause',
    explanation: 'A class lists all its capabilities in one clause, separated by commas.',
    wrong:
      'class Pair { capability linear Lo; capability linear Hi; var int a : Lo; var int b : Hi; }\n' +
      'void main() { 1 }',
    right:
      'class Pair { capability linear Lo, linear Hi; var int a : Lo; var int b : Hi; }\n' +
      'void main() { 1 }',
  },
  {
    code: 'E0131',
    title: 'A capability without a mode',
    explanation:
      'A capability is declared with its mode before its name. The modes are linear, local, read, ' +
      'subordinate and locked.',
    wrong: 'class Cell { capability Own; var int v : Own; }\nvoid main() { 1 }',
    right: 'class Cell { capability linear Own; var int v : Own; }\nvoid main() { 1 }',
  },
  {
    code: 'E0135',
    title: '`else` without `if`',
    explanation: 'An `else` follows the block of its `if` directly, without a `;` between them.',
    wrong: 'void main() { if true { 1 }; else { 2 } }',
    right: 'void main() { if true { 1 } else { 2 } }',
  },
  {
    code: 'E0136',
    title: 'A label without a loop',
    explanation: 'A label names the `for` or `while` loop behind it, for `break` and `continue`.',
    wrong: 'void main() { start: printf("x") }',
    right: 'void main() { start: while true { break start } }',
  },
  {
    code: 'E0138',
    title: 'A variable that is declared as in another language',
    explanation:
      'A variable is declared by `let name = value`, or with its type by `let name: type = value`.',
    wrong: 'void main() { int n = 3; n }',
    right: 'void main() { let n: int = 3; n }',
  },
  {
    code: 'E0139',
    title: 'A value in `new` without its field',
    explanation: 'Objects are made with the names of their fields: `new Point(x: 1, y: 2)`.',
    wrong:
      'class Cell { capability local Own; var int v : Own; }\nvoid main() { let c = new Cell(3); c.v }',
    right:
      'class Cell { capability local Own; var int v : Own; }\nvoid main() { let c = new Cell(v: 3); c.v }',
  },
  ...formCodes,
];
