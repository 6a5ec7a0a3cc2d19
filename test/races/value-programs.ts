/** Programs at the borders of the rules on arrays, other values and views; see border-programs.ts. */
import type { Group } from './border-programs.ts';

export const valueGroups: readonly Group[] = [
  {
    title: 'values, views and last mentions',
    classes: String.raw`
class Cell { capability linear Own; var int v : Own; void set(int x) : Own { this.v := x } }
class More extends Cell { capability linear Mo; var int w : Mo; }
class Desk { var int v; }
class Grid { capability linear G; var int[] xs : G; var int[][] rows : G; bool put(int[] xs) : G { this.xs := xs; false } }
class Tank { capability locked Lk; var int[]? xs : Lk; }
class Node { capability linear N; var int v : N; var Node? next : N; }
struct Box { int[] items }
struct Two { int[] a; int[] b }
type Item = int | int[];
function void par(borrowed int[] a, borrowed int[] b) { finish { async { a[0] := 1 } b[0] := 2 } }
function void eat(int[] xs) { xs[0] := 1 }
function int sum(borrowed read int[] xs) { xs[0] }
`,
    programs: String.raw`
let xs = [1]; finish { let ys = xs; async { ys[0] := 1 } } // ok
let xs = [1]; finish { async { xs[0] := 1 } let ys = xs; ys[0] := 2 } // E0610
let xs = [1]; finish { for (i in 0..2) { async { let ys = xs; ys[0] := 1 } } } // E0606
let xs = [1]; let g = new Grid(); if g.xs.length > 2 { g.xs := xs; } else { g.rows := [xs]; } // ok
let xs = [1]; let g = new Grid(); for (i in 0..2) { g.xs := xs; xs := [2] } // ok
let xs = [1]; let g = new Grid(); for (i in 0..2) { g.xs := xs } // E0611
let xs = [1]; let s = xs[0..1]; let b = Box(items: xs); s[0] := 2 // E0606
let xs = [1]; let s = xs[0..1]; s[0] := 2; let b = Box(items: xs); b.items[0] := 3 // ok
let xs = [1]; par(xs, { eat(xs); [2] }) // E0608
let xs = [1]; eat(xs); xs[0] := 1 // E0613
let xs = [1]; eat(xs); xs := [2]; eat(xs) // ok
function void f(borrowed int[] xs) { eat(xs) } void main() { 1 } // E0613
function void f(int[] xs) { eat(xs) } void main() { 1 } // ok
function int[] f(borrowed Box b) { b.items } void main() { 1 } // E0615
function int[] f(Box b) { b.items } void main() { 1 } // ok
let g = [[1]]; let row = g[0]; let k = g; finish { async { k[0][0] := 1 } row[0] := 2 } // E0606
let g = [[1]]; let a = g[0]; let b = g[0]; par(a, b) // E0606
let g = [[1]]; let row = g[0]; row[0] := 1; g[0][0] := 2 // ok
let g = [[1]]; let row = g[0]; g := [[2]]; row[0] := 1; g[0][0] := 2 // ok
let g = [[1]]; let row = g[0]; let r = consume row as read int[]; g[0][0] := sum(r) // E0605
let cs = [new Cell()]; finish { for (c in cs) { async { c.v := 1 } } } // ok
let cs = [new Cell()]; finish { for (c in cs) { async { c.v := 1 } c.v := 2 } } // E0617
let cs = [new Cell()]; finish { for (i in 0..2) { for (c in cs) { async { c.v := 1 } } } } // E0606 E0605
let cs = [new Desk()]; finish { for (c in cs) { async { c.v := 1 } } } // E0604
let t = Two(a: [1], b: [2]); match t { Two { a, b } => { par(a, b) } } // ok
let t = Two(a: [1], b: [2]); par(t.a, t.b) // E0614
let n: Node? = new Node(v: 1); finish { while let x = n { n := consume x.next; async { x.v := 2 } } } // ok
let n: Node? = new Node(v: 1); finish { while let x = n { let y = x.next; async { x.v := 2 } if let z = y { z.v := 1 } n := none } } // E0606 E0606
let o: int[]? = [1]; let g = new Grid(); match o { none => {} x if g.put(x) => {} y => { eat(y) } } // E0608
let o: int[]? = [1]; let g = new Grid(); match o { none => {} x if x.length > 1 => { g.put(x); } y => { eat(y) } } // ok
let o: int[]? = [1]; match o { none => {} x if { let p = consume o; false } => {} y => { eat(y) } } // E0608 E0613
let t = new Tank(xs: [1]); finish { async { if let x = t.xs { x[0] := 1 } } } // E0607
let t = new Tank(xs: [1]); finish { async { if let x = consume t.xs { x[0] := 1 } } if let y = consume t.xs { y[0] := 2 } } // ok
let r = consume [[1]] as read int[][]; finish { async { printf("%d", sum(r[0])) } for (row in r) { printf("%d", row[0]) } } // ok
let r = consume [[1]] as read int[][]; eat(r[0]) // E0607 E0613
let r = consume [Box(items: [1])] as read Box[]; let b = r[0]; let c = b; c.items[0] := 1 // E0607
function read int[] f(borrowed read int[] xs) { xs[0..1] } void main() { 1 } // E0615
function read int[] f(read int[] xs) { xs[0..1] } void main() { 1 } // ok
function T f<T>(borrowed T x) { x } void main() { f<read int[]>(consume [1] as read int[]); 1 } // E0625
let m = new More(); let c: Cell = consume m; match c { More q => { q.w := 1 } Cell q => { q.v := 1 } } // E0607
let g = [[1]]; let v = { let w = g[0]; w }; finish { async { g[0][0] := 1 } v[0] := 2 } // E0606 E0605
let o: int[]? = [1]; let v = match o { none => [2], x => x }; finish { async { if let q = o { q[0] := 1 } } v[0] := 2 } // E0606 E0605
let (a, b) = [1, 2].split(1); let c = join(a, b); a[0] := 1 // E0608
let xs = [1]; finish { async { xs[0] := 1 } async { let ys = xs; ys[0] := 2 } } // E0610
let xs = [1]; finish { async { let ys = xs; ys[0] := 2 } xs := [3]; xs[0] := 4 } // ok
let g = [[1]]; par(g[0], { eat(g[0]); [2] }) // E0608
let g = [[1]]; g[0] := g[0] // E0611
`,
  },
];
