/** E0220 to E0224: imports and visibility. */
import type { CodeEntry } from './entry.ts';
import { lines } from './lines.ts';

export const importCodes: readonly CodeEntry[] = [
  {
    code: 'E0220',
    title: 'Unknown module',
    explanation:
      'A file is a module, named by its path under the source root: `geometry/shapes.bolt` ' +
      'is `geometry.shapes`. No file has the path that this import asks for.',
    wrong: lines(
      '//- /src/main.bolt',
      'import geometri;',
      '',
      'void main() {}',
      '//- /src/geometry.bolt',
      'public function int side() { 4 }',
    ),
    right: lines(
      '//- /src/main.bolt',
      'import geometry;',
      '',
      'void main() {}',
      '//- /src/geometry.bolt',
      'public function int side() { 4 }',
    ),
  },
  {
    code: 'E0221',
    title: 'A module does not have what is imported from it',
    explanation:
      'The module exists, but declares nothing of this name. What it imports itself does ' +
      'not count: import that from where it is declared.',
    wrong: lines(
      '//- /src/main.bolt',
      'import geometry.{width};',
      '',
      'void main() {}',
      '//- /src/geometry.bolt',
      'public function int side() { 4 }',
    ),
    right: lines(
      '//- /src/main.bolt',
      'import geometry.{side};',
      '',
      'void main() {}',
      '//- /src/geometry.bolt',
      'public function int side() { 4 }',
    ),
  },
  {
    code: 'E0222',
    title: 'A private declaration is used from another module',
    explanation:
      'Only declarations that are `public` can be used from other modules; the others may ' +
      'change without anybody else noticing.',
    wrong: lines(
      '//- /src/main.bolt',
      'import geometry.{side};',
      '',
      'void main() {}',
      '//- /src/geometry.bolt',
      'function int side() { 4 }',
    ),
    right: lines(
      '//- /src/main.bolt',
      'import geometry.{side};',
      '',
      'void main() {}',
      '//- /src/geometry.bolt',
      'public function int side() { 4 }',
    ),
  },
  {
    code: 'E0223',
    title: 'A module imports itself',
    explanation: 'The declarations of a module are in scope in it without an import.',
    wrong: lines('//- /src/main.bolt', 'import main;', '', 'void main() {}'),
    right: lines('//- /src/main.bolt', 'void main() {}'),
  },
  {
    code: 'E0224',
    title: 'A name is imported twice',
    explanation:
      'Each name that imports bring into a module has one meaning there. Give one of the ' +
      'two another name with `as`, or leave it out.',
    wrong: lines(
      '//- /src/main.bolt',
      'import circle.{area};',
      'import square.{area};',
      '',
      'void main() {}',
      '//- /src/circle.bolt',
      'public function int area() { 3 }',
      '//- /src/square.bolt',
      'public function int area() { 4 }',
    ),
    right: lines(
      '//- /src/main.bolt',
      'import circle.{area};',
      'import square.{area as squareArea};',
      '',
      'void main() {}',
      '//- /src/circle.bolt',
      'public function int area() { 3 }',
      '//- /src/square.bolt',
      'public function int area() { 4 }',
    ),
  },
];
