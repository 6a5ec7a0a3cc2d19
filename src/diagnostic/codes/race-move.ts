/** E0608 to E0616: objects that move, are lent, and are kept. */
import { main } from './body-programs.ts';
import type { CodeEntry } from './entry.ts';
import { lines } from './lines.ts';
import { cell, desk, hold, node } from './race-programs.ts';

export const raceMoveCodes: readonly CodeEntry[] = [
  {
    code: 'E0608',
    title: 'A variable or field is used after it was consumed',
    explanation:
      '`consume` hands the object on and leaves its source unset. On some way to this use the ' +
      'source was consumed and not assigned again. Use what took the object, or assign first. ' +
      'A call holds its receiver and its arguments while later ones are evaluated: these neither ' +
      'consume them nor lend what they are a part of to a callee that could.',
    wrong: `${cell}${main('let c = new Cell();', 'let e = consume c;', 'printf("%d", c.value)')}`,
    right: `${cell}${main('let c = new Cell();', 'let e = consume c;', 'printf("%d", e.value)')}`,
  },
  {
    code: 'E0609',
    title: 'Only `linear` objects are consumed',
    explanation:
      '`consume` moves the one reference to an object. Numbers and texts are copied, and an object ' +
      'without `linear` capabilities has any number of references: use it without `consume`.',
    wrong: `${desk}${main('let d = new Desk();', 'let e = consume d;', 'e.width := 1')}`,
    right: `${desk}${main('let d = new Desk();', 'let e = d;', 'e.width := 1')}`,
  },
  {
    code: 'E0610',
    title: 'An object is consumed while another task uses it',
    explanation:
      'What is consumed in one task cannot be used in another that runs at the same time, or ' +
      'behind it: who comes first is not known. Consume it before the tasks start or behind ' +
      '`finish`, and give each task its own.',
    wrong: `${cell}${main('let c = new Cell();', 'finish {', '  async { let e = consume c; e.value := 1 }', '  printf("%d", c.value)', '}')}`,
    right: `${cell}${main('let c = new Cell();', 'finish {', '  async { let e = consume c; e.value := 1 }', '  printf("running")', '}')}`,
  },
  {
    code: 'E0611',
    title: 'A `linear` object is stored without `consume`',
    explanation:
      'Storing an object in a field, or assigning it to a variable, makes a lasting reference to ' +
      'it. A `linear` object has one. Store a new object, or hand over the reference with ' +
      '`consume`.',
    wrong: `${hold}${main('let c = new Cell();', 'let h = new Hold(cell: c);', 'let d = consume h.cell;', 'd.value := 1')}`,
    right: `${hold}${main('let c = new Cell();', 'let h = new Hold(cell: consume c);', 'let d = consume h.cell;', 'd.value := 1')}`,
  },
  {
    code: 'E0612',
    title: 'A borrowed object is kept',
    explanation:
      'The caller of a function goes on using what it lent to a `borrowed` parameter, and the ' +
      'result of a `borrowed` function still belongs to another. Neither can be assigned, stored ' +
      'or consumed. Declare the parameter without `borrowed` so that callers hand the object over.',
    wrong: `${hold}${lines('function void keep(borrowed Hold h, borrowed Cell c) { h.cell := consume c }', '', 'void main() {}')}`,
    right: `${hold}${lines('function void keep(borrowed Hold h, Cell c) { h.cell := consume c }', '', 'void main() {}')}`,
  },
  {
    code: 'E0613',
    title: 'A `linear` argument is neither consumed nor lent',
    explanation:
      'The parameter is not `borrowed`, so the callee may keep the object. Hand it over with ' +
      '`consume`, or declare the parameter `borrowed`.',
    wrong: `${cell}${lines('function int total(Cell c) { c.value }', '')}${main('let c = new Cell();', 'printf("%d", total(c))')}`,
    right: `${cell}${lines('function int total(borrowed Cell c) { c.value }', '')}${main('let c = new Cell();', 'printf("%d", total(c))')}`,
  },
  {
    code: 'E0614',
    title: 'A `linear` object is passed twice',
    explanation:
      'The callee relies on being alone with a `linear` argument. It would get the same object ' +
      'through two parameters, or as receiver and argument. Pass it once.',
    wrong: `${cell}${lines('function void swap(borrowed Cell c, borrowed Cell d) { c.value := d.value }', '')}${main('let c = new Cell();', 'swap(c, c)')}`,
    right: `${cell}${lines('function void swap(borrowed Cell c, borrowed Cell d) { c.value := d.value }', '')}${main('let c = new Cell();', 'let d = new Cell();', 'swap(c, d)')}`,
  },
  {
    code: 'E0615',
    title: 'A `linear` result is neither consumed nor lent',
    explanation:
      'The caller takes a result for its own, but a variable or field would still refer to the ' +
      'object. Return `consume x`, or declare the function `borrowed` to lend the object. What was ' +
      'itself borrowed by a parameter cannot be returned.',
    wrong: `${cell}${lines('function Cell make() { let c = new Cell(value: 1); c }', '')}${main('printf("%d", make().value)')}`,
    right: `${cell}${lines('function Cell make() { let c = new Cell(value: 1); consume c }', '')}${main('printf("%d", make().value)')}`,
  },
  {
    code: 'E0616',
    title: 'A `subordinate` object leaves its owner',
    explanation:
      'State with a `subordinate` capability is protected by the object that owns it, so methods ' +
      'neither return it nor take it as a parameter, and it is stored in the owner only. Classes ' +
      'all of whose capabilities are `subordinate` may, because they belong to the same owner. ' +
      'Return a value, or let the owner do the work.',
    wrong: `${node}${lines('class Owner {', '  capability local Own;', '  var Node node : Own;', '  Node out() : Own { this.node }', '}', '', 'void main() {}')}`,
    right: `${node}${lines('class Owner {', '  capability local Own;', '  var Node node : Own;', '  int out() : Own { this.node.value }', '}', '', 'void main() {}')}`,
  },
];
