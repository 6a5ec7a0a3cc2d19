/** E03xx: what names, members and calls in bodies mean. */
import { cell, desk, main } from './body-programs.ts';
import type { CodeEntry } from './entry.ts';

export const bodyNameCodes: readonly CodeEntry[] = [
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
    wrong:
      'class Box<T> {\n  var T item;\n}\n\nfunction Box<T> empty<T>() { new Box<T>() }\n\n' +
      main('let box = empty();'),
    right:
      'class Box<T> {\n  var T item;\n}\n\nfunction Box<T> empty<T>() { new Box<T>() }\n\n' +
      main('let box = empty<int>();'),
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
    explanation:
      '`new` makes objects of classes. Values of other types are written as literals, or computed.',
    wrong: main('let n = new int();'),
    right: main('let n = 0;'),
  },
  {
    code: 'E0339',
    title: '`this` outside of a method',
    explanation:
      '`this` is the object that a method was called on; functions and `main` have none.',
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
];
