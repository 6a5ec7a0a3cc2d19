/** Whole programs through splitter, parser and checks: what is said about bodies, and what becomes of them. */
import type { ExecutionContext } from 'ava';
import { declId, moduleId } from '../../src/base/ids.ts';
import { present } from '../../src/base/invariant.ts';
import { typedBodyQuery } from '../../src/compiler/queries/bodies.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import type { TypedBody } from '../../src/sema/hir.ts';
import { printTypedBody } from '../../src/sema/print-hir.ts';
import type { Files } from '../compiler/program.ts';
import { openProgram } from '../compiler/program.ts';

/** The classes that the language reference uses in its examples. */
export const prelude = `
class Cell  { capability linear Own; var int v : Own; int get() : Own { this.v } }
class Pair  { capability linear Lo, linear Hi, read Id; var int a : Lo; var int b : Hi; const int n : Id; void setA(int x) : Lo { this.a := x } void setB(int x) : Hi { this.b := x } }
class Desk  { capability local Loc; var int v : Loc; }
class Lamp extends Desk { var int w : Loc; }
class Tally { capability locked Lk; var int v : Lk; int bump() : Lk { this.v := this.v + 1 } }
class Hold  { capability linear Keep; var Cell c : Keep; }
class Box<T> { capability local Slot; var T it : Slot; T get() : Slot { this.it } void put(T x) : Slot { this.it := x } }
`;

/** Everything said about a program; a text is a module `main`, a statement list the body of its `main`. */
export function diagnose(source: string | Files): readonly Diagnostic[] {
  return openProgram(filesOf(source)).check();
}

/** The typed body of `main`, or of another declaration of module `main`. */
export function typed(source: string, local = 'main'): TypedBody {
  const { engine } = openProgram(filesOf(source));
  return present(engine.get(typedBodyQuery, declId(moduleId('main'), local)) ?? undefined, local);
}

/** `typed`, printed. */
export function dump(source: string, local?: string): string {
  return printTypedBody(typed(source, local));
}

/** One row of a table: a program, and the codes that it gets, in textual order. */
export type Row = readonly [source: string, ...codes: string[]];

export function assertCodes(t: ExecutionContext, rows: readonly Row[]): void {
  for (const [source, ...codes] of rows) {
    const diagnostics = diagnose(source);
    const found = diagnostics.map((diagnostic) => diagnostic.code);
    if (found.join() !== codes.join()) {
      for (const { code, message, notes } of diagnostics) t.log(code, message, ...notes);
    }
    t.deepEqual(found, codes, source);
  }
}

/** The messages about a program, each with its notes. */
export function messagesOf(source: string | Files): readonly string[] {
  return diagnose(source).map(({ code, message, notes }) =>
    [`${code} ${message}`, ...notes].join(' | '),
  );
}

function filesOf(source: string | Files): Files {
  if (typeof source !== 'string') return source;
  const isProgram = /^\s*(class|function|void main|int main)\b/.test(source);
  const body = isProgram ? source : `void main() { ${source} }`;
  const program = /\b(void|int) main\(/.test(body) ? body : `${body}\nvoid main() {}`;
  return { main: prelude + program };
}
