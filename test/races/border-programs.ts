/**
 * Programs at the borders of the rules: those that would race if they were accepted, and close relatives that are
 * safe. Each line is a program of its own behind its group's classes, or the body of `main`, and ends with the codes
 * that it gets.
 */

export interface Group {
  readonly title: string;
  readonly classes: string;
  readonly programs: string;
}

export const groups: readonly Group[] = [
  {
    title: 'one hole of the published rules after another, and what is safe beside it',
    classes: String.raw`
class Cell { capability linear Own; var int v : Own; int get() : Own { this.v } void set(int x) : Own { this.v := x } }
class Pair { capability linear Lo, linear Hi, read Id; var int a : Lo; var int b : Hi; const int n : Id; void setA(int x) : Lo { this.a := x } void setB(int x) : Hi { this.b := x } }
class Desk { capability local Loc; var int v : Loc; }
class Lamp extends Desk { var int w : Loc; }
class Tally { capability locked Lk; var int v : Lk; int bump() : Lk { this.v := this.v + 1 } }
class Hold { capability linear Keep; var Cell c : Keep; }
class Rc { capability linear Own, read Rd; var int v : Own, Rd; }
class HoldR { capability linear Keep; var Rc c : Keep; }
class Tank { capability locked Lk; var Rc c : Lk; var Cell d : Lk; }
class TankD { capability locked Lk; var Desk d : Lk; }
class Fix { capability local Loc; const int v : Loc; }
class Node { capability subordinate In; var int v : In; }
class Own1 { capability local Kl; var Node n : Kl; int get() : Kl { let h = this.n; h.v } }
class RdD { capability read Id; const Desk d : Id; }
class Box<T> { capability local Slot; var T it : Slot; void put(T x) : Slot { this.it := consume x } }
class Slotb<T> { capability local Slot; var T it : Slot; T get() : Slot { this.it } }
`,
    programs: String.raw`
let h = new HoldR(c: new Rc()); let e = h.c; let c = consume h.c; finish { async { c.v := 1 } printf("%d", e.v) } // E0606
let x = new Rc(); let e = x; let y = consume x; finish { async { y.v := 1 } printf("%d", e.v) } // E0606
let t = new Tank(c: new Rc()); let e = t.c; finish { async { let c = consume t.c; c.v := 1; t.c := consume c } printf("%d", e.v) } // E0606 E0606 E0607
let t = new Tank(c: new Rc()); finish { async { let c = consume t.c; c.v := 1; t.c := consume c } async { let c = consume t.c; c.v := 1 } } // ok
let t = new TankD(d: new Desk()); finish { async { let e = t.d; e.v := 1 } let e = t.d; e.v := 2 } // E0604 E0604
let w = new RdD(d: new Desk()); finish { async { let e = w.d; e.v := 1 } let e = w.d; e.v := 2 } // E0604 E0604
function void g(RdD{Id} w) { let e = w.d; e.v := 1 } void main() { let w = new RdD(d: new Desk()); finish { async { g(w) } g(w) } } // E0604
let p = new Pair(); let q = consume p; p.setA(1) // E0608
let p = new Pair(); let q = consume p; p.a := 1 // E0608
let p = new Pair(); let q = consume p; printf("%d", p.n) // E0608
function void f(borrowed Rc p) { let q = p; p.v := 1; printf("%d", q.v) } void main() { 1 } // E0606
function void f(borrowed Rc p) { let q = p; finish { async { p.v := 1 } printf("%d", q.v) } } void main() { 1 } // E0606
let c = new Cell(); let e = new Cell(); if true { e := c } // E0611
let c = new Cell(); let h = new Hold(c: c); 1 // E0611
function Hold f(borrowed Cell c) { new Hold(c: c) } void main() { 1 } // E0612
let p = new Pair(); let q = p; finish { async { p.a := 1 } printf("%d", q.n) } // E0606
let p = new Pair(); let q = p; let i = 0; while q.n > i { i := i + 1; p.a := i } // E0606
if true { let c = new Cell(); let d = consume c; 1 } else { let c = new Cell(); let e = consume c; 2 } // ok
finish { async { let c = new Cell(); c.v := 1 } async { let c = new Cell(); c.v := 2 } } // ok
function void g(borrowed Hold h, borrowed Cell c) { let e = c; h.c := consume e } void main() { 1 } // E0612
function void g(borrowed Cell c) { let e = consume c; 1 } void main() { 1 } // E0612
function void g(borrowed Cell c) { if true { let c = new Cell(); let e = new Cell(); e := consume c } } void main() { 1 } // ok
class Two { capability linear F, linear G; var int f : F; var int g : G; } void main() { let x = new Two(); let y = new Two(); finish { async { x.f; x.f; y.g; y.f } } } // ok
let o = new Own1(n: new Node()); printf("%d", o.get()) // ok
let o = new Own1(n: new Node()); printf("%d", o.n.v) // E0603
class Thief { capability linear Tk; var Node n : Tk; void steal(Own1{Kl} o) : Tk { this.n := o.n } } void main() { 1 } // E0616 E0603
function Node leak(Own1 o) { o.n } void main() { 1 } // E0616
class Mx { capability linear Ln, read Rd; const int f : Ln, Rd; var int g : Ln; } void main() { let m = new Mx(); finish { async { m.f } printf("%d", m.f) } } // ok
let p = new Pair(); p.setA(p.a) // ok
class LL { capability linear Ln, local Lc; var int f : Ln; var int g : Lc; } void main() { let x = new LL(); finish { async { let y = consume x; y.g := 1 } } } // E0604 E0604
class LL { capability linear Ln, local Lc; var int f : Ln; var int g : Lc; } void main() { let x = new LL(); finish { async { x.f := 1 } } } // ok
let d = new Desk(); finish { async { let w = new RdD(d: d); let e = w.d; e.v := 1 } d.v := 2 } // E0604
class A1 { capability local L, read R; var int f : L; const int g : R; } function A1 id(A1{R} p) { p } void main() { 1 } // E0601
class A1 { capability local L, read R; var int f : L; const int g : R; } function void g(A1 p, A1 q) { finish { async { printf("%d", p.g) } q.f := 1 } } void main() { 1 } // ok
class A1 { capability local L, read R; var int f : L, R; } function void g(A1{R} p, A1 q) { finish { async { printf("%d", p.f) } q.f := 1 } } void main() { 1 } // E0601
function void f(borrowed Hold h, borrowed Cell c) { 1 } void main() { let h = new Hold(c: new Cell()); f(h, h.c) } // E0618
function void f(borrowed Cell c) { c.v := 1 } void main() { let h = new Hold(c: new Cell()); f(h.c) } // ok
let h = new Hold(c: new Cell()); h.c.v := 1; h.c.set(3); printf("%d", h.c.get()) // ok
let h = new Hold(c: new Cell()); finish { async { h.c.v := 1 } h.c.v := 2 } // E0617
let h = new Hold(c: new Cell()); finish { for (i in 0..3) { async { h.c.v := i } } } // E0617
finish { for (i in 0..3) { let h = new Hold(c: new Cell()); async { h.c.v := i } } } // ok
let outer = new Cell(); finish { for (i in 0..3) { let h = outer; async { printf("%d", h.v) } } } // E0605
let outer = new Cell(); finish { for (i in 0..3) { async { let c = consume outer; c.v := 1 } } } // E0610
let b = new Box<Cell>(); b.put(new Cell()); let c = consume b.it; c.v := 1 // ok
let b = new Slotb<Cell>(it: new Cell()); 1 // E0625
let b = new Slotb<int>(it: 3); printf("%d", b.get()) // ok
let b = new Slotb<Desk>(it: new Desk()); b.get().v := 1 // ok
function Slotb<T> mk<T>() { new Slotb<T>() } void main() { let b = mk<Cell>(); 1 } // E0625
class Base { capability read Id; const int n : Id; int m() : Id { this.n } } class Der extends Base { capability linear Own; var int v : Own; int m() : Id, Own { this.v := this.v + 1 } } void main() { 1 } // E0624
class Base { capability read Id; var int n : Id; } class Der extends Base { capability linear Own; var int v : Own, Id; } void main() { 1 } // E0622
class Acc { capability linear Lo, linear Hi; var int a : Lo; var int b : Hi; void both() : Lo, Hi { finish { async { this.a := 1 } this.b := 2 } } void bad() : Lo, Hi { finish { async { this.a := 1 } this.a := 2 } } } void main() { 1 } // E0617
let d = new Desk(); finish { async { finish { async { printf("%d", d.v) } } } } // E0604
finish { async { let d = new Desk(); d.v := 1; finish { async { printf("%d", d.v) } } } } // E0604
let t = new Tally(); finish { async { finish { async { t.bump() } t.bump() } } t.bump() } // ok
let p = new Pair(); finish { async { finish { async { p.a := 1 } p.b := 1 } } printf("%d", p.n) } // ok
let p = new Pair(); finish { async { finish { async { p.a := 1 } p.b := 1 } } p.b := 2 } // E0617
let p = new Pair(); finish { p.a := 1; async { p.a := 2 } } // ok
let p = new Pair(); finish { if true { async { p.a := 2 } } else { p.a := 3; } } // ok
let p = new Pair(); finish { if true { async { p.a := 2 } } p.a := 3 } // E0617
let p = new Pair(); finish { finish { async { p.a := 2 } } p.a := 3 } // ok
let c = new Cell(); let d = c; c := new Cell(); finish { async { c.v := 1 } } // ok
function Cell two(Cell c) { if true { return c } consume c } void main() { 1 } // E0615
function Cell two(Cell c) { if true { return consume c } consume c } void main() { 1 } // ok
let c = new Cell(); for (i in 0..2) { if i == 1 { break } let e = consume c; c := consume e } // ok
let c = new Cell(); while true { let e = consume c; break }; printf("%d", c.v) // E0608
let c = new Cell(); let i = 0; while i < 3 { if i == 2 { let e = consume c; break } i += 1 }; c := new Cell(); printf("%d", c.v) // ok
let c = new Cell(); if true { let e = consume c; return }; printf("%d", c.v) // ok
class RdL { capability locked Lk; var Rc c : Lk; borrowed Rc get() : Lk { this.c } } void main() { 1 } // E0607
function void f(borrowed Cell a, Cell b) { 1 } void main() { let c = new Cell(); f(c, consume c) } // E0608
let t = new Tank(c: new Rc()); let c = consume t.c; let d = t.c; 1 // E0608
class W { capability locked Lk; var Cell c : Lk; void upd() : Lk { this.c.v := 1 } } void main() { 1 } // E0607
class Bx2<T> { capability local Slot; var T it : Slot; T swap(T x) : Slot { let old = consume this.it; this.it := consume x; consume old } } void main() { let b = new Bx2<Cell>(it: new Cell()); let c = b.swap(new Cell()); c.v := 1; let b2 = new Bx2<int>(it: 1); printf("%d", b2.swap(2)); let b3 = new Bx2<Desk>(it: new Desk()); b3.swap(new Desk()).v := 2 } // ok
class Bx2<T> { capability linear Slot; var T it : Slot; T get() : Slot { this.it } } class Bx3<T> extends Bx2<T> { } void main() { let b = new Bx3<Cell>(it: new Cell()); 1 } // E0625
class Bx2<T> { capability linear Slot; var T it : Slot; } void main() { let b = new Bx2<Desk>(it: new Desk()); finish { async { b.it.v := 1 } } } // E0604 E0604
class Bx2<T> { capability linear Slot; var T it : Slot; } void main() { let b = new Bx2<Tally>(it: new Tally()); finish { async { b.it.v := 1 } } } // ok
class Chan<T> { capability locked Lk; var T it : Lk; void put(T x) : Lk { this.it := consume x } T take() : Lk { consume this.it } } void main() { let ch = new Chan<Cell>(); finish { async { let c = new Cell(); c.v := 1; ch.put(consume c) } async { let c = ch.take(); c.v := 2 } } } // ok
class Chan<T> { capability locked Lk; var T it : Lk; void put(T x) : Lk { this.it := consume x } T take() : Lk { consume this.it } } void main() { let ch = new Chan<Desk>(); finish { async { let c = new Desk(); c.v := 1; ch.put(c) } async { let c = ch.take(); c.v := 2 } } } // E0604 E0604 E0604
class Chan<T> { capability locked Lk; var T it : Lk; void put(T x) : Lk { this.it := x } T get() : Lk { this.it } } void main() { let ch = new Chan<int>(); finish { async { ch.put(3) } async { printf("%d", ch.get()) } } } // ok
class Chan<T> { capability locked Lk; var T it : Lk; void put(T x) : Lk { this.it := x } } void main() { let ch = new Chan<Cell>(); 1 } // E0625
class H2 { capability linear Keep; var Cell c : Keep; borrowed Cell at() : Keep { this.c } } void main() { let h = new H2(c: new Cell()); let c = h.at(); h.c := new Cell(); printf("%d", c.v) } // E0606 E0605
class H2 { capability linear Keep; var Tally c : Keep; Tally at() : Keep { this.c } } void main() { let h = new H2(c: new Tally()); let c = h.at(); finish { async { h.at().bump() } c.bump() } } // ok
class H2 { capability linear Keep, linear Other; var Cell c : Keep; var int n : Other; } void main() { let h = new H2(c: new Cell()); let c = h.c; h.n := 1; if c == h.c { printf("same") } } // ok
`,
  },
  {
    title: 'tasks, aliases and owners in interplay',
    classes: String.raw`
class Cell { capability linear Own; var int v : Own; }
class Desk { capability local Loc; var int v : Loc; }
class Tally { capability locked Lk; var int v : Lk; int bump() : Lk { this.v := this.v + 1 } }
class Rc { capability linear Own, read Rd; var int v : Own, Rd; const int k : Rd; }
class Hold { capability linear Keep; var Cell c : Keep; }
class HoldR { capability linear Keep; var Rc c : Keep; }
class HoldT { capability linear Keep, read Rd; var Tally t : Keep; const Tally u : Rd; }
`,
    programs: String.raw`
let t = new Tally(); finish { async { t.bump() } t := new Tally(); t.bump() } // ok
let c = new Cell(); finish { async { c.v := 1 } c := new Cell(); c.v := 2 } // ok
let c = new Cell(); let d = c; finish { async { c.v := 1 } c := new Cell(); d.v := 2 } // E0606 E0605
let c = new Rc(); let d = c; finish { async { c.v := 1 } c := new Rc(); printf("%d", d.v) } // E0606
let c = new Cell(); let d = new Cell(); finish { for (i in 0..4) { async { c.v := 1 } let x = consume c; c := consume d; d := consume x } } // E0610
let c = new Rc(); finish { for (i in 0..4) { let e = c; async { printf("%d", e.v) } c.v := 1 } } // E0606
let c = new Rc(); finish { for (i in 0..4) { c.v := 1; let e = c; async { printf("%d", e.v) } } } // E0606
let c = new Rc(); finish { for (i in 0..4) { async { printf("%d", c.k) } } c.v := 1 } // E0617
let c = new Rc(); finish { for (i in 0..4) { async { printf("%d", c.v) } } c.v := 1 } // E0617
let c = new Rc(); finish { for (i in 0..4) { async { printf("%d", c.v) } } } // ok
let c = new Rc(); finish { async { for (i in 0..4) { c.v := i } } async { printf("%d", c.k) } } // E0617
let a = new Cell(); let b = new Cell(); let q = if true { a } else { b }; finish { async { a.v := 1 } b.v := 1 } // ok
let a = new Rc(); let b = new Rc(); let q = if true { a } else { b }; finish { async { a.v := 1 } printf("%d", q.v) } // E0606
let a = new Rc(); let q = { let z = a; z }; finish { async { a.v := 1 } printf("%d", q.v) } // E0606
let a = new Rc(); let q = finish { async { printf("") } a }; finish { async { a.v := 1 } printf("%d", q.v) } // E0606
let a = new Tally(); let b = new Tally(); let q = (b := a); finish { async { q.bump() } a.bump() } // ok
let c = new Cell(); finish { async { let e = consume c; c := consume e; c.v := 1 } } c.v := 2 // W0300 E0608
class Rg { capability read Id; const Rc c : Id; } void main() { let r = new Rg(c: new Rc()); finish { async { r.c.v := 1 } printf("%d", r.c.v) } } // E0607 E0607
class Rg { capability read Id; const Rc c : Id; } void main() { let r = new Rg(c: new Rc()); finish { async { printf("%d", r.c.k) } printf("%d", r.c.k) } } // E0607 E0607
class Rg { capability read Id; const Rc c : Id; } void main() { let r = new Rg(c: new Rc()); let s = r; printf("%d", s.c.k) } // E0605
class Base { capability read Id; const int n : Id; } class Der extends Base { capability linear Own; var int v : Own; } class Keep { capability locked Kk; var Base b : Kk; } void main() { let d = new Der(); let k = new Keep(b: d); finish { async { printf("%d", k.b.n) } d.v := 1 } } // ok
class Base { capability read Id; const int n : Id; } class Der extends Base { capability local L; var int v : L; int m() : L { this.v } } void main() { let d: Base = new Der(); finish { async { printf("%d", d.n) } printf("%d", d.n) } } // ok
class Base { capability read Id; const int n : Id; int m() : Id { this.n } } class Der extends Base { capability local L; var int v : L; int m() : Id, L { this.v } } void main() { 1 } // E0624
class P2 { capability linear Own, local Loc; var Desk d : Loc; var int v : Own; } void main() { let p = new P2(d: new Desk()); finish { async { p.v := 1 } p.d.v := 2 } } // ok
class P2 { capability linear Own, local Loc; var Desk d : Loc; var int v : Own; } void main() { let p = new P2(d: new Desk()); finish { async { p.d.v := 1 } } } // E0604 E0604
function Desk id(Desk d) { d } void main() { let d = new Desk(); finish { async { id(d).v := 1 } } } // E0604 E0604
class HD { capability linear Keep; var Desk d : Keep; } void main() { let h = new HD(d: new Desk()); finish { async { let d = new Desk(); h.d := d } } h.d.v := 1 } // E0604
class Out { capability linear Keep; var Cell c : Keep; } void main() { let o = new Out(); finish { async { let c = new Cell(); o.c := consume c } } o.c.v := 1 } // ok
class Out { capability linear Keep; var Cell c : Keep; } void main() { let o = new Out(); finish { async { let c = new Cell(); o.c := c } } o.c.v := 1 } // E0611
class Out { capability linear Keep; var Rc c : Keep; } void main() { let o = new Out(c: new Rc()); finish { async { let c = o.c; printf("%d", c.v) } } o.c.v := 1 } // ok
class Out { capability linear Keep; var Rc c : Keep; } void main() { let o = new Out(c: new Rc()); let e = o.c; finish { async { o.c.v := 1 } printf("%d", e.v) } } // E0606
class Out { capability linear Keep; var Rc c : Keep; } function void poke(borrowed Out o) { o.c.v := 1 } void main() { let o = new Out(c: new Rc()); let e = o.c; finish { async { poke(o) } printf("%d", e.v) } } // E0606
class Out { capability linear Keep; var Rc c : Keep; void poke() : Keep { this.c.v := 1 } } void main() { let o = new Out(c: new Rc()); let e = o.c; finish { async { o.poke() } printf("%d", e.v) } } // E0606
class Out { capability linear Keep, linear Rest; var Rc c : Keep; var Rc d : Rest; void mix() : Keep, Rest { this.d := this.c } } void main() { 1 } // E0611
class Out { capability linear Keep, linear Rest; var Rc c : Keep; var Rc d : Rest; void mix() : Keep, Rest { this.d := consume this.c } } void main() { 1 } // ok
class Mm { capability linear M1, linear M2; var Tally t : M1, M2; } void main() { let m = new Mm(t: new Tally()); finish { async { m.t := new Tally() } m.t.bump() } } // E0617
class Mm { capability linear M1, linear M2; const Tally t : M1, M2; var int n : M1; } void main() { let m = new Mm(t: new Tally()); finish { async { m.n := 1; m.t.bump() } m.t.bump() } } // ok
class Nd { capability subordinate In; var int v : In; } class Ow { capability linear K1, linear K2; var Nd a : K1; var Nd b : K2; void mix() : K1, K2 { this.b := this.a } void one() : K1 { this.a.v := 1 } void two() : K2 { this.b.v := 2 } } void main() { let o = new Ow(a: new Nd()); o.mix(); finish { async { o.one() } o.two() } } // E0604
class Nd { capability subordinate In; var int v : In; } class Ow { capability linear K1; var Nd a : K1; void give(Ow2 o) : K1 { o.take(this.a) } } class Ow2 { capability linear K2; var Nd b : K2; void take(Nd n) : K2 { this.b := n } } void main() { 1 } // E0616 E0616
class Nd { capability subordinate In; var Nd next : In; var int v : In; void link(Nd n) : In { this.next := n } } class Lst { capability local K; var Nd head : K; void add(int v) : K { let n = new Nd(v: v); n.next := this.head; this.head := n } int sum() : K { let t = 0; let n = this.head; for (i in 0..3) { t += n.v; n := n.next }; t } } void main() { let l = new Lst(); l.add(3); printf("%d", l.sum()) } // ok
class Nd { capability subordinate In; var int v : In; } class Ow { capability linear K; var Nd a : K; void run() : K { finish { async { this.a.v := 1 } this.a.v := 2 } } } void main() { 1 } // E0604 E0604
class Nd { capability subordinate In; var int v : In; } class Ow { capability locked K; var Nd a : K; void run() : K { this.a.v += 1 } } void main() { let o = new Ow(a: new Nd()); o.run(); finish { async { o.run() } } } // E0604
function void f(Tally this1) { 1 } void main() { 1 } // ok
function void f(borrowed Cell c) { finish { async { c.v := 1 } } } void main() { let c = new Cell(); f(c); c.v := 2 } // ok
function borrowed Cell f(borrowed Hold h, Cell d) { d } void main() { let h = new Hold(c: new Cell()); let c = f(h, new Cell()); h.c.v := 1 } // ok
class Lender { capability linear K; var Rc c : K; borrowed Rc at() : K { this.c } } void main() { let l = new Lender(c: new Rc()); let e = l.at(); let f = new HoldR(); f.c := e } // E0612
class Lender { capability linear K; var Rc c : K; borrowed Rc at() : K { this.c } } void main() { let l = new Lender(c: new Rc()); let g = l.at(); finish { async { printf("%d", g.v) } l.c.v := 1 } } // E0606
class Lender { capability linear K; var Rc c : K; borrowed Rc at() : K { this.c } } void main() { let l = new Lender(c: new Rc()); finish { async { printf("%d", l.at().v) } l.c.v := 1 } } // E0617
class Lender { capability linear K; var Rc c : K; borrowed Rc at() : K { this.c } } function borrowed Rc via(borrowed Lender l) { l.at() } void main() { 1 } // E0615
let h = new Hold(c: new Cell()); let c = consume h.c; let g = consume h; g.c := consume c; g.c.v := 1 // ok
let h = new Hold(c: new Cell()); finish { async { let c = consume h.c; c.v := 1 } } h.c := new Cell(); h.c.v := 3 // ok
let h = new Hold(c: new Cell()); finish { async { let c = consume h.c; c.v := 1 } h.c := new Cell() } // E0617
`,
  },
  {
    title: 'superclasses, loops and shared parts',
    classes: String.raw`
class Cell { capability linear Own; var int v : Own; int get() : Own { this.v } }
class Rc { capability linear Own, read Rd; var int v : Own, Rd; const int k : Rd; int look() : Rd { this.v } }
class HoldR { capability linear Keep; var Rc c : Keep; }
class Desk { var int v; }
class Slotb<T> { capability local Slot; var T it : Slot; T get() : Slot { consume this.it } }
class Tally { capability locked Lk; var int v : Lk; void bump() : Lk { this.v += 1 } }
`,
    programs: String.raw`
let h = new HoldR(c: new Rc()); finish { for (i in 0..3) { let e = h.c; h.c.v := 1; async { printf("%d", e.look()) } } } // E0606 E0606
let h = new HoldR(c: new Rc()); finish { for (i in 0..3) { let e = h.c; async { printf("%d", e.look()) } } } // E0606
class Bad<T> { capability local Slot; var T it : Slot; T get() : Slot { this.it } } class CellBox extends Bad<Cell> { } void main() { 1 } // E0625
class Bad<T> { capability local Slot; var T it : Slot; T get() : Slot { this.it } } class Mid<U> extends Bad<U> { } class CellBox extends Mid<Cell> { } void main() { 1 } // E0625
class B { capability linear O, read R; var int v : O, R; int look() : R { this.v } } class D extends B { capability linear P; var int w : P; } void main() { let d = new D(); let b: B = d; finish { async { printf("%d", b.look()) } d.v := 1 } } // E0606
class B { capability linear O, read R; var int v : O, R; int look() : R { this.v } } class D extends B { capability linear P; var int w : P; } void main() { let d = new D(); let b: B = d; finish { async { printf("%d", b.look()) } d.w := 1 } } // E0606
class B { capability read R; const int v : R; int look() : R { this.v } } class D extends B { capability linear P; var int w : P; } void main() { let d = new D(); let b: B = d; finish { async { printf("%d", b.look()) } d.w := 1 } } // ok
class B { capability read R; const int v : R; int look() : R { this.v } } class D extends B { capability linear P; var int w : P; int look() : R, P { this.w } } void main() { 1 } // E0624
let x = new Rc(); let y = x; finish { async { let z = y; printf("%d", z.look()) } x.v := 1 } // E0606
let x = new Rc(); finish { async { let z = x; printf("%d", z.look()) } x.v := 1 } // E0606
let x = new Rc(); finish { async { finish { async { let z = x; printf("%d", z.look()) } } } x.v := 1 } // E0606
function borrowed Rc f(Rc{Rd} a) { a } void main() { 1 } // E0601
function int f(borrowed Rc{Rd} a, borrowed Rc b) { finish { async { b.v := 1 } a.look() } } void main() { let x = new Rc(); printf("%d", f(x, x)) } // E0614
function int f(borrowed Rc{Rd} a, borrowed Rc b) { finish { async { b.v := 1 } a.look() } } void main() { let x = new Rc(); let y = x; printf("%d", f(y, x)) } // E0606
function int f(borrowed Rc{Rd} a, borrowed Rc b) { finish { async { b.v := 1 } a.look() } } void main() { let x = new Rc(); let y = x; printf("%d", f(x, y)) } // E0605
function int f(borrowed HoldR a, borrowed Rc{Rd} b) { finish { async { a.c.v := 1 } b.look() } } void main() { let h = new HoldR(c: new Rc()); let y = h.c; printf("%d", f(h, y)) } // E0606
class Lend { capability linear K; var Rc c : K; borrowed Rc at() : K { this.c } } function int f(borrowed Lend a, borrowed Rc{Rd} b) { finish { async { a.c.v := 1 } b.look() } } void main() { let h = new Lend(c: new Rc()); printf("%d", f(h, h.at())) } // E0618
class Lk2 { capability locked L; var Rc c : L; } function int f(borrowed Rc{Rd} b) { b.look() } void main() { let t = new Lk2(c: new Rc()); finish { async { f(t.c) } let c = consume t.c; c.v := 1 } } // E0607
class Lk2 { capability locked L; var Rc c : L; Rc take() : L { consume this.c } } void main() { let t = new Lk2(c: new Rc()); finish { async { let c = t.take(); c.v := 1 } let c = t.take(); c.v := 2 } } // ok
class Lk2 { capability locked L; var Tally c : L; Tally at() : L { this.c } } void main() { let t = new Lk2(c: new Tally()); finish { async { t.at().bump() } t.at().bump() } } // ok
class Rr { capability read R; const HoldR h : R; } void main() { let r = new Rr(h: new HoldR(c: new Rc())); finish { async { let c = consume r.h.c; c.v := 1 } printf("") } } // E0607
let d = new Desk(); let e = if true { d } else { new Desk() }; finish { async { let f = e; f.v := 1 } } // E0604
let d = new Desk(); finish { async { let f = { let g = d; g }; f.v := 1 } } // E0604
let b = new Slotb<Desk>(it: new Desk()); finish { async { let x = b.get(); x.v := 1 } } // E0604 E0604
let x = new Cell(); let f = finish { async { x.v := 1 } 1 }; x.v := 2 // ok
let x = new Cell(); while x.v < 3 { finish { async { x.v += 1 } } } // ok
let x = new Cell(); finish { while x.v < 3 { async { x.v += 1 } } } // E0617 E0617
let a = new Cell(); let b = new Cell(); finish { for (i in 0..2) { if i == 0 { async { a.v := 1 } continue } async { b.v := 1 } } } // E0617 E0617
let a = new Cell(); finish { for (i in 0..2) { if i == 0 { async { a.v := 1 } break } } } // ok
let a = new Cell(); for (i in 0..2) { finish { if i == 0 { async { a.v := 1 } break } } a.v := 2 } // ok
let a = new Cell(); let i = 0; finish { outer: while i < 2 { i += 1; finish { async { a.v := 1 } continue outer } } a.v := 3 } // ok
`,
  },
  {
    title: 'what a callee, an operand or a neighbouring capability gets',
    classes: String.raw`
class Cell { capability linear Own; var int v : Own; void set(int x) : Own { this.v := x } void meet(Cell o) : Own { finish { async { this.v := 1 } o.v := 2 } } }
class Hold { capability linear Keep; var Cell c : Keep; }
class Log { capability linear Wr, read Rd; var int n : Wr, Rd; }
class Two { capability read Rd, linear Ln; var Cell c : Rd, Ln; }
class TwoL { capability locked Lk, linear Ln; var Cell c : Lk, Ln; }
class Shelf { capability locked Safe; var Cell cell : Safe; }
function void set(borrowed Cell c) { c.v := 1 }
function void pair(borrowed Cell a, Cell b) { finish { async { a.v := 1 } b.v := 2 } }
`,
    programs: String.raw`
function Log steal(Log{Rd} l) { consume l } void main() { 1 } // E0601
function Log take(Log{Wr} l) { consume l } void main() { 1 } // ok
let c = new Cell(); c.meet(consume c) // E0608
let h = new Hold(c: new Cell()); h.c.meet(consume h.c) // E0608
let c = new Cell(); c.meet({ let d = consume c; c := new Cell(); consume d }) // E0608
let c = new Cell(); pair(c, { let d = consume c; c := new Cell(); consume d }) // E0608
let c = new Cell(); pair({ c }, consume c) // E0608
let c = new Cell(); let d = new Cell(); pair(c, consume d) // ok
let c = new Cell(); pair({ let d = consume c; c := consume d; c }, new Cell()) // ok
let x = new Two(c: new Cell()); finish { async { x.c.v := 1 } x.c.v := 2 } // E0617
let x = new TwoL(c: new Cell()); finish { async { set(x.c) } set(x.c) } // E0617
let x = new Two(c: new Cell()); finish { async { x.c.v := 1 } } x.c.v := 2 // ok
let s = new Shelf(cell: new Cell()); finish { async { (s.cell := new Cell()).v := 1 } let k = consume s.cell; k.v := 2 } // E0607
let s = new Shelf(cell: new Cell()); set(s.cell := new Cell()) // E0607
class Nd { capability subordinate In; var Nd next : In; var int v : In; } class Lst { capability local K; var Nd head : K; void push(int v) : K { this.head := new Nd(v: v, next: this.head) } } void main() { let l = new Lst(); l.push(3) } // ok
class Nd { capability subordinate In; var Nd next : In; } class Lst { capability local K; var Nd head : K; var int n : K; void push() : K { this.head := if this.n == 0 { new Nd() } else { new Nd(next: new Nd(next: this.head)) } } } void main() { let l = new Lst(); l.push() } // ok
class Nd { capability subordinate In; var Nd next : In; } class Lst { capability local K; var Nd head : K; Nd leak() : K { new Nd(next: this.head) } } void main() { 1 } // E0616 E0616
class Nd { capability subordinate In; var Nd next : In; } class Lst { capability local K; var Nd head : K; void give(Lst o) : K { o.head := new Nd(next: this.head) } } void main() { 1 } // E0616 E0616
`,
  },
  {
    title: 'what overriding methods use counts as used by their callers',
    classes: String.raw`
class Desk { capability local Loc; var int v : Loc; }
class Rc { capability linear Own, read Rd; var int v : Own, Rd; int look() : Rd { this.v } }
class Base { capability linear L, linear O, read Id; var int x : L; var int o : O; const int id : Id; void m() : L { this.x := 1 } void n() : O { this.o := 1 } void go() : L { this.m() } int name() : Id { this.id } }
class Mine extends Base { capability linear M; var int y : M; void m() : L, M { this.y := 1 } }
class More extends Mine { capability linear N; var int z : N; void m() : M, N { this.z := 1 } }
class Kept extends Base { capability linear M; var Rc c : M; void m() : L, M { this.c.v := 1 } }
function void run(borrowed Base b) { b.m() }
`,
    programs: String.raw`
let d = new Mine(); finish { async { run(d) } d.y := 2 } // E0617
let d = new Mine(); finish { async { d.y := 2 } run(d) } // E0617
let d = new Mine(); finish { async { d.go() } d.y := 2 } // E0617
let d = new More(); finish { async { d.go() } d.z := 2 } // E0617
let d = new More(); finish { async { d.n() } d.z := 2 } // ok
let d = new Mine(); finish { async { d.n(); d.name() } d.y := 2; d.go() } // ok
let d = new Mine(); let b : Base = d; finish { async { printf("%d", b.name()) } d.y := 2 } // E0606
let d = new Kept(c: new Rc()); let e = d.c; finish { async { printf("%d", e.look()) } d.go() } // E0606
let d = new Kept(c: new Rc()); let e = d.c; finish { async { printf("%d", e.look()) } d.n() } // ok
class Both extends Base { capability linear M; var int y : M; void m() : L, M { this.y := 1 } void n() : O, M { this.y := 2 } } void main() { 1 } // E0620
class See extends Base { capability linear M; var int y : M, Id; void m() : L, M { this.y := 1 } } void main() { 1 } // E0620
class Low extends Mine { void n() : O, M { this.y := 1 } } void main() { 1 } // E0225
class Bad extends Base { capability local D; var Desk d : D; void m() : L, D { this.d.v := 1 } } void main() { 1 } // E0624
class Bad extends Base { capability linear D; var Desk d : D; void m() : L, D { this.d.v := 1 } } void main() { 1 } // E0624
class Loc { capability local K; var int x : K; void m() : K { this.x := 1 } } class Fine extends Loc { capability local D; var Desk d : D; void m() : K, D { this.d.v := 1 } } void main() { 1 } // ok
`,
  },
];
