/** The rules on bodies, as tables: each program with the codes that it gets, in textual order. */
import test from 'ava';
import type { Row } from './program.ts';
import { assertCodes } from './program.ts';

function check(title: string, rows: readonly Row[]): void {
  test(title, (t) => assertCodes(t, rows));
}

check('names have to exist and to be values', [
  ['nope', 'E0300'],
  ['g(1)', 'E0302'],
  ['let d = new Desk(); d.w', 'E0303'],
  ['new Desk(w: 1)', 'E0303'],
  ['let d = new Desk(); d.nope()', 'E0304'],
  ['let n = 1; n.v', 'E0305'],
  ['let n = 1; n.get()', 'E0305'],
  ['let d = Desk', 'E0306'],
  ['let d = Desk()', 'E0340'],
  ['let d = 1; d()', 'E0340'],
  ['(1 + 2)(3)', 'E0340'],
  ['this', 'E0339'],
  ['new Nope()', 'E0203'],
  ['new int()', 'E0312'],
  ['new Box()', 'E0205'],
  ['new Desk<int>()', 'E0205'],
  ['let x : T = 1', 'E0203'],
  ['new Box<T>()', 'E0203'],
]);

check('a block declares a name once; inner blocks and bodies may hide it', [
  ['let n = 1; let n = 2; n', 'E0314'],
  ['let n = 1; let m = 3; let k = 4; let n = 2; n', 'E0314'],
  ['(let n = 1); let n = 2; n', 'E0314'],
  ['let n = 1; if true { let n = true; n } else { false }'],
  ['function int g(int n) { let n = true; if n { 1 } else { 0 } }'],
  ['if true { let n = 1; } else { let n = true; }'],
  ['let n = 1; { let n = true; !n }; n + 1'],
  ['{ let n = 1; }; n', 'E0300'],
  ['let n = n', 'E0300'],
]);

check('a `let` inside an expression is visible to nothing', [
  ['1 + (let x = 2 + 3)', 'W0303'],
  ['1 + (let x = 2); x', 'W0303', 'E0300'],
  ['if (let x = true) { x } else { false }', 'W0303', 'E0300'],
]);

check('`this` is no variable', [
  ['let this = 1', 'E0315'],
  ['class Aa { capability local L1; var int f : L1; void m(Aa o) : L1 { this := o } }', 'E0315'],
  ['class Aa { capability linear L1; var int f : L1; Aa m() : L1 { consume this } }', 'E0315'],
  ['class Aa { var int f; int m() { this.f := 2 } }'],
]);

check('constant fields are set by `new` only', [
  ['let p = new Pair(); p.n := 1', 'E0316'],
  ['let p = new Pair(); p.n += 1', 'E0316'],
  [
    'class Aa { capability linear L1; const Cell c : L1; } void main(){ let a = new Aa(); let c = consume a.c; 1 }',
    'E0316',
  ],
  ['new Pair(n: 3, n: 4)', 'W0305'],
  ['new Pair(n: 3, a: 4)'],
]);

check('a value has the type that its place expects, or a subclass', [
  ['new Desk(v: true)', 'E0301'],
  ['let x : bool = 1', 'E0301'],
  ['let d = new Desk(); d.v := true', 'E0301'],
  ['let b = new Box<int>(it: 1); b := new Box<bool>()', 'E0301'],
  ['let d = new Lamp(); d := new Desk()', 'E0301'],
  ['let d = new Desk(); d := new Lamp()'],
  ['let d : Desk = new Lamp(w: 1); d.v'],
  ['class Aa { capability linear L1; var Desk d : L1; } void main(){ new Aa(d: new Lamp()) }'],
  ['function int g(Desk x) { x.v } void main(){ g(new Lamp()) }'],
  ['function Desk g() { new Lamp() } void main(){ g() }'],
  ['function Lamp g() { new Desk() }', 'E0301'],
  ['let d = new Desk(); let l : Lamp = d', 'E0301'],
]);

check('a body ends with the declared result', [
  ['class Aa { capability local L1; var int f : L1; int m() : L1 { true } }', 'E0301'],
  ['function int g() { true }', 'E0301'],
  ['function int g() { }', 'E0323'],
  ['function int g() { 1; }', 'E0323'],
  ['function int g() { while false { 1 } }', 'E0323'],
  ['function int g() { if true { 1 } }', 'E0323'],
  ['function void g() { 42 } void main(){ g() }'],
  ['function void g() { 42; } void main(){ g() }'],
  ['function int g() { return 1 }'],
  ['function int g() { return 1; }'],
  ['function int g() { if true { return 1 } else { return 2 } }'],
  ['function int g(int n) { if n > 0 { return 1 }; 2 }'],
  ['function int g() { while true { } }'],
  ['function int g() { while true { return 1 } }'],
  ['function int g() { while true { break } }', 'E0323'],
  ['function int g() { finish { async { 1 } 2 } }'],
  ['function int g() { finish { async { 1 } } }', 'E0323'],
  ['function int g() { let n = 1 }'],
  ['function int g(int n) { n := 2 }'],
  ['function void g() { printf("x") } function int h() { g() }', 'E0323'],
]);

