/** E035x and E036x: arrays, strings, tuples, optionals, and the places of their parts. */
import { main } from './body-programs.ts';
import type { CodeEntry } from './entry.ts';

export const bodyPartCodes: readonly CodeEntry[] = [
  {
    code: 'E0350',
    title: 'Nothing says what type this has',
    explanation:
      '`none` and `[]` take their type from where they stand: a variable with a type, a parameter, a ' +
      'result. Where nothing of the kind is near, the variable says it.',
    wrong: main('let names = [];'),
    right: main('let names: string[] = [];'),
  },
  {
    code: 'E0351',
    title: '`if let` tests an optional',
    explanation:
      '`if let x = e` and `while let x = e` ask whether an optional holds a value, and name it. What is ' +
      'always there is named by an ordinary `let`.',
    wrong: main('let n = 1;', 'if let m = n { printf("%d", m) }'),
    right: main('let n: int? = 1;', 'if let m = n { printf("%d", m) }'),
  },
  {
    code: 'E0352',
    title: 'A builtin operation gets other arguments than it takes',
    explanation:
      '`xs.split(i)` takes one position, `join(consume a, consume b)` two arrays, and `addChecked`, ' +
      '`subChecked` and `mulChecked` one integer of the type that they are asked of.',
    wrong: main('let xs = [1, 2];', 'let halves = xs.split();'),
    right: main('let xs = [1, 2];', 'let halves = xs.split(1);'),
  },
  {
    code: 'E0353',
    title: 'The pattern of a `let` does not fit every value',
    explanation:
      'A `let` with a pattern has no way on where the value is another one. `if let` and `match` have.',
    wrong: main('let pair = (1, 2);', 'let (1, b) = pair;', 'printf("%d", b)'),
    right: main('let pair = (1, 2);', 'if let (1, b) = pair { printf("%d", b) }'),
  },
  {
    code: 'E0354',
    title: 'The elements of an array have different types',
    explanation:
      'All elements have one type: what the context expects, else the one type that all of them can ' +
      'have, a common superclass for example.',
    wrong: main('let mixed = [1, "a"];'),
    right: main('let pair = (1, "a");'),
  },
  {
    code: 'E0355',
    title: 'A position must be an integer',
    explanation: 'Indices, bounds and lengths are integers, of any type.',
    wrong: main('let xs = [1, 2];', 'printf("%d", xs[1.0])'),
    right: main('let xs = [1, 2];', 'printf("%d", xs[1])'),
  },
  {
    code: 'E0356',
    title: 'A position is never negative',
    explanation:
      'Positions count from 0. The last element is `xs[xs.length - 1]`; a negative index panics.',
    wrong: main('let xs = [1, 2];', 'printf("%d", xs[-1])'),
    right: main('let xs = [1, 2];', 'printf("%d", xs[xs.length - 1])'),
  },
  {
    code: 'E0357',
    title: 'A value without elements is indexed',
    explanation:
      'Arrays and strings have elements by position. Those of a tuple are written `t.0`.',
    wrong: main('let t = (1, 2);', 'printf("%d", t[0])'),
    right: main('let t = (1, 2);', 'printf("%d", t.0)'),
  },
  {
    code: 'E0358',
    title: 'The tuple has no such element',
    explanation: 'Elements of a tuple are numbered from 0, and its type says how many there are.',
    wrong: main('let t = (1, 2);', 'printf("%d", t.2)'),
    right: main('let t = (1, 2);', 'printf("%d", t.1)'),
  },
  {
    code: 'E0359',
    title: 'An optional is expected',
    explanation:
      '`a ?? b` and `e?` ask for the value of an optional; what always has one is used as it is.',
    wrong: main('let n = 1;', 'printf("%d", n ?? 0)'),
    right: main('let n: int? = 1;', 'printf("%d", n ?? 0)'),
  },
  {
    code: 'E0360',
    title: '`?` in a body that cannot return `none`',
    explanation:
      '`e?` is the value of an optional, or else ends the function with `none`. So its result is an optional.',
    wrong: `function int half(int? n) { n? / 2 }\n\n${main('printf("%d", half(4))')}`,
    right: `function int? half(int? n) { n? / 2 }\n\n${main('printf("%d", half(4) ?? 0)')}`,
  },
  {
    code: 'E0361',
    title: 'What is written to is no place',
    explanation:
      'Parts of a value are changed where the value stands: in a variable, a field, an element. The ' +
      'result of a call is a copy, the characters of a string never change, and `this` of a struct is a copy.',
    wrong: `function (int, int) pair() { (1, 2) }\n\n${main('pair().0 := 3')}`,
    right: `function (int, int) pair() { (1, 2) }\n\n${main('let t = pair();', 't.0 := 3')}`,
  },
  {
    code: 'E0362',
    title: 'Only variables and fields can be consumed',
    explanation:
      '`consume` leaves a variable or field unset. Elements of arrays, and parts of tuples and structs, ' +
      'stay where they are.',
    wrong: main('let xs = [[1], [2]];', 'let first = consume xs[0];'),
    right: main('let xs = [[1], [2]];', 'let all = consume xs;'),
  },
];
