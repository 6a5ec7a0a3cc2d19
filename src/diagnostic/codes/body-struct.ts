/** Those of E03xx that concern values of structs, and what a value is asked to be. */
import type { CodeEntry } from './entry.ts';
import { lines } from './lines.ts';

const point = 'struct Point { float x; float y }';

export const bodyStructCodes: readonly CodeEntry[] = [
  {
    code: 'E0370',
    title: 'A field is given without its name',
    explanation:
      'A struct is built by its name and all of its fields, each with its name, in any order. ' +
      'So a field that is added, or moved, never changes silently what a call means.',
    wrong: lines(point, '', 'void main() { Point(1.0, y: 2.0); }'),
    right: lines(point, '', 'void main() { Point(x: 1.0, y: 2.0); }'),
  },
  {
    code: 'E0371',
    title: 'A field is given twice',
    explanation: 'Each field of a struct has one value. Leave one of the two out.',
    wrong: lines(point, '', 'void main() { Point(x: 1.0, y: 2.0, x: 3.0); }'),
    right: lines(point, '', 'void main() { Point(x: 1.0, y: 2.0); }'),
  },
  {
    code: 'E0372',
    title: 'A field is not given',
    explanation:
      'A value of a struct has all of its fields from the beginning. An optional field is given ' +
      'as `none`.',
    wrong: lines(point, '', 'void main() { Point(x: 1.0); }'),
    right: lines(point, '', 'void main() { Point(x: 1.0, y: 0.0); }'),
  },
  {
    code: 'E0373',
    title: 'An argument has a name',
    explanation:
      'Only the fields of a struct are given by name. Functions and methods take their arguments ' +
      'in the order of their parameters.',
    wrong: lines(
      'function int half(int n) { n / 2 }',
      '',
      'void main() { printf("%d\\n", half(n: 4)) }',
    ),
    right: lines(
      'function int half(int n) { n / 2 }',
      '',
      'void main() { printf("%d\\n", half(4)) }',
    ),
  },
  {
    code: 'E0374',
    title: 'Values cannot be compared',
    explanation:
      '`==` and `!=` compare numbers, texts, objects (by identity), and what is made of them. ' +
      'Structs are compared field by field if they say so: `derive(Equal)`.',
    wrong: lines(
      point,
      '',
      'function bool same(Point a, Point b) { a == b }',
      '',
      'void main() {}',
    ),
    right: lines(
      'struct Point derive(Equal) { float x; float y }',
      '',
      'function bool same(Point a, Point b) { a == b }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0375',
    title: 'A value has no hash',
    explanation:
      '`hash(x)` is there for numbers, texts and what is made of them, and for structs that ' +
      'declare `derive(Hash)`. Objects have none: their fields may change.',
    wrong: lines(point, '', 'function u64 key(Point p) { hash(p) }', '', 'void main() {}'),
    right: lines(
      'struct Point derive(Hash) { float x; float y }',
      '',
      'function u64 key(Point p) { hash(p) }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0376',
    title: 'A value is never of this type',
    explanation:
      '`is`, `as`, `as?` and patterns ask which member a union holds, or whether an object is one ' +
      'of a subclass. For all other types the answer is known: a value is of its type.',
    wrong: lines(
      'type Id = int | string;',
      '',
      'function bool isTruth(Id id) { id is bool }',
      '',
      'void main() {}',
    ),
    right: lines(
      'type Id = int | string;',
      '',
      'function bool isText(Id id) { id is string }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0377',
    title: '`as?` that never fails',
    explanation:
      '`as?` gives `none` where a value is not what it is asked to be. Here it always is, so ' +
      'there is nothing to ask.',
    wrong: lines('void main() { let n = 1; n as? int; }'),
    right: lines('void main() { let n = 1; n; }'),
  },
  {
    code: 'W0307',
    title: '`is` that is always true',
    explanation:
      'The value has the type that `is` asks for, or a subclass of it, so the answer is known. ' +
      'Leave the test out, or ask for what the value may be beside its type.',
    wrong: lines('void main() { let n = 1; if n is int { printf("%d\\n", n) } }'),
    right: lines('void main() { let n = 1; printf("%d\\n", n) }'),
  },
];
