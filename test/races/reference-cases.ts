/**
 * The examples of the language's published description of data-race checking, rule by rule, in its notation: each
 * line is a program of its own behind the prelude, or the body of `main`, and ends with the published verdict.
 */

/** Classes that stand before every line. */
export const prelude: string = String.raw`
class Cell  { capability linear Own; var int v : Own; int get() : Own { this.v } }
class Pair  { capability linear Lo, linear Hi, read Id; var int a : Lo; var int b : Hi; const int n : Id; void setA(int x) : Lo { this.a := x } void setB(int x) : Hi { this.b := x } }
class Desk  { capability local Loc; var int v : Loc; }
class Lamp extends Desk { var int w : Loc; }
class Tally { capability locked Lk; var int v : Lk; int bump() : Lk { this.v := this.v + 1 } }
class Hold  { capability linear Keep; var Cell c : Keep; }
class Box<T> { capability local Slot; var T it : Slot; T get() : Slot { this.it } void put(T x) : Slot { this.it := x } }
`;

export interface Rule {
  readonly name: string;
  readonly cases: string;
}

export const rules: readonly Rule[] = [
  {
    name: 'Class checks',
    cases: String.raw`
class Trio extends Pair { capability linear Mid; var int c : Mid; } void main(){ 1 }     // ok : C1
class Trio extends Pair { var int c : Lo, Hi; } void main(){ 1 }                         // no race : C1
class Trio extends Pair { const int c : Lo, Hi; } void main(){ 1 }                       // ok : C1, shared but const
class Aa { capability local L1, local L2; var int f : L1; var bool g : L2; } void main(){ 1 }    // ok : C2
class Aa { capability local L1; var int f : L1; var bool g : L1; } void main(){ 1 }      // no race : C2
class Ab extends Desk { var bool g : Loc; } void main(){ 1 }                             // ok : C2 looks at own fields only
class Aa { capability local L1; var int f : L1, L2; } void main(){ 1 }                   // no race : C3
`,
  },
  {
    name: 'Signature checks (functions and methods)',
    cases: String.raw`
function void g(Pair{Lo, Id} p) { p.n } void main(){ 1 }                     // ok : S1
function void g(Pair{Zz} p) { 1 } void main(){ 1 }                           // no race : S1
function void g(int{Zz} n) { 1 } void main(){ 1 }                            // ok : S1 ignores primitive parameters
function Cell g(Cell c) { consume c } void main(){ 1 }                       // ok : S2
function Cell g() { new Cell() } void main(){ 1 }                            // ok : S2
function Cell g() { let c = new Cell(); c } void main(){ 1 }                 // no race : S2, consume it
function Cell g(Cell c) { c } void main(){ 1 }                               // no race : S2
function borrowed Cell g(Cell c) { c } void main(){ 1 }                      // ok : S2
function borrowed Cell g(borrowed Cell c) { c } void main(){ 1 }             // no race : S2
function Desk g(Desk d) { d } void main(){ 1 }                               // ok : S2, not linear
class Node { capability subordinate In; var int v : In; } class Own1 { capability local Kl; var Node n : Kl; Node out() : Kl { this.n } } void main(){ 1 }        // no race : S3
class Node { capability subordinate In; var int v : In; } class Own1 { capability local Kl; var Node n : Kl; void put(Node x) : Kl { this.n := x } } void main(){ 1 }   // no race : S3
class Node { capability subordinate In; var int v : In; Node me() : In { this } void eat(Node x) : In { this.v := x.v } } void main(){ 1 }    // ok : S3, encapsulated class
`,
  },
  {
    name: 'Parameter filtering',
    cases: String.raw`
function void g(borrowed Pair{Lo} p) { p.a := 1 } void main(){ 1 }           // ok
function void g(borrowed Pair{Lo} p) { p.b := 1 } void main(){ 1 }           // no race
function void g(Pair{Id} p) { let q = p; q.n } void main(){ 1 }              // ok
function void g(Pair{Id} p) { let q = p; q.a } void main(){ 1 }              // no race : via an alias
class Aa { capability local L1, local L2; var int f : L1; var int g : L2; void m() : L1 { this.f := 1 } } void main(){ 1 }   // ok
class Aa { capability local L1, local L2; var int f : L1; var int g : L2; void m() : L1 { this.g := 1 } } void main(){ 1 }   // no race
`,
  },
  {
    name: 'D1 Read',
    cases: String.raw`
let p = new Pair(n: 3); p.n                                // ok
class Log { capability read Rd; var int n : Rd; } void main(){ let g = new Log(n: 1); g.n := 2 }          // no race : write through read
class Log { capability read Rd, local Wr; var int n : Rd, Wr; } void main(){ let g = new Log(n: 1); g.n := 2 }   // ok : write through Wr
`,
  },
  {
    name: 'D2 Subordinate',
    cases: String.raw`
class Node { capability subordinate In; var int v : In; } void main(){ let n = new Node(); n.v }          // no race
class Node { capability subordinate In; var int v : In; } class Aa { capability local L1; var int f : L1; int m() : L1 { let n = new Node(); n.v } } void main(){ 1 }   // ok : any method body
class Node { capability subordinate In; var int v : In; } class Own1 { capability local Kl; var Node n : Kl; int get() : Kl { let h = this.n; h.v } } void main(){ let o = new Own1(); o.get() }   // no race : Kl covers subordinate state
class Node { capability subordinate In; var int v : In; } class Own1 { capability local Kl, read Sz; var Node n : Kl; const int s : Sz; int size() : Sz { this.s } } void main(){ let o = new Own1(); o.size() }   // ok
`,
  },
  {
    name: 'D3 Async',
    cases: String.raw`
let d = new Desk(); finish { async { d.v := 1 } }                            // no race
let d = new Desk(); finish { async { 1 } d.v := 1 }                          // ok : current thread
finish { async { let d = new Desk(); d.v := 1 } }                            // ok : not free
class Fix { capability local Loc; const int v : Loc; } void main(){ let f = new Fix(v: 1); finish { async { f.v } f.v } }   // ok : only const state, self-compatible
`,
  },
  {
    name: 'D4 Linear',
    cases: String.raw`
let c = new Cell(); let e = c; c.v := 1                    // ok : e is dead
let c = new Cell(); let e = c; e.v := 1                    // no race : aliases lose linear capabilities
let p = new Pair(); let q = p; p.a := 1; q.n               // no race : q still live
let p = new Pair(); let q = p; q.n; p.a := 1               // ok : q dead, and q.n needs only Id
let p = new Pair(); let q = p; let r = q; p.a := 1; r.n    // no race : transitive
let p = new Pair(); let o = new Pair(); let q = if true { p } else { o }; p.a := 1; q.n   // no race
let p = new Pair(); let q = p; while true { q.n; p.a := 1 }   // no race : live around the loop
let p = new Pair(); while true { let q = p; q.n; p.a := 1 }   // ok
let c = new Cell(); let e = new Cell(); e := c             // no race : assigned without consume
let c = new Cell(); let e = new Cell(); e := consume c     // ok
let h = new Hold(c: new Cell()); let c = h.c; c.v := 1     // no race : c aliases a part of h
if true { let c = new Cell(); let e = c; e.v := 1 } else { 1 }   // ok : nested block, not analysed
`,
  },
  {
    name: 'D5 Consume',
    cases: String.raw`
let c = new Cell(); let e = consume c; e.v                 // ok
let c = new Cell(); let e = consume c; c.v                 // no race
let c = new Cell(); let e = consume c; c := new Cell(); c.v   // ok : reassigned
let d = new Desk(); let e = consume d; 1                   // no race : not linear
let n = 1; let m = consume n; 1                            // no race : not linear
let c = new Cell(); let e = c; let f = consume e; 1        // no race : an alias is not linear
let h = new Hold(c: new Cell()); let c = consume h.c; c.v := 2; h.c := consume c; let e = consume h.c; e.v   // ok
let h = new Hold(c: new Cell()); let c = consume h.c; let e = h.c; 1   // no race
let c = new Cell(); if true { let e = consume c; 1 } else { 2 }; c.v   // no race
let c = new Cell(); while true { let e = consume c; e.v }  // no race
let c = new Cell(); while true { let e = consume c; c := new Cell() }   // ok : revived before the next pass
while true { let c = new Cell(); let e = consume c; e.v }  // no race : Q30, the let does not revive c
let p = new Pair(); finish { async { let q = consume p; q.a } p.b }     // no race : shared
let c = new Cell(); finish { async { let e = consume c; e.v } }; c.v    // no race : consumed afterwards
`,
  },
  {
    name: 'D6 Forward borrowing',
    cases: String.raw`
function void g(Cell c) { 1 } void main(){ let c = new Cell(); g(consume c) }                 // ok
function void g(Cell c) { 1 } void main(){ let c = new Cell(); g(c) }                         // no race
function void g(borrowed Cell c) { 1 } void main(){ let c = new Cell(); g(c); c.v }           // ok
function void g(Pair{Id} p) { 1 } void main(){ let p = new Pair(); g(p) }                     // ok : guard without linear capability
function void g(borrowed Cell c, borrowed Cell e) { 1 } void main(){ let c = new Cell(); g(c, c) }      // no race : duplicated
function void g(int m, int n) { 1 } void main(){ let c = new Cell(); g(c.v, c.v) }            // no race : duplicated field
function void g(int m, int n) { 1 } void main(){ let c = new Cell(); g(c.v + 0, c.v + 0) }    // ok : operators reduce to nothing
let p = new Pair(); p.setA(p.a)                                                               // no race : argument mentions the receiver
let p = new Pair(); p.setA(p.a + 0)                                                           // ok
`,
  },
  {
    name: 'D7 Borrowed values',
    cases: String.raw`
function void g(borrowed Cell c) { let n = c.v; n } void main(){ 1 }                          // ok : let is not assignment
function void g(borrowed Hold h, borrowed Cell c) { h.c := consume c } void main(){ 1 }       // no race
function void g(borrowed Cell c) { let n = 0; n := c.v } void main(){ 1 }                     // no race : even an int field
function void g(borrowed Cell c) { let n = 0; n := c.v + 0 } void main(){ 1 }                 // ok
function borrowed Cell f(Cell c) { c } function void g() { let c = new Cell(); c := f(new Cell()) } void main(){ 1 }   // no race
`,
  },
  {
    name: 'D8 Aggregation',
    cases: String.raw`
let d = new Desk(); d.v                                    // ok : 1
let d = new Desk(); finish { async { d.v } }               // no race : 1, emptied by D3
class Pin { capability local K1, local K2; var int f : K1; var int g : K2; } class Tray { capability local Tr; var Pin p : Tr; } function void g(Tray t, Pin x) { t.p := x } void main(){ 1 }       // ok : 2
class Pin { capability local K1, local K2; var int f : K1; var int g : K2; } class Tray { capability local Tr; var Pin p : Tr; } function void g(Tray t, Pin{K1} x) { t.p := x } void main(){ 1 }   // no race : 2
function void f(Pair{Id} p) { 1 } function void g(Pair{Id} p) { f(p) } void main(){ 1 }       // ok : 3
function void f(borrowed Pair p) { 1 } function void g(Pair{Id} p) { f(p) } void main(){ 1 }  // no race : 3
let p = new Pair(); let q = p; p.setA(1)                   // ok : 4
let p = new Pair(); let q = p; p.setA(1); q.n              // no race : 4
let p = new Pair(); finish { async { p.a := 1 } p.b := 2 } // ok : 5, disjoint linear capabilities
let p = new Pair(); finish { async { p.a := 1 } p.a := 2 } // no race : 5, the same linear capability
let p = new Pair(); finish { async { p.setA(1) } async { p.setB(2) } p.n }   // ok : 5
let p = new Pair(); finish { async { p.n } p.n }           // ok : 5, read with read
let t = new Tally(); finish { async { t.bump() } t.bump() }   // ok : 5, locked with locked
let c = new Cell(); finish { async { printf("%d", c.v) } async { printf("%d", c.v) } }   // no race : 5, linear even when only read
function void l(borrowed Pair{Lo} p) { p.a := 1 } function void r(borrowed Pair{Hi} p) { p.b := 2 } void main(){ let p = new Pair(); finish { async { l(p) } r(p) } }   // ok : 5, guards
function void l(borrowed Pair{Lo} p) { p.a := 1 } function void w(borrowed Pair p) { p.b := 2 } void main(){ let p = new Pair(); finish { async { l(p) } w(p) } }       // no race : 5, no guard means all
class Mix { capability linear M1, linear M2; var int f : M1; var int g : M2; var int h : M1, M2; } void main(){ let m = new Mix(); finish { async { m.f := 1 } m.g := 2 } }     // no race : overlap in h
class Mix { capability linear M1, linear M2; var int f : M1; var int g : M2; const int h : M1, M2; } void main(){ let m = new Mix(); finish { async { m.f := 1 } m.g := 2 } }   // ok : overlap is const
class Mix { capability read Rd, locked Lk; var int f : Rd, Lk; } void main(){ let m = new Mix(); finish { async { m.f := 1 } printf("%d", m.f) } }      // ok : both shareable (Q43)
class Mix { capability read Rd, linear Ln; var int f : Rd, Ln; } void main(){ let m = new Mix(); finish { async { m.f := 1 } printf("%d", m.f) } }      // no race
let c = new Cell(); finish { async { let e = c; e.v := 1 } }   // no race : alias made in a thread, emptied by D4
`,
  },
];