check('`return` gives the result', [
  ['function int g() { return true; 1 }', 'E0301', 'W0304'],
  ['function int g() { return }', 'E0323'],
  ['function void g() { return }'],
  ['function void g() { return 1 }', 'E0301'],
  ['function void g() { return h() } function void h() { }'],
  ['function Desk g() { return new Lamp() }'],
  ['function int g(bool b) { b || return 1; 2 }'],
  ['function int g(int n) { n + (return 1) }'],
]);

check('the branches of an `if` have a common type', [
  ['if 1 { 2 } else { 3 }', 'E0320'],
  ['if true { 1 } else { false }', 'E0321'],
  ['let x = 0; if true { x := 1 } else { printf("no") }'],
  ['let x = 0; let y = if true { x := 1 } else { printf("no") };', 'E0321'],
  ['let x = 0; if true { x } else { printf("no") }', 'E0321'],
  ['let x = 0; if true { x := 1; } else { printf("no") }'],
  ['let d = if true { new Desk() } else { new Lamp() }; d.v'],
  [
    'class Rug extends Desk { } void main() { let d = if true { new Rug() } else { new Lamp() }; d.v }',
  ],
  ['if true { new Desk() } else { new Cell() }', 'E0321'],
  ['let n = if true { 1 } else { return }; n + 1'],
  ['let n : i64 = if true { 1 } else { 2 }; n'],
  ['let x : i64 = 5; let n = x + (if true { 1 } else { 2 }); n'],
  ['let n = if true { 1 } else if false { 2 } else { 3 }; n'],
  ['let n = if true { 1 } else if false { 2 } else { true }; n', 'E0321'],
]);

check('an `if` without a final `else` has no value', [
  ['let n = if true { 1 }; n', 'E0322'],
  ['if true { 1 }'],
  ['if true { 1 } else if false { true }'],
  ['let n = 1; if n { 1 }', 'E0320'],
]);

check('conditions are truth values', [
  ['while 1 { 2 }', 'E0320'],
  ['for (let i = 0; i; i := i + 1) { 1 }', 'E0320'],
  ['let b = true; if b := false { 1 }'],
  ['if new Desk() { 1 }', 'E0320'],
]);

check('operators apply to the types they are made for', [
  ['1 == true', 'E0319'],
  ['true + true', 'E0318'],
  ['true < false', 'E0318'],
  ['1 && 2', 'E0318'],
  ['true && 2', 'E0319'],
  ['let x = true; - x', 'E0318'],
  ['!1', 'E0318'],
  ['~true', 'E0318'],
  ['~1'],
  ['1.5 & 2.5', 'E0318'],
  ["'a' < 'b'"],
  ["'a' + 'b'", 'E0318'],
  ['"a" < "b"; "a" == "b"; "a" + "b"'],
  ['"a" + 1', 'E0319'],
  ['"a" - "b"', 'E0318'],
  ['let p = new Pair(); let q = p; p == q'],
  ['new Desk() == new Lamp()'],
  ['new Desk() == new Cell()', 'E0319'],
  ['new Desk() < new Desk()', 'E0318'],
  ['printf("a") == printf("b")', 'E0318'],
  ['true == false; 1.5 == 2.5; 1.5 < 2.5; 1.5 % 2.5'],
  ['let a : i64 = 1; let b = 2; a + b', 'E0319'],
  ['let a : i64 = 1; let b = 2; a << b'],
  ['let a = 1; a << 2.5', 'E0319'],
  ['let a = 1; a << 32', 'W0306'],
]);

check('compound assignments follow their operator', [
  ['let n = 1; n += 2; n -= 1; n *= 3; n /= 2; n %= 2; n &= 1; n |= 1; n ^= 1; n <<= 1; n >>= 1'],
  ['let n = 1; n += true', 'E0319'],
  ['let n = 1; n += 1.5', 'E0319'],
  ['let n : i64 = 1; let m = 2; n += m', 'E0319'],
  ['let n : i64 = 1; let m = 2; n <<= m; n += 3000000000'],
  ['let b = true; b += b', 'E0318'],
  ['let s = "a"; s += "b"'],
  ['let d = new Desk(); d.v += 2'],
  ['let d = new Desk(); d += d', 'E0318'],
]);

check('numbers convert by `as`, and little else does', [
  [
    "let n = 1; n as i8; n as u128; n as f32; n as f64; 1.5 as int; true as int; 'a' as int; 65 as char",
  ],
  ['let n = 1; n as bool', 'E0327'],
  ['let n = 1; n as char'],
  ['1.5 as char', 'E0327'],
  ['let n = 1; n as u8 as char'],
  ['let n = 1; n as string', 'E0327'],
  ["'a' as f64", 'E0327'],
  ['true as f64', 'E0327'],
  ['new Lamp() as Desk'],
  ['new Desk() as Lamp'],
  ['1 as Nope', 'E0203'],
  ['1 as void', 'E0206'],
]);

