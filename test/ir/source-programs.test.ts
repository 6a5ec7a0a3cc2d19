/** Whole programs, from text to behaviour. */
import test from 'ava';
import { verifyUnit } from '../../src/ir/verify-mir.ts';
import { compile, runSource } from './source.ts';

const prelude = `
class Cell { capability linear Own; var int v : Own; int get() : Own { this.v } }
class Desk { capability local Loc; var int v : Loc; int twice() : Loc { this.v * 2 } }
class Lamp extends Desk { var int w : Loc; int twice() : Loc { this.v * 200 } }
class Tally { capability locked Lk; var int v : Lk; int bump() : Lk { this.v := this.v + 1 } }
class Box<T> { capability local Slot; var T it : Slot; T get() : Slot { this.it } void put(T x) : Slot { this.it := x } }
`;

function prints(body: string, output: string): void {
  test(`${body} prints ${output}`, (t) => {
    const text = `${prelude}\nvoid main() { ${body} }\n`;
    for (const unit of compile(text).units) t.deepEqual(verifyUnit(unit), []);
    t.is(runSource(text).output, output);
  });
}

function does(title: string, text: string, output: string): void {
  test(title, (t) => {
    for (const unit of compile(text).units) t.deepEqual(verifyUnit(unit), []);
    t.is(runSource(text).output, output);
  });
}

prints('printf("%d %d", 7 / 2, (0 - 7) % 3)', '3 -1');
prints(
  'let x = 1; if true { let x = 2; x := 3; printf("%d", x) } else { 1; printf("") }; printf("%d", x)',
  '31',
);
prints('let t = new Tally(); finish { async { t.bump() } t.bump() }; printf("%d", t.v)', '2');
prints('let d = new Desk(); printf("%d", d.v)', '0');
prints('let b = (1 < 0) && (true); printf("%d", b)', '0');
prints('let x = let y = 4; printf("%d", x)', '4');
prints('let d : Desk = new Lamp(v: 1); printf("%d", d.twice())', '200');
prints('let b = new Box<Desk>(it: new Desk(v: 1)); let d = b.get(); printf("%d", d.v)', '1');
prints('let b = new Box<int>(); b.put(4); printf("%d", b.get())', '4');
prints(
  'let a = new Desk(); let b = a; let c = new Desk(); printf("%d%d%d", a == b, a == c, a != c)',
  '101',
);
prints('for (let i = 0; i < 3; i := i + 1) { if i == 1 { continue }; printf("%d", i) }', '02');
prints(
  'outer: for (i in 0..3) { for (j in 0..=3) { if j == 2 { continue outer }; if i == 2 { break outer }; printf("%d%d ", i, j) } }',
  '00 01 10 11 ',
);
prints('let n = 3; n += 4; n <<= 1; n -= 1; printf("%d", n)', '13');
prints('let t = new Tally(); t.v += 2; t.v := t.v + 1; printf("%d", t.bump())', '4');
prints('let s = "a" + "b"; s += "c"; printf("%s!", s)', 'abc!');
prints('let x = if 1 < 2 { 10 } else if 2 < 3 { 20 } else { 30 }; printf("%d", x)', '10');
prints('let x = 300; printf("%d", x as u8)', '44');
prints('let big = 1 as i64 << 40; printf("%d", big)', '1099511627776');
prints('while true { printf("x"); break }', 'x');
prints('finish { for (i in 0..3) { async { printf("%d", i) } } printf("m") }', 'm012');

does(
  'recursive functions',
  'function int fib(int n) { if n < 2 { n } else { fib(n - 1) + fib(n - 2) } }\n' +
    'void main() { printf("%d", fib(15)) }\n',
  '610',
);

does(
  'early returns',
  'function int find(int n) { for (i in 0..100) { if i * i >= n { return i } } return 0 - 1 }\n' +
    'void main() { printf("%d %d", find(50), find(1000000)) }\n',
  '8 -1',
);

does(
  'generic classes that make instances of themselves',
  'class Node<T> { capability local Own; var T it : Own; var Node<T> next : Own;\n' +
    '  Node<T> push(T x) : Own { new Node<T>(it: x, next: this) }\n' +
    '  T second() : Own { this.next.it } }\n' +
    'void main() { let l = new Node<int>(it: 1); printf("%d", l.push(2).push(3).second()) }\n',
  '2',
);

does(
  'generic functions',
  'function T choose<T>(bool first, T a, T b) { if first { a } else { b } }\n' +
    'void main() { printf("%d %d", choose(true, 1, 2), choose(false, true, false)) }\n',
  '1 0',
);

does(
  'methods of generic superclasses',
  'class Base<T> { capability local Own; var T it : Own; T get() : Own { this.it } }\n' +
    'class Derived<T> extends Base<T> { var int n : Own; int count() : Own { this.n } }\n' +
    'void main() { let d = new Derived<bool>(it: true, n: 7); printf("%d %d", d.get(), d.count()) }\n',
  '1 7',
);

test('the result of main is its exit code', (t) => {
  t.is(runSource('int main() { 3 }\n').result, 3n);
});

test('unset fields panic where they are read', (t) => {
  const text = `${prelude}\nvoid main() { let b = new Box<Desk>(); printf("%d", b.get().v) }\n`;
  t.regex(runSource(text).panic ?? '', /^unset-field it@\d+$/);
});
