/** Those of E02xx and W02xx that concern classes and their members. */
import type { CodeEntry } from './entry.ts';
import { lines } from './lines.ts';

export const classCodes: readonly CodeEntry[] = [
  {
    code: 'E0202',
    title: 'A member repeats an earlier one of its class',
    explanation:
      'A class has one field of a name, and one method of a name for each list of parameter ' +
      'types.',
    wrong: lines('class Point {', '  var int x;', '  var int x;', '}', '', 'void main() {}'),
    right: lines('class Point {', '  var int x;', '  var int y;', '}', '', 'void main() {}'),
  },
  {
    code: 'E0209',
    title: 'The superclass is not a class',
    explanation: 'A class can only extend another class, not a primitive type or a type parameter.',
    wrong: lines('class Count extends int {}', '', 'void main() {}'),
    right: lines('class Count {', '  var int value;', '}', '', 'void main() {}'),
  },
  {
    code: 'E0211',
    title: 'A class inherits from itself',
    explanation:
      'The superclasses of a class, followed upwards, lead back to it. An object of such a ' +
      'class would contain itself. Take one of the `extends` on the cycle away.',
    wrong: lines('class Hen extends Egg {}', 'class Egg extends Hen {}', '', 'void main() {}'),
    right: lines('class Hen {}', 'class Egg extends Hen {}', '', 'void main() {}'),
  },
  {
    code: 'E0212',
    title: 'An inherited field is declared again',
    explanation:
      'A class has all fields of its superclass, and one field of a name. A second one ' +
      'would be a different place under the same name, depending on how the object is ' +
      'looked at.',
    wrong: lines(
      'class Shape {',
      '  var int size;',
      '}',
      'class Circle extends Shape {',
      '  var int size;',
      '}',
      '',
      'void main() {}',
    ),
    right: lines(
      'class Shape {',
      '  var int size;',
      '}',
      'class Circle extends Shape {',
      '  var int radius;',
      '}',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0213',
    title: 'An overriding method has another result type',
    explanation:
      'A method with the name and parameter types of an inherited one overrides it. A call ' +
      'through the superclass may reach it, so its result type must be the same.',
    wrong: lines(
      'class Shape {',
      '  int area() { 0 }',
      '}',
      'class Circle extends Shape {',
      '  bool area() { true }',
      '}',
      '',
      'void main() {}',
    ),
    right: lines(
      'class Shape {',
      '  int area() { 0 }',
      '}',
      'class Circle extends Shape {',
      '  int area() { 3 }',
      '}',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0214',
    title: 'Unknown capability',
    explanation:
      'An annotation of a field or method names capabilities of its class, inherited ones ' +
      "included; the guard of a parameter names capabilities of the parameter's class. None " +
      'of them has this name.',
    wrong: lines(
      'class Cell {',
      '  capability linear Own;',
      '  var int value : Owm;',
      '}',
      '',
      'void main() {}',
    ),
    right: lines(
      'class Cell {',
      '  capability linear Own;',
      '  var int value : Own;',
      '}',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0215',
    title: 'A member has no capability annotation',
    explanation:
      'A class without capabilities keeps all its members in the implicit capability `local ' +
      'self`. A class that declares or inherits capabilities has none, so each of its ' +
      'fields and methods says through which capabilities it is used.',
    wrong: lines(
      'class Cell {',
      '  capability linear Own;',
      '  var int value;',
      '}',
      '',
      'void main() {}',
    ),
    right: lines(
      'class Cell {',
      '  capability linear Own;',
      '  var int value : Own;',
      '}',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0216',
    title: 'A capability is declared with two modes',
    explanation:
      'The name of a capability stands for one mode in a class and all its subclasses. ' +
      'Annotations and guards only give the name, so two modes would make them ambiguous.',
    wrong: lines(
      'class Cell {',
      '  capability linear Own, read Own;',
      '  var int value : Own;',
      '}',
      '',
      'void main() {}',
    ),
    right: lines(
      'class Cell {',
      '  capability linear Own, read View;',
      '  const int value : Own, View;',
      '}',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0225',
    title: 'An overriding method uses a further inherited capability',
    explanation:
      'Whoever calls a method through the superclass relies on the capabilities that it ' +
      'declares there. An overriding method that uses another capability of the superclass ' +
      'could collide with a second thread that was told to be independent. Capabilities ' +
      'that the subclass itself declares may be used.',
    wrong: lines(
      'class Pair {',
      '  capability local Left, local Right;',
      '  var int a : Left;',
      '  var int b : Right;',
      '  int get() : Left { this.a }',
      '}',
      'class Swapped extends Pair {',
      '  int get() : Left, Right { this.b }',
      '}',
      '',
      'void main() {}',
    ),
    right: lines(
      'class Pair {',
      '  capability local Left, local Right;',
      '  var int a : Left;',
      '  var int b : Right;',
      '  int get() : Left, Right { this.a }',
      '}',
      'class Swapped extends Pair {',
      '  int get() : Left, Right { this.b }',
      '}',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'W0201',
    title: 'A capability is declared again',
    explanation:
      'The class has this capability already, from the same clause or from its superclass. ' +
      'Declaring it once more has no effect.',
    wrong: lines(
      'class Cell {',
      '  capability linear Own, linear Own;',
      '  var int value : Own;',
      '}',
      '',
      'void main() {}',
    ),
    right: lines(
      'class Cell {',
      '  capability linear Own;',
      '  var int value : Own;',
      '}',
      '',
      'void main() {}',
    ),
  },
];
