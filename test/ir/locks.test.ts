/** Which locks an access takes, and for how long: read off the mid-level IR of whole programs. */
import test from 'ava';
import { present } from '../../src/base/invariant.ts';
import type { Instruction } from '../../src/ir/mir.ts';
import { compile } from './source.ts';

const classes = `
class Mix {
  capability read Rd, locked Lk, local Own;
  var int both : Rd, Lk;
  var int lock : Lk;
  var int only : Rd;
  const int fixed : Lk;
  var Mix next : Lk;
  var string text : Lk;
  int viaRead() : Rd { this.both }
  int viaOwn() : Own { this.lock }
  int add() : Lk { this.lock := this.lock + this.only; this.both += 1; this.lock }
  void both() : Rd, Lk { this.both := 1; }
  void early(bool b) : Lk { if b { return }; this.lock := 1; }
  void spawns() : Lk { finish { async { this.lock := 1 } } }
}
class Sub extends Mix { var int more : Lk; void inherit() : Lk { this.more := this.lock; } }
class Box<T> { capability locked Lk; var T it : Lk; T get() : Lk { this.it } }
function int plain(Mix m) { 1 }
`;

/** Locks, accesses and calls of a body, in the order of its blocks: `+x` exclusive, `+s` shared. */
function traceOf(symbol: string, text: string): string {
  const { units, errors } = compile(`${classes}\n${text}\n`);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${error.code}: ${error.message}`);
  const unit = present(
    units.find((each) => each.symbol.includes(symbol)),
    symbol,
  );
  return unit.functions
    .map((fn) => fn.blocks.flatMap((block) => block.instructions.flatMap(word)).join(' '))
    .join(' | ');
}

function word(instruction: Instruction): readonly string[] {
  switch (instruction.op) {
    case 'lock':
      return [instruction.mode === 'exclusive' ? '+x' : '+s'];
    case 'unlock':
      return [instruction.mode === 'exclusive' ? '-x' : '-s'];
    case 'getField':
      return [`get ${instruction.field.name}`];
    case 'setField':
      return [`set ${instruction.field.name}`];
    case 'call':
    case 'callVirtual':
      return ['call'];
    case 'spawn':
      return ['spawn'];
    default:
      return [];
  }
}

function locks(body: string, trace: string): void {
  test(`\`${body}\` is: ${trace}`, (t) => {
    t.is(traceOf('function f', `function void f(Mix m, Mix k) { ${body}; }`), trace);
  });
}

function method(name: string, trace: string): void {
  test(`the method ${name} is: ${trace}`, (t) => {
    t.is(traceOf(`method ${name}(`, ''), trace);
  });
}

locks('m.lock', '+s get lock -s');
locks('m.fixed', '+s get fixed -s');
locks('m.only', 'get only');
// Through `read`, too: a write through the locked capability may be under way.
locks('m.both', '+s get both -s');
locks('m.lock := 3', '+x set lock -x');
locks('m.both := 3', '+x set both -x');
locks('m.only := 3', 'set only');
locks('consume m.text', '+x get text set text -x');
// One exclusive lock around a simple update.
locks('m.lock := m.lock + 1', '+x get lock set lock -x');
locks('m.lock += 1', '+x get lock set lock -x');
locks('m.lock := 1 + m.lock * m.both', '+x get lock get both set lock -x');
locks('m.text := m.text + "x"', '+x get text set text -x');
locks('m.lock := m.lock + k.lock', '+x get lock +s get lock -s set lock -x');
locks('m.lock := if m.lock > 0 { m.lock - 1 } else { 0 }', '+x get lock get lock set lock -x');
// What calls something locks separately, and so does what reads another object only.
locks('m.lock := m.lock + plain(k)', '+s get lock -s call +x set lock -x');
locks('m.lock := k.lock', '+s get lock -s +x set lock -x');
locks('m.lock := plain(m)', 'call +x set lock -x');
// The object of an access is read under its own object's lock, and never both at once.
locks('m.next.lock := 1', '+s get next -s +x set lock -x');
// Variables are no fields.
locks('m := k', '');
locks('let other = m; plain(other)', 'call');
locks('m == k', '');
locks('consume m', '');
// Nobody else sees a new object.
locks('new Mix(lock: 1, text: "a")', 'set lock set text');

method('viaRead', '+s get both -s');
method('viaOwn', '+s get lock -s');
method('add', '+x get lock get only set lock get both set both get lock -x');
method('both', '+x set both -x');
method('early', '+x -x set lock -x');
// The task is another one: it asks for the lock itself.
method('spawns', '+x spawn -x | +x set lock -x');
method('inherit', '+x get lock set more -x');
method('get', '+x get it -x');
