/** E03xx and W03xx: types and control flow inside the bodies of functions and methods. */
import type { CodeEntry } from './entry.ts';

const cell = 'class Cell {\n  capability linear Own;\n  var int value : Own;\n  int get() : Own { this.value }\n}\n\n';
const desk = 'class Desk {\n  var int width;\n}\n\nclass Lamp extends Desk {\n  var int watts;\n}\n\n';
const tally = 'class Tally {\n  capability locked Lk;\n  var int count : Lk;\n  void add(int by) : Lk { this.count += by }\n}\n\nfunction int more() { 2 }\n\n';

function main(...lines: string[]): string {
  return `void main() {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}

export const bodyCodes: readonly CodeEntry[] = [
  {
    code: 'E0300',
    title: 'Unknown variable',
    explanation:
      'No variable of this name is visible here. A `let` is visible from the statement behind it to the ' +
      'end of its block; one inside an operand, an argument or a condition is not visible anywhere. ' +
      'Fields are written with their object: `this.width`.',
    wrong: main('let count = 1;', 'printf("%d", cuont)'),
    right: main('let count = 1;', 'printf("%d", count)'),
  },
  {
    code: 'E0301',
    title: 'A value of another type is expected',
    explanation:
      'A value can stand where its own type or a superclass of it is expected. Numbers are never ' +
      'converted silently: write `as`. Generic classes with different type arguments are unrelated.',
    wrong: main('let wide: i64 = 1;', 'let narrow: int = wide;'),
    right: main('let wide: i64 = 1;', 'let narrow: int = wide as int;'),
  },
  {
    code: 'E0302',
    title: 'Unknown function',
    explanation:
      'Neither this module nor its imports have a function of this name. A method is called on an ' +
      'object, also inside its class: `this.area()`.',
    wrong: `function int area() { 1 }\n\n${main('printf("%d", aera())')}`,
    right: `function int area() { 1 }\n\n${main('printf("%d", area())')}`,
  },
  {
    code: 'E0303',
    title: 'Unknown field',
    explanation: 'Neither the class nor one of its superclasses declares a field of this name.',
    wrong: desk + main('let desk = new Desk(widht: 80)'),
    right: desk + main('let desk = new Desk(width: 80)'),
  },
  {
    code: 'E0304',
    title: 'Unknown method',
    explanation: 'Neither the class nor one of its superclasses declares a method of this name.',
    wrong: cell + main('printf("%d", new Cell().value())'),
    right: cell + main('printf("%d", new Cell().get())'),
  },
  {
    code: 'E0305',
    title: 'The value has no members',
    explanation:
      'Only objects of classes have fields and methods. Nothing is known about a value whose type is a ' +
      'type parameter: it can be stored, passed on and compared.',
    wrong: main('let n = 1;', 'printf("%d", n.value)'),
    right: cell + main('let n = new Cell(value: 1);', 'printf("%d", n.value)'),
  },
  {
    code: 'E0306',
    title: 'The name is not that of a value',
    explanation:
      'A value is expected here, but the name belongs to a function, a class or a module. Call the ' +
      'function, or make an object of the class with `new`.',
    wrong: `function int one() { 1 }\n\n${main('let n = one;')}`,
    right: `function int one() { 1 }\n\n${main('let n = one();')}`,
  },
  {
    code: 'E0307',
    title: 'Wrong number of arguments',
    explanation: 'A call has one argument for each parameter of the function or method.',
    wrong: `function int twice(int n) { n * 2 }\n\n${main('printf("%d", twice(1, 2))')}`,
    right: `function int twice(int n) { n * 2 }\n\n${main('printf("%d", twice(1))')}`,
  },
  {
    code: 'E0308',
    title: 'No overload takes the arguments',
    explanation:
      'Several functions or methods have this name, and none of them accepts arguments of these types. ' +
      'The note lists them.',
    wrong: `function int f(int n) { n }\nfunction int f(bool b) { 0 }\n\n${main('printf("%d", f("text"))')}`,
    right: `function int f(int n) { n }\nfunction int f(bool b) { 0 }\n\n${main('printf("%d", f(true))')}`,
  },
  {
    code: 'E0309',
    title: 'The call is ambiguous',
    explanation:
      'Several overloads accept the arguments. One is chosen if its parameter types equal those of the ' +
      'arguments, or if each of its parameters is at least as special as that of every other. Otherwise ' +
      'say which one is meant, by a conversion with `as` or by a variable with a type.',
    wrong:
      desk +
      'function int f(Desk a, Lamp b) { 1 }\nfunction int f(Lamp a, Desk b) { 2 }\n\n' +
      main('printf("%d", f(new Lamp(), new Lamp()))'),
    right:
      desk +
      'function int f(Desk a, Lamp b) { 1 }\nfunction int f(Lamp a, Desk b) { 2 }\n\n' +
      main('printf("%d", f(new Lamp(), new Lamp() as Desk))'),
  },
  {
    code: 'E0310',
    title: 'A type argument cannot be inferred',
    explanation:
      'The type arguments of a generic function follow from its arguments, or from the type that is ' +
      'expected of its result. Where neither says what a type parameter stands for, write it.',
    wrong: 'class Box<T> {\n  var T item;\n}\n\nfunction Box<T> empty<T>() { new Box<T>() }\n\n' + main('let box = empty();'),
    right: 'class Box<T> {\n  var T item;\n}\n\nfunction Box<T> empty<T>() { new Box<T>() }\n\n' + main('let box = empty<int>();'),
  },
  {
    code: 'E0311',
    title: 'Wrong number of type arguments in a call',
    explanation:
      'Explicit type arguments are given for all type parameters of the function, or for none of them; ' +
      'a function that is not generic takes none.',
    wrong: `function T same<T>(T value) { value }\n\n${main('let n = same<int, bool>(1);')}`,
    right: `function T same<T>(T value) { value }\n\n${main('let n = same<int>(1);')}`,
  },
  {
    code: 'E0312',
    title: '`new` of something that is not a class',
    explanation: '`new` makes objects of classes. Values of other types are written as literals, or computed.',
    wrong: main('let n = new int();'),
    right: main('let n = 0;'),
  },
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
    explanation: '`this` is the object that a method was called on. It cannot be declared, assigned or consumed.',
    wrong: 'class Node {\n  var Node next;\n  void skip() { this := this.next }\n}\n\nvoid main() {}\n',
    right: 'class Node {\n  var Node next;\n  void skip() { this.next := this.next.next }\n}\n\nvoid main() {}\n',
  },
  {
    code: 'E0316',
    title: 'A `const` field cannot be changed',
    explanation: 'A `const` field is set by `new` and never again; `consume` would change it too.',
    wrong: 'class Point {\n  const int x;\n}\n\n' + main('let p = new Point(x: 1);', 'p.x := 2'),
    right: 'class Point {\n  var int x;\n}\n\n' + main('let p = new Point(x: 1);', 'p.x := 2'),
  },
  {
    code: 'E0318',
    title: 'The operator is not defined for the type',
    explanation:
      'Arithmetic takes numbers, bitwise operators take integers, `&&`, `||` and `!` take `bool`, and ' +
      '`<` and its like order numbers, characters and strings. `+` joins strings, too. Any two values of ' +
      'one type can be compared with `==`.',
    wrong: main('let both = true + true;'),
    right: main('let both = true && true;'),
  },
  {
    code: 'E0319',
    title: 'The operands have different types',
    explanation:
      'Both operands have one type; objects may be of a class and its superclass. Numbers are never ' +
      'converted silently: convert one of them with `as`.',
    wrong: main('let n = 1;', 'let wide: i64 = 2;', 'let sum = wide + n;'),
    right: main('let n = 1;', 'let wide: i64 = 2;', 'let sum = wide + (n as i64);'),
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
    wrong: main('let n = 1;', 'if n > 0 { n := 0 } else { printf("none") }'),
    right: main('let n = 1;', 'if n > 0 { n := 0; } else { printf("none") }'),
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
    code: 'E0324',
    title: 'The integer literal is out of range',
    explanation:
      'A literal takes the type that is expected of it, else `int`, which has 32 bits. It must be a ' +
      'value of that type. A suffix such as `i64` or `u8` gives it another one.',
    wrong: main('let far = 3000000000;'),
    right: main('let far = 3000000000i64;'),
  },
  {
    code: 'E0325',
    title: 'The float literal is out of range',
    explanation: 'The literal is greater than every finite value of its type.',
    wrong: main('let huge = 1e39f32;'),
    right: main('let huge = 1e39;'),
  },
  {
    code: 'E0327',
    title: 'No conversion between the types',
    explanation:
      '`as` converts between numbers, from `bool` and `char` to integers, from `u8` to `char`, and from a ' +
      'class to its superclasses. A number becomes a truth value by a comparison, and a string by ' +
      'interpolation.',
    wrong: main('let n = 1;', 'let yes = n as bool;'),
    right: main('let n = 1;', 'let yes = n != 0;'),
  },
  {
    code: 'E0328',
    title: '`break` or `continue` outside of a loop',
    explanation: '`break` ends the innermost loop around it and `continue` its current pass; there is none here.',
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
    code: 'E0332',
    title: 'The format of `printf` is not a plain literal',
    explanation:
      'The format is checked against the arguments when the program is compiled, so it is a string ' +
      'literal without interpolation.',
    wrong: main('let text = "hello";', 'printf(text)'),
    right: main('let text = "hello";', 'printf("%s", text)'),
  },
  {
    code: 'E0333',
    title: 'The format of `printf` has an invalid conversion',
    explanation:
      'There are `%d %i %u %x %X %o %c %s %f %g %e %p` and `%%`, with flags, width and precision where C ' +
      'gives them a meaning. Length modifiers are not needed: the arguments have types.',
    wrong: main('let n: i64 = 1;', 'printf("%ld", n)'),
    right: main('let n: i64 = 1;', 'printf("%d", n)'),
  },
  {
    code: 'E0334',
    title: 'The format and the arguments of `printf` differ in number',
    explanation: 'Each conversion of the format prints one argument. A percent sign is written `%%`.',
    wrong: main('printf("%d of %d", 1)'),
    right: main('printf("%d of %d", 1, 2)'),
  },
  {
    code: 'E0335',
    title: 'A conversion of `printf` does not fit its argument',
    explanation:
      'Integers and `bool` are printed by `%d` and its like, floats by `%f %g %e`, characters by `%c`, ' +
      'strings by `%s`, and the address of an object by `%p`. Other values are put into a string first.',
    wrong: main('printf("%d", "text")'),
    right: main('printf("%s", "text")'),
  },
  {
    code: 'E0336',
    title: 'The value cannot be put into a string',
    explanation: 'Interpolation takes numbers, truth values, characters and strings. Of an object, use a field.',
    wrong: desk + main('let desk = new Desk();', 'printf("%s", "${desk}")'),
    right: desk + main('let desk = new Desk();', 'printf("%s", "${desk.width}")'),
  },
  {
    code: 'E0337',
    title: '`for` cannot run over the value',
    explanation: 'A `for` runs over a range whose bounds are integers of one type: `a..b`, or `a..=b` with the end.',
    wrong: main('let n = 3;', 'for (i in n) { printf("%d", i) }'),
    right: main('let n = 3;', 'for (i in 0..n) { printf("%d", i) }'),
  },
  {
    code: 'E0339',
    title: '`this` outside of a method',
    explanation: '`this` is the object that a method was called on; functions and `main` have none.',
    wrong: `${desk}function int width() { this.width }\n\nvoid main() {}\n`,
    right: `${desk}function int width(Desk desk) { desk.width }\n\nvoid main() {}\n`,
  },
  {
    code: 'E0340',
    title: 'The callee is not a function',
    explanation: 'Only functions and methods can be called. An object of a class is made by `new`.',
    wrong: desk + main('let desk = Desk();'),
    right: desk + main('let desk = new Desk();'),
  },
  {
    code: 'E0341',
    title: 'Unknown declaration of a module',
    explanation: 'The imported module declares nothing public of this name.',
    wrong:
      '//- /src/shapes.bolt\npublic function int area() { 1 }\n//- /src/main.bolt\nimport shapes;\n\n' +
      main('printf("%d", shapes.aera())'),
    right:
      '//- /src/shapes.bolt\npublic function int area() { 1 }\n//- /src/main.bolt\nimport shapes;\n\n' +
      main('printf("%d", shapes.area())'),
  },
  {
    code: 'W0300',
    title: 'An assignment to a copy',
    explanation:
      'The variables that an `async` block mentions are copied into it. An assignment inside changes the ' +
      "task's copy only. Hand results out through a field of an object that both can reach.",
    wrong: main('let n = 1;', 'finish { async { n := 2 } }', 'printf("%d", n)'),
    right: main('let n = 1;', 'finish { async { let m = n + 1; printf("%d", m) } }', 'printf("%d", n)'),
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
    code: 'W0302',
    title: 'The published precedence of operators groups this differently',
    explanation:
      'Operators have their conventional precedence. The first compiler of the language grouped some ' +
      'chains differently, and this one has a type in both readings. Parentheses make it unmistakable.',
    wrong: main('let a = true;', 'let b = false;', 'let c = true;', 'printf("%d", a || b && c)'),
    right: main('let a = true;', 'let b = false;', 'let c = true;', 'printf("%d", a || (b && c))'),
  },
  {
    code: 'W0303',
    title: 'A `let` that nothing can refer to',
    explanation: 'Only a `let` that stands directly in a block is visible, in the rest of that block.',
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
  {
    code: 'W0306',
    title: 'A shift by more than the width of the type',
    explanation: 'The count of a shift is taken modulo the width of the shifted value, so that this is a smaller shift.',
    wrong: main('let n = 1;', 'let m = n << 40;'),
    right: main('let n = 1;', 'let m = (n as i64) << 40;'),
  },
];
