/** Those of E02xx that concern structs, their `implement` blocks, aliases and unions. */
import type { CodeEntry } from './entry.ts';
import { lines } from './lines.ts';

export const structCodes: readonly CodeEntry[] = [
  {
    code: 'E0230',
    title: 'A struct has two fields of one name',
    explanation:
      'The fields of a struct are given and read by name, so each needs a name of its own. ' +
      'Rename one of them.',
    wrong: lines('struct Point { float x; float x }', '', 'void main() {}'),
    right: lines('struct Point { float x; float y }', '', 'void main() {}'),
  },
  {
    code: 'E0231',
    title: 'This cannot be derived',
    explanation:
      'Behind `derive` stand what the compiler can write for a struct by itself, each once: ' +
      '`Equal` for `==` and `!=`, `Hash` for `hash(x)`, and `Show` for a text.',
    wrong: lines('struct Point derive(Equals) { float x; float y }', '', 'void main() {}'),
    right: lines('struct Point derive(Equal) { float x; float y }', '', 'void main() {}'),
  },
  {
    code: 'E0232',
    title: 'A field has not what is derived',
    explanation:
      'What is derived for a struct is put together from its fields, so every field must have it: ' +
      'a struct in it must derive it too. Objects have no hash, because their fields may change ' +
      'while they stand in a table. Derive it for the type of the field as well, or leave it out.',
    wrong: lines(
      'struct Point { float x; float y }',
      'struct Line derive(Equal) { Point from; Point to }',
      '',
      'void main() {}',
    ),
    right: lines(
      'struct Point derive(Equal) { float x; float y }',
      'struct Line derive(Equal) { Point from; Point to }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0233',
    title: 'A value would contain itself',
    explanation:
      'Structs, unions, tuples and optionals of these hold their parts by value. One that holds ' +
      'itself, directly or through others, would need endless space. Objects of classes and ' +
      'arrays are references: go through a class, an optional class or an array.',
    wrong: lines('struct Node { int value; Node? next }', '', 'void main() {}'),
    right: lines('struct Node { int value; Node[] children }', '', 'void main() {}'),
  },
  {
    code: 'E0234',
    title: 'An alias stands for itself',
    explanation:
      'An alias is another name for a type, and nothing is left of it once the type is known. One ' +
      'that leads back to itself names no type. A type that contains itself is a class, or a ' +
      'struct or union that goes through a class or an array.',
    wrong: lines('type Tree = (int, Tree);', '', 'void main() {}'),
    right: lines(
      'type Tree = int | Branch;',
      'struct Branch { Tree[] trees }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0235',
    title: 'Members of a union cannot be told apart',
    explanation:
      'A value of a union is a value of exactly one of its members. So the members are different ' +
      'types, and none is a subclass of another one. This also holds for a generic union with the ' +
      'types that it is used with.',
    wrong: lines('type Id = int | string | i32;', '', 'void main() {}'),
    right: lines('type Id = int | string;', '', 'void main() {}'),
  },
  {
    code: 'E0236',
    title: 'An `implement` block fits no struct',
    explanation:
      'An `implement` block holds methods of a struct that its own module declares. Where the ' +
      'struct is generic, the block gives its type parameters names: `implement Pair<A, B>`.',
    wrong: lines(
      'struct Point { float x }',
      'implement Pont { float twice() { this.x * 2.0 } }',
      '',
      'void main() {}',
    ),
    right: lines(
      'struct Point { float x }',
      'implement Point { float twice() { this.x * 2.0 } }',
      '',
      'void main() {}',
    ),
  },
  {
    code: 'E0237',
    title: 'Methods of structs have no capabilities',
    explanation:
      'A capability says what a method does to its object, which others may hold as well. A ' +
      'struct is a value: its method works on a copy that nobody else can reach. Leave the ' +
      'capabilities out.',
    wrong: lines(
      'struct Point { float x }',
      'implement Point { float twice() : Place { this.x * 2.0 } }',
      '',
      'void main() {}',
    ),
    right: lines(
      'struct Point { float x }',
      'implement Point { float twice() { this.x * 2.0 } }',
      '',
      'void main() {}',
    ),
  },
];
