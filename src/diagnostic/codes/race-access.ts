/** E0601 to E0607 and E0617: accesses that lack a capability, and tasks that meet. */
import { main } from './body-programs.ts';
import type { CodeEntry } from './entry.ts';
import { lines } from './lines.ts';
import { cell, desk, hold, node, pair } from './race-programs.ts';

export const raceAccessCodes: readonly CodeEntry[] = [
  {
    code: 'E0601',
    title: 'The signature does not grant this capability',
    explanation:
      'A method uses the capabilities behind its `:` on `this`, and a function those in the guard ' +
      'of a parameter; without a guard, all. Callers rely on it: they may let other tasks use the ' +
      'remaining capabilities meanwhile. Add the capability to the annotation or guard, or leave ' +
      'the access to a method that declares it.',
    wrong: `${pair}${lines('function void reset(Pair{Left} p) { p.b := 0 }', '', 'void main() {}')}`,
    right: `${pair}${lines('function void reset(borrowed Pair{Left, Right} p) { p.b := 0 }', '', 'void main() {}')}`,
  },
  {
    code: 'E0602',
    title: 'A `read` capability does not allow writing',
    explanation:
      'Objects are shared freely through a `read` capability, so nobody writes through it. Give ' +
      'the field a further capability (`linear`, `local` or `locked`) to write through, or make ' +
      'a new object.',
    wrong: `${lines('class Log {', '  capability read Seen;', '  var int size : Seen;', '}', '')}${main('let log = new Log(size: 1);', 'log.size := 2')}`,
    right: `${lines('class Log {', '  capability locked Seen;', '  var int size : Seen;', '}', '')}${main('let log = new Log(size: 1);', 'log.size := 2')}`,
  },
  {
    code: 'E0603',
    title: 'A `subordinate` object is used outside of its owner',
    explanation:
      'A `subordinate` capability protects an object by its owner: only methods use it, on objects ' +
      'that they reach from `this` or have made themselves. Functions, `main`, and methods of other ' +
      'owners cannot. Give the owner a method that does the work.',
    wrong: `${node}${main('let n = new Node();', 'printf("%d", n.value)')}`,
    right: `${node}${lines(
      'class Owner {',
      '  capability local Own;',
      '  var Node node : Own;',
      '  int get() : Own { this.node.value }',
      '}',
      '',
    )}${main('let owner = new Owner(node: new Node());', 'printf("%d", owner.get())')}`,
  },
  {
    code: 'E0604',
    title: 'A `local` object is used in another task',
    explanation:
      'A `local` capability may have any number of references, but only the task that made the ' +
      'object uses it: nothing would keep two tasks apart. The same holds for what reaches such ' +
      'state, and for owners of `subordinate` state. A class without capabilities is `local`. Make ' +
      'the object inside the task, or declare the capability `linear` (one task at a time), ' +
      '`locked` or `read`.',
    wrong: `${desk}${main('let d = new Desk();', 'finish {', '  async { d.width := 1 }', '}')}`,
    right: `${lines('class Desk {', '  capability linear Own;', '  var int width : Own;', '}', '')}${main('let d = new Desk();', 'finish {', '  async { d.width := 1 }', '}')}`,
  },
  {
    code: 'E0605',
    title: 'A `linear` capability is used through an alias',
    explanation:
      'Only one reference has the `linear` capabilities of an object: the variable or field that ' +
      'owns it. A second variable for it, or for a part of its owner, is an alias and can use the ' +
      'other capabilities only. Use the owner, or hand the object over with `consume`.',
    wrong: `${cell}${main('let c = new Cell();', 'let e = c;', 'e.value := 1')}`,
    right: `${cell}${main('let c = new Cell();', 'let e = consume c;', 'e.value := 1')}`,
  },
  {
    code: 'E0606',
    title: 'A `linear` capability is used while an alias is still in use',
    explanation:
      'As long as an alias of an object is used later on, or in a task that runs at the same time, ' +
      'its owner has no `linear` capabilities: they promise that nobody else looks. Finish with the ' +
      'alias first, or hand the object over with `consume`.',
    wrong: `${pair}${main('let p = new Pair();', 'let q = p;', 'p.a := 1;', 'printf("%d", q.id)')}`,
    right: `${pair}${main('let p = new Pair();', 'let q = p;', 'printf("%d", q.id);', 'p.a := 1')}`,
  },
  {
    code: 'E0607',
    title: 'A part of a shared object is used as if it were one task’s own',
    explanation:
      'An object in a field with a `read` or `locked` capability may be reached by other tasks as ' +
      'well: a lock covers the access to the field, not what is done with the object behind it. Its ' +
      '`linear` capabilities stay with the field. Take the object out with `consume`, and put it ' +
      'back when it is done with.',
    wrong: `${cell}${lines('class Shelf {', '  capability locked Safe;', '  var Cell cell : Safe;', '}', '')}${main('let s = new Shelf(cell: new Cell());', 's.cell.value := 1')}`,
    right: `${cell}${lines('class Shelf {', '  capability locked Safe;', '  var Cell cell : Safe;', '}', '')}${main('let s = new Shelf(cell: new Cell());', 'let c = consume s.cell;', 'c.value := 1;', 's.cell := consume c')}`,
  },
  {
    code: 'E0617',
    title: 'Two tasks use an object at the same time',
    explanation:
      'The capabilities that the two use on the object overlap: some field can be reached by both, ' +
      'and one of them may write it. Use capabilities without a common field, take turns (end the ' +
      '`finish` first), or declare the capability `locked`, or `read` if nobody writes.',
    wrong: `${pair}${main('let p = new Pair();', 'finish {', '  async { p.a := 1 }', '  p.a := 2', '}')}`,
    right: `${pair}${main('let p = new Pair();', 'finish {', '  async { p.a := 1 }', '  p.b := 2', '}')}`,
  },
  {
    code: 'E0618',
    title: 'A part of a lent object is used while the owner is in use',
    explanation:
      'An argument and the receiver of a call, or two arguments, are one object or a part of it, ' +
      'and the callee may use `linear` capabilities on one of them. It would rely on being alone. ' +
      'Pass a value instead, or take the part out with `consume` first.',
    wrong: `${hold}${lines('function void fill(borrowed Hold h, borrowed Cell c) { c.value := 1 }', '')}${main('let h = new Hold(cell: new Cell());', 'fill(h, h.cell)')}`,
    right: `${hold}${lines('function void fill(borrowed Hold h, borrowed Cell c) { c.value := 1 }', '')}${main('let h = new Hold(cell: new Cell());', 'let c = consume h.cell;', 'fill(h, c);', 'h.cell := consume c')}`,
  },
];
