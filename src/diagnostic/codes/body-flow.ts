/** E03xx and W03xx: variables, branches, loops, tasks, and the results of bodies. */
import { desk, main, tally } from './body-programs.ts';
import type { CodeEntry } from './entry.ts';

export const bodyFlowCodes: readonly CodeEntry[] = [
  {
    code: 'E0314',
    title: 'A block declares a variable twice',
    explanation:
      'A name can be declared once in a block. A block inside may declare it again, and so may the ' +
      'top of a body for a parameter: the new variable hides the old one.',
    wrong: main('let n = 1;', 'let n = 2;', 'printf("%d", n)'),
    right: main('let n = 1;', 'n := 2;', 'printf("%d", n)'),
  },
  {
    code: 'E0315',
    title: '`this` is not a variable',
    explanation:
      '`this` is the object that a method was called on. It cannot be declared, assigned or consumed.',
    wrong:
      'class Node {\n  var Node next;\n  void skip() { this := this.next }\n}\n\nvoid main() {}\n',
    right:
      'class Node {\n  var Node next;\n  void skip() { this.next := this.next.next }\n}\n\nvoid main() {}\n',
  },
  {
    code: 'E0316',
    title: 'A `const` field cannot be changed',
    explanation: 'A `const` field is set by `new` and never again; `consume` would change it too.',
    wrong: `class Point {\n  const int x;\n}\n\n${main('let p = new Point(x: 1);', 'p.x := 2')}`,
    right: `class Point {\n  var int x;\n}\n\n${main('let p = new Point(x: 1);', 'p.x := 2')}`,
  },
  {
    code: 'E0320',
    title: 'A condition must be `bool`',
    explanation: 'Conditions are truth values. A number is compared: `n != 0`.',
    wrong: main('let n = 1;', 'if n { printf("yes") }'),
    right: main('let n = 1;', 'if n != 0 { printf("yes") }'),
  },
  {
    code: 'E0321',
    title: 'The branches of an `if` have different types',
    explanation:
      'An `if` with `else` has a value: both branches yield one type, or classes with a common ' +
      'superclass. Where the value does not matter, end the block that has one with `;`: it is then `void`.',
    wrong: main('let n = 1;', 'let m = if n > 0 { n } else { printf("none") };'),
    right: main('let n = 1;', 'let m = if n > 0 { n } else { printf("none"); 0 };'),
  },
  {
    code: 'E0322',
    title: 'There is no value to bind',
    explanation: 'A variable needs a value; `void` has none. Make the call a statement of its own.',
    wrong: `function void greet() { printf("hello") }\n\n${main('let x = greet();')}`,
    right: `function void greet() { printf("hello") }\n\n${main('greet();')}`,
  },
  {
    code: 'E0323',
    title: 'The body ends without a value',
    explanation:
      'The last statement of a body gives its value, unless a `;` follows it. A body whose result is ' +
      'not `void` ends with a value of that type, or with a `return`.',
    wrong: `function int twice(int n) { n * 2; }\n\nvoid main() {}\n`,
    right: `function int twice(int n) { n * 2 }\n\nvoid main() {}\n`,
  },
  {
    code: 'E0328',
    title: '`break` or `continue` outside of a loop',
    explanation:
      '`break` ends the innermost loop around it and `continue` its current pass; there is none here.',
    wrong: main('break'),
    right: main('while true { break }'),
  },
  {
    code: 'E0329',
    title: 'Unknown label',
    explanation: 'No loop around this `break` or `continue` has the label.',
    wrong: main('outer: while true { break outr }'),
    right: main('outer: while true { break outer }'),
  },
  {
    code: 'E0330',
    title: 'A jump out of a task',
    explanation:
      'An `async` block runs as a task of its own. `return`, `break` and `continue` in it cannot reach ' +
      'the function or loop around it. They may leave a `finish`, which waits for its tasks first.',
    wrong: main('while true { finish { async { break } } }'),
    right: main('while true { finish { async { printf("task") } break } }'),
  },
  {
    code: 'E0331',
    title: '`async` outside of a `finish`',
    explanation:
      'Every task belongs to a `finish`, which waits for it. Inside a task, the `finish` around it does ' +
      'not count: a task that wants tasks opens its own.',
    wrong: main('async { printf("task") }'),
    right: main('finish { async { printf("task") } }'),
  },
  {
    code: 'E0337',
    title: '`for` cannot run over the value',
    explanation:
      'A `for` runs over a range whose bounds are integers of one type: `a..b`, or `a..=b` with the end.',
    wrong: main('let n = 3;', 'for (i in n) { printf("%d", i) }'),
    right: main('let n = 3;', 'for (i in 0..n) { printf("%d", i) }'),
  },
  {
    code: 'W0300',
    title: 'An assignment to a copy',
    explanation:
      'The variables that an `async` block mentions are copied into it. An assignment inside changes the ' +
      "task's copy only. Hand results out through a field of an object that both can reach.",
    wrong: main('let n = 1;', 'finish { async { n := 2 } }', 'printf("%d", n)'),
    right: main(
      'let n = 1;',
      'finish { async { let m = n + 1; printf("%d", m) } }',
      'printf("%d", n)',
    ),
  },
  {
    code: 'W0301',
    title: 'A read and a write of a locked field lock separately',
    explanation:
      'An assignment to a field of a locked object runs under one lock with the reads on its right side ' +
      'only where that side calls nothing. Otherwise another task can come between them, and its update ' +
      'is lost. A method that declares the locked capability holds the lock throughout.',
    wrong: tally + main('let t = new Tally();', 't.count := t.count + more()'),
    right: tally + main('let t = new Tally();', 't.add(more())'),
  },
  {
    code: 'W0303',
    title: 'A `let` that nothing can refer to',
    explanation:
      'Only a `let` that stands directly in a block is visible, in the rest of that block.',
    wrong: main('printf("%d", 1 + (let n = 2))'),
    right: main('let n = 2;', 'printf("%d", 1 + n)'),
  },
  {
    code: 'W0304',
    title: 'Unreachable statement',
    explanation: 'Control never gets here: the statement before leaves the block, or never ends.',
    wrong: `function int f() {\n  return 1;\n  2\n}\n\nvoid main() {}\n`,
    right: `function int f() {\n  return 1;\n}\n\nvoid main() {}\n`,
  },
  {
    code: 'W0305',
    title: 'A field is initialized twice',
    explanation: '`new` evaluates all values in order and keeps the last one.',
    wrong: desk + main('let desk = new Desk(width: 1, width: 2);'),
    right: desk + main('let desk = new Desk(width: 2);'),
  },
];
