/** E03xx and W03xx: literals, operators, conversions, and what is printed. */
import { main } from './body-programs.ts';
import type { CodeEntry } from './entry.ts';

export const bodyValueCodes: readonly CodeEntry[] = [
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
    explanation:
      'Each conversion of the format prints one argument. A percent sign is written `%%`.',
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
    explanation:
      'Interpolation takes numbers, truth values, characters, strings, objects (of which the class is ' +
      'shown), what is made of them, and structs that declare `derive(Show)`. Nothing is known of a ' +
      'value of a type parameter.',
    wrong: main('printf("%s", "${Size(width: 2)}")') + '\nstruct Size { int width }',
    right: main('printf("%s", "${Size(width: 2)}")') + '\nstruct Size derive(Show) { int width }',
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
    code: 'W0306',
    title: 'A shift by more than the width of the type',
    explanation:
      'The count of a shift is taken modulo the width of the shifted value, so that this is a smaller shift.',
    wrong: main('let n = 1;', 'let m = n << 40;'),
    right: main('let n = 1;', 'let m = (n as i64) << 40;'),
  },
];
