/** E0620 to E0625: what subclasses, overriding methods and type arguments must keep. */
import type { CodeEntry } from './entry.ts';
import { lines } from './lines.ts';

export const raceClassCodes: readonly CodeEntry[] = [
  {
    code: 'E0620',
    title: 'A subclass makes independent capabilities overlap',
    explanation:
      'In the superclass two tasks may use the two capabilities at the same time. A field of the ' +
      'subclass belongs to both and is not safe to share, and callers who know the superclass ' +
      'only cannot see it. Put the field under one of them, or under a capability of the subclass. ' +
      'Methods that override use their own capabilities whenever the overridden ones are called, ' +
      'so two such methods may share none.',
    wrong: lines(
      'class Pair {',
      '  capability linear Left, linear Right;',
      '  var int a : Left;',
      '  var int b : Right;',
      '}',
      'class Trio extends Pair { var int c : Left, Right; }',
      '',
      'void main() {}',
    ),
    right: lines(
      'class Pair {',
      '  capability linear Left, linear Right;',
      '  var int a : Left;',
      '  var int b : Right;',
      '}',
      'class Trio extends Pair { var int c : Left; }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0621',
    title: 'A subclass puts further state behind an inherited capability',
    explanation:
      'Who knows the superclass only takes the capability for what it is there. In the subclass it ' +
      'reaches objects with a `linear`, `local` or `subordinate` capability, which other rules ' +
      'apply to. Put the field under a capability that the subclass declares.',
    wrong: lines(
      'class Cell { capability linear Own; var int value : Own; }',
      'class Base { capability local Use; var int n : Use; }',
      'class Derived extends Base { var Cell cell : Use; }',
      '',
      'void main() {}',
    ),
    right: lines(
      'class Cell { capability linear Own; var int value : Own; }',
      'class Base { capability local Use; var int n : Use; }',
      'class Derived extends Base { capability local More; var Cell cell : More; }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0622',
    title: 'A capability of a subclass overlaps with an inherited one',
    explanation:
      'As its superclass the object can be shared in ways that the mode of the new capability ' +
      'rules out: who uses the new one relies on being alone, and the inherited one reaches the ' +
      'same field from elsewhere. Use separate fields, or the mode of the inherited capability.',
    wrong: lines(
      'class Base { capability read Id; const int id : Id; }',
      'class Derived extends Base { capability linear Own; var int n : Own, Id; }',
      '',
      'void main() {}',
    ),
    right: lines(
      'class Base { capability read Id; const int id : Id; }',
      'class Derived extends Base { capability linear Own; var int n : Own; }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0623',
    title: 'An overriding method takes more from its arguments, or gives less',
    explanation:
      'Callers who know the superclass only rely on its signature. The overriding method may not ' +
      'use further capabilities of an argument, keep an argument that is lent, or lend a result ' +
      'that is given away. Repeat the guards and `borrowed` marks of the overridden method.',
    wrong: lines(
      'class Cell { capability linear Own; var int value : Own; }',
      'class Base { capability local Use; int total(borrowed Cell c) : Use { c.value } }',
      'class Derived extends Base { int total(Cell c) : Use { c.value } }',
      '',
      'void main() {}',
    ),
    right: lines(
      'class Cell { capability linear Own; var int value : Own; }',
      'class Base { capability local Use; int total(borrowed Cell c) : Use { c.value } }',
      'class Derived extends Base { int total(borrowed Cell c) : Use { c.value } }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0624',
    title: 'An overriding method uses a capability that its callers cannot see',
    explanation:
      'The method is called through the superclass, where only the capabilities of the overridden ' +
      'method are known. None of those keeps apart what has to be kept apart for the further one. ' +
      'Override a method that is as exclusive, or declare the further capability `locked`. Only ' +
      'a capability that stays in its task covers one that reaches local state.',
    wrong: lines(
      'class Base { capability read Id; const int id : Id; int next() : Id { this.id } }',
      'class Derived extends Base {',
      '  capability linear Own;',
      '  var int n : Own;',
      '  int next() : Id, Own { this.n += 1 }',
      '}',
      '',
      'void main() {}',
    ),
    right: lines(
      'class Base { capability read Id; const int id : Id; int next() : Id { this.id } }',
      'class Derived extends Base {',
      '  capability locked Own;',
      '  var int n : Own;',
      '  int next() : Id, Own { this.n += 1 }',
      '}',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0625',
    title: 'A generic declaration cannot be used with this type argument',
    explanation:
      'What may be done with a value depends on the modes of its class. The generic class or ' +
      'function does something with values of its type parameter that is not allowed for the ' +
      'modes of the type argument; the note says what and where. Use another type argument, or ' +
      'mend the generic declaration, with `consume` for instance.',
    wrong: lines(
      'class Cell { capability linear Own; var int value : Own; }',
      'function T same<T>(T value) { value }',
      '',
      'void main() { printf("%d", same(new Cell()).value) }',
    ),
    right: lines(
      'class Cell { capability linear Own; var int value : Own; }',
      'function T same<T>(T value) { value }',
      '',
      'void main() { printf("%d", same(new Cell().value)) }',
    ),
  },
];
