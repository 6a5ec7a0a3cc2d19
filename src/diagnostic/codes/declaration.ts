/** E02xx and W02xx: names, types and signatures here; classes and imports beside. */
import { classCodes } from './class.ts';
import { constantCodes } from './constant.ts';
import type { CodeEntry } from './entry.ts';
import { importCodes } from './import.ts';
import { lines } from './lines.ts';
import { structCodes } from './struct.ts';

export const declarationCodes: readonly CodeEntry[] = [
  ...classCodes,
  ...importCodes,
  ...structCodes,
  ...constantCodes,
  {
    code: 'E0201',
    title: 'A declaration repeats an earlier one',
    explanation:
      'A module has one class of a name, one `main`, and one function of a name for each ' +
      'list of parameter types. Overloads may differ in their result types and in the names ' +
      'of their parameters, but they must differ in the types of their parameters.',
    wrong: lines(
      'function int area(int side) { side * side }',
      'function int area(int width) { width }',
      '',
      'void main() {}',
    ),
    right: lines(
      'function int area(int side) { side * side }',
      'function int area(int width, int height) { width * height }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0203',
    title: 'Unknown name',
    explanation:
      'No declaration of this module, no import and no type parameter has this name. ' +
      'Declarations of other modules have to be imported, and they have to be public.',
    wrong: lines(
      'function int width(Rectangel r) { 1 }',
      '',
      'class Rectangle {}',
      '',
      'void main() {}',
    ),
    right: lines(
      'function int width(Rectangle r) { 1 }',
      '',
      'class Rectangle {}',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0204',
    title: 'The name is not that of a type',
    explanation:
      'A type is expected here, but the name belongs to a function or a module. A class of ' +
      'an imported module is written with the module in front: `shapes.Circle`.',
    wrong: lines(
      'function int area() { 1 }',
      '',
      'function int twice(area a) { 2 }',
      '',
      'void main() {}',
    ),
    right: lines(
      'function int area() { 1 }',
      '',
      'function int twice(int a) { a * 2 }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0205',
    title: 'Wrong number of type arguments',
    explanation:
      'A generic class is used with one type for each of its type parameters; other types ' +
      'take none. Only a generic superclass may be written without arguments, by a class ' +
      'with as many type parameters, which are then passed through.',
    wrong: lines(
      'class Box<T> {',
      '  var T item;',
      '}',
      '',
      'function void use(Box b) {}',
      '',
      'void main() {}',
    ),
    right: lines(
      'class Box<T> {',
      '  var T item;',
      '}',
      '',
      'function void use(Box<int> b) {}',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0206',
    title: '`void` where a value is needed',
    explanation:
      '`void` has no values. It can be the result of a function or method, but not the type ' +
      'of a field, a parameter or a variable, and not a type argument.',
    wrong: lines('function int f(void nothing) { 1 }', '', 'void main() {}'),
    right: lines('function int f() { 1 }', '', 'void main() {}'),
  },
  {
    code: 'E0207',
    title: 'Two parameters have the same name',
    explanation:
      'The parameters of a function or method have distinct names, since the body could ' +
      'refer to one of them only. In methods, `this` is taken by the receiver.',
    wrong: lines('function int sum(int a, int a) { a }', '', 'void main() {}'),
    right: lines('function int sum(int a, int b) { a + b }', '', 'void main() {}'),
  },
  {
    code: 'E0208',
    title: 'Two type parameters have the same name',
    explanation: 'The type parameters of a class or function have distinct names.',
    wrong: lines('class Pair<T, T> {', '  var T first;', '}', '', 'void main() {}'),
    right: lines(
      'class Pair<A, B> {',
      '  var A first;',
      '  var B second;',
      '}',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0217',
    title: '`main` has the wrong signature',
    explanation:
      'A program starts at `void main()`, or at `int main()`, whose result becomes the exit ' +
      'code.',
    wrong: lines('bool main() { true }'),
    right: lines('int main() { 0 }'),
  },
];