check('`void` is nothing to bind, pass or compare', [
  ['let x = printf("a")', 'E0322'],
  ['function void g() { } void main() { let x = g() }', 'E0322'],
  ['function int g(int x) { x } void main() { g(printf("a")) }', 'E0301'],
  ['function void g<T>(T x) { } void main() { g(printf("a")) }', 'E0310'],
  ['let x : void = printf("a")', 'E0206'],
  ['let x = return', 'E0322'],
]);

check('loops have labels, and jumps have loops', [
  ['break', 'E0328'],
  ['continue', 'E0328'],
  ['outer: while true { while true { break outer } }'],
  ['outer: while true { break otter }', 'E0329'],
  ['while true { break }; outer: for (i in 0..3) { continue outer }'],
  ['while true { break; 1 }', 'W0304'],
]);

check('the step of a `for` does not see the body', [
  ['for (let i = 0; i < 3; i := i + 1) { let i = 5; i }'],
  ['for (let i = 0; i < 3; i := i + d) { let d = 2; i }', 'E0300'],
  ['for (let i = 0; i < 3; i := i + 1) { i }; i', 'E0300'],
]);

check('a `for` runs over ranges of integers', [
  ['for (i in 0..3) { i + 1 }'],
  ['let n : i64 = 3; for (i in 0..=n) { i + n }'],
  ['let n : u8 = 3; let m = 4; for (i in n..m) { i }', 'E0337'],
  ['for (i in 3) { i }', 'E0337'],
  ['for (i in 1.5..2.5) { i }', 'E0337'],
  ['for (i in nope..3) { i + true }', 'E0300'],
  ['for (i in 0..3) { i := 7 }'],
  ['for (i in 0..i) { i }', 'E0300'],
]);

check('tasks start in a `finish` of their own', [
  ['finish { async { 1 } async { 2 } 3; 4 }'],
  ['finish { 3; async { 1 } }'],
  ['finish { if true { async { 1 } } while false { async { 2 } } }'],
  ['async { 1 }', 'E0331'],
  ['finish { async { async { 1 } } }', 'E0331'],
  ['finish { async { finish { async { 1 } } } }'],
]);

check('a jump may leave a `finish`, but not a task', [
  ['function int g() { finish { async { 1 } return 2 } }'],
  ['while true { finish { async { 1 } break } }'],
  ['function int g() { finish { async { return 2 } }; 1 }', 'E0330'],
  ['while true { finish { async { break } } }', 'E0330'],
  ['while true { finish { async { continue } } }', 'E0330'],
  ['finish { async { while true { break } } }'],
]);

check('an assignment inside a task changes a copy', [
  ['let n = 1; finish { async { n := 2 } }', 'W0300'],
  ['let n = 1; finish { async { n += 2 } }', 'W0300'],
  ['finish { async { let n = 1; n := 2 } }'],
  ['let n = 1; finish { n := 2; async { n + 1 } }'],
]);

check('`consume` takes variables, fields and fresh values', [
  ['let c = new Cell(); let d = consume c; d.v'],
  ['let h = new Hold(c: new Cell()); let c = consume h.c; c.v'],
  ['let c = consume new Cell(); c.v'],
  ['let c = consume (new Cell()); consume (c)'],
  ['consume nope', 'E0300'],
]);

check('locked fields are read and written in one step', [
  ['let t = new Tally(); t.v := t.v + 1'],
  ['let t = new Tally(); t.v += 1'],
  ['function int f() { 1 } void main() { let t = new Tally(); t.v := t.v + f() }', 'W0301'],
  ['function int f() { 1 } void main() { let t = new Tally(); t.v += f() }', 'W0301'],
  ['function int f() { 1 } void main() { let t = new Tally(); t.v := f() }'],
  ['let t = new Tally(); let u = new Tally(); t.v := u.v + 1'],
  [
    'function int f() { 1 } class Log { capability locked Lk; var int n : Lk; void add() : Lk { this.n := this.n + f() } }',
  ],
]);

check('members chain on any expression', [
  ['new Hold(c: new Cell(v: 1)).c.v + new Hold(c: new Cell()).c.get()'],
  [
    'class Node { var Node next; var int n; Node tail() { this.next } } void main() { let n = new Node(); n.next.tail().next.n := 2 }',
  ],
  ['(if true { new Desk() } else { new Lamp() }).v'],
  ['(1).v', 'E0305'],
]);

check('one mistake is reported once', [
  ['let x = nope; x + 1; x.f; x.g(); x := true; if x { 1 } else { 2 }', 'E0300'],
  ['let x : Nope = 1; x.f := 2', 'E0203'],
  ['class Aa extends Nope { } void main() { let a = new Aa(f: 1); a.g.h + a.m() }', 'E0203'],
  ['new Nope(a: 1).b.c(2)', 'E0203'],
  [
    'function int g(int x) { x } void main() { g(nope); g(true) + 1; let x : bool = g(1, 2) }',
    'E0300',
    'E0301',
    'E0301',
    'E0307',
  ],
  ['nope(nap(), 1 + nip)', 'E0302', 'E0302', 'E0300'],
  ['printf("%d %s", nope, nap())', 'E0300', 'E0302'],
  ['let a = 1 + true; let b = a == "x"; if b { a } else { b }', 'E0319'],
]);
