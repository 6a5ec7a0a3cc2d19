/**
 * Programs about the order in which operands, aliases and tasks come: what a call holds while its later operands are
 * evaluated, and names that stand for an object before or after a variable does.
 */
import type { Group } from './border-programs.ts';

export const operandGroups: readonly Group[] = [
  {
    title: 'what a call holds while later operands are evaluated',
    classes: String.raw`
class Cell { capability linear Own; var int v : Own; int get() : Own { this.v } void set(int x) : Own { this.v := x } void meet(Cell o) : Own { finish { async { this.v := 1 } o.v := 2 } } }
class Hold { capability linear Keep, linear Rest; var Cell c : Keep; var int n : Rest; Cell take() : Keep { consume this.c } int total() : Keep { let c = consume this.c; c.v } int count() : Rest { this.n } }
class Deep { capability linear D; var Hold h : D; var Hold g : D; borrowed Cell at() : D { this.h.c } }
class Tank { capability locked Lk; var Cell c : Lk; Cell take() : Lk { consume this.c } }
class Both { capability linear L, locked K; var Cell c : L, K; Cell take() : K { consume this.c } }
class Tally { capability locked Lk; var int v : Lk; void add(int n) : Lk { this.v += n } }
function void pair(borrowed Cell a, Cell b) { finish { async { a.v := 1 } b.v := 2 } }
function void set(borrowed Cell c, int n) { c.v := n }
function Cell take(borrowed Hold h) { consume h.c }
`,
    programs: String.raw`
let h = new Hold(c: new Cell()); pair(h.c, take(h)) // E0608
let h = new Hold(c: new Cell()); pair(h.c, h.take()) // E0608
let h = new Hold(c: new Cell()); pair({ h.c }, h.take()) // E0608
let h = new Hold(c: new Cell()); h.c.meet(h.take()) // E0608
let h = new Hold(c: new Cell()); h.c.set(h.total()) // E0608
let h = new Hold(c: new Cell()); h.c.v += h.total() // E0608
let h = new Hold(c: new Cell()); h.c.v := h.total() // ok
let h = new Hold(c: new Cell()); let n = h.total(); h.c := new Cell(); h.c.set(n) // ok
let h = new Hold(c: new Cell()); h.c.set(h.c.get()) // ok
let h = new Hold(c: new Cell()); h.c.set(h.count() + h.n) // ok
let h = new Hold(c: new Cell()); let g = new Hold(c: new Cell()); h.c.meet(g.take()) // ok
let h = new Hold(c: new Cell()); pair(h.c, consume ({ h }).c) // E0608
let h = new Hold(c: new Cell()); pair(h.c, consume (if true { h } else { new Hold() }).c) // E0608
let h = new Hold(c: new Cell()); let g = new Hold(c: new Cell()); pair(h.c, consume ({ g }).c) // ok
let d = new Deep(h: new Hold(c: new Cell())); pair(d.at(), d.h.take()) // E0605 E0608
let d = new Deep(h: new Hold(c: new Cell())); pair(d.h.c, d.h.take()) // E0608
let d = new Deep(h: new Hold(c: new Cell()), g: new Hold(c: new Cell())); pair(d.h.c, d.g.take()) // ok
let t = new Tank(c: new Cell()); let c = t.take(); c.set({ t.c := t.take(); 3 }) // ok
let b = new Both(c: new Cell()); pair(b.c, b.take()) // E0608
let h = new Hold(c: new Cell()); finish { set(h.c, { async { h.c.v := 1 } 3 }) } // E0617
let h = new Hold(c: new Cell()); finish { h.c.set({ async { h.c.v := 1 } 3 }) } // E0617
let h = new Hold(c: new Cell()); h.c.set(finish { async { h.c.v := 1 } 3 }) // ok
let t = new Tally(); finish { t.add({ async { t.add(1) } 3 }) } // ok
`,
  },
  {
    title: 'aliases that are made or end where an operand, a task or an assignment is in between',
    classes: String.raw`
class Rc { capability linear Own, read Rd; var int v : Own, Rd; int look() : Rd { this.v } void meet(borrowed Rc{Rd} o) : Own { finish { async { this.v := 1 } o.look() } } }
class Sub extends Rc { capability linear Add; var int w : Add; }
class Hold { capability linear Keep; var Rc c : Keep; void poke(int n) : Keep { this.c.v := n } }
function void two(borrowed Rc a, borrowed Rc{Rd} b) { finish { async { a.v := 1 } b.look() } }
function void part(borrowed Hold a, borrowed Rc{Rd} b) { finish { async { a.c.v := 1 } b.look() } }
`,
    programs: String.raw`
let x = new Rc(); two(x, { let e = x; e }) // E0614
let x = new Rc(); x.meet({ let e = x; e }) // E0614
let x = new Rc(); x.meet({ let e = x; { let f = e; f } }) // E0614
let h = new Hold(c: new Rc()); h.c.meet({ let e = h.c; e }) // E0618
let h = new Hold(c: new Rc()); part(h, { let e = h.c; e }) // E0618
let x = new Rc(); let y = new Rc(); two(x, { let e = y; e }) // ok
let x = new Rc(); printf("%d %d", { let e = x; e.look() }, x.v) // ok
let h = new Hold(c: new Rc()); finish { h.poke({ let e = h.c; async { e.look() } 3 }) } // E0617
let h = new Hold(c: new Rc()); let e = h.c; finish { async { h.c.v := 1; e := new Rc() } printf("%d", e.v) } // E0606 W0300
let h = new Hold(c: new Rc()); let e = h.c; finish { async { let g = consume h; g.c.v := 1; e := new Rc() } printf("%d", e.v) } // E0606 W0300
let h = new Hold(c: new Rc()); let e = h.c; finish { async { finish { async { h.c.v := 1; e := new Rc() } } } printf("%d", e.v) } // E0606 W0300
finish { let x = new Rc(); async { x.v := 1 } let e = x; x := new Rc(); printf("%d", e.v) } // E0617
finish { let x = new Rc(); async { x.v := 1 } let e = x; let f = e; x := new Rc(); printf("%d", f.v) } // E0617
finish { let x = new Sub(); async { x.w := 1; x.v := 1 } let e : Rc = x; x := new Sub(); printf("%d", e.v) } // E0617
let x = new Rc(); finish { for (i in 0..4) { let e = x; x := new Rc(); printf("%d", e.v); async { x.v := 1 } } } // E0617
let x = new Rc(); finish { for (i in 0..4) { async { x.v := 1 } x := new Rc(); let e = x; printf("%d", e.v) } } // ok
finish { let x = new Rc(); async { printf("%d", x.v) } let e = x; x := new Rc(); printf("%d", e.v) } // ok
`,
  },
  {
    title: 'what is safe although it looks like something that is not',
    classes: String.raw`
class Cell { capability linear Own; var int v : Own; }
class Two { capability linear A, linear B; var Cell a : A; var Cell b : B; }
class Desk { var int v; }
class Lamp { capability read R; const Desk d : R; }
class Tally { capability locked Lk; var int v : Lk; }
function Cell pass(Cell c) { consume c }
function Desk made(Tally t) { new Desk(v: t.v) }
function Desk out(Lamp l, Tally t) { l.d }
`,
    programs: String.raw`
let p = new Two(a: new Cell(), b: new Cell()); finish { async { p.a := pass(consume p.a) } p.b := pass(consume p.b) }; p.a.v := 1; p.b.v := 2 // ok
let p = new Two(a: new Cell()); finish { async { p.a := pass(consume p.a) } p.a.v := 2 } // E0617
let p = new Two(a: new Cell()); finish { async { let c = consume p.a; if c.v > 1 { p.a := consume c } } } p.a.v := 1 // E0608
let p = new Two(a: new Cell()); finish { async { let c = consume p.a; p := new Two(); p.a := consume c } } p.a.v := 1 // W0300 E0608
let p = new Two(a: new Cell()); finish { async { finish { async { p.a := pass(consume p.a) } } } } p.a.v := 1 // ok
let p = new Two(a: new Cell()); finish { for (i in 0..2) { async { p.a := pass(consume p.a) } } } p.a.v := 1 // E0617 E0617
let p = new Two(a: new Cell()); let q = consume p.a; finish { async { p.a := new Cell() } } p.a.v := 1 // ok
let p = new Two(a: new Cell()); let q = consume p.a; finish { if q.v > 0 { async { p.a := new Cell() } } } p.a.v := 1 // E0608
let t = new Tally(); finish { async { let d = made(t); d.v := 1 } } // ok
let t = new Tally(); let l = new Lamp(d: new Desk()); finish { async { let d = out(l, t); d.v := 1 } } // E0604 E0604
function Cell take(borrowed Two t) { let c = { consume t.a }; consume c } void main() { 1 } // ok
function Cell take(borrowed Two t) { let c = if t.b.v > 0 { consume t.a } else { consume t.b }; consume c } void main() { 1 } // ok
class Bad<T> { capability local S; var T it : S; T get() : S { this.it } } function void work<T>(int n) { let b = new Bad<T>(); } void main() { work<Cell>(1) } // E0625
class Bad<T> { capability local S; var T it : S; T get() : S { this.it } } function void work<T>(int n) { let b = new Bad<T>(); } void main() { work<int>(1) } // ok
function Cell keep(borrowed Two t) { let c = { t.a }; consume c } void main() { 1 } // E0612
`,
  },
];
