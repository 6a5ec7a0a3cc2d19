/** E05xx: lowering and the instances of generic declarations. */
import type { CodeEntry } from './entry.ts';

export const loweringCodes: readonly CodeEntry[] = [
  {
    code: 'E0500',
    title: 'A generic declaration needs infinitely many instances',
    explanation:
      'Each combination of type arguments that a program uses gets machine code of its own. A ' +
      'generic function or class that uses itself with ever larger type arguments, such as ' +
      '`nest<Box<T>>` inside `nest<T>`, would need one instance more for each instance there is. ' +
      'Whether the use is ever executed does not matter. Keep the type arguments of recursive ' +
      'uses the same, or store the nested values behind one type.',
    wrong:
      'class Box<T> {\n  capability local Slot;\n  var T it : Slot;\n}\n\n' +
      'function int nest<T>(T x, int depth) {\n' +
      '  if depth == 0 { 0 } else { nest(new Box<T>(it: x), depth - 1) }\n}\n\n' +
      'void main() { printf("%d\\n", nest(1, 3)) }\n',
    right:
      'class Box<T> {\n  capability local Slot;\n  var T it : Slot;\n}\n\n' +
      'function int nest<T>(T x, int depth) {\n' +
      '  if depth == 0 { 0 } else { nest(x, depth - 1) }\n}\n\n' +
      'void main() { printf("%d\\n", nest(new Box<int>(it: 1), 3)) }\n',
  },
];
