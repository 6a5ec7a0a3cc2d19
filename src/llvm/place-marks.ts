/**
 * How places of the source travel through LLVM: as lines (the token) and columns (the scope) of a
 * source that is not there. LLVM gives them to whatever is built, and prints them behind each
 * instruction; `splitModule` reads them back. True positions are joined in when the module is
 * assembled.
 */
import llvm from 'llvm-bindings';
import type { Ordinal } from '../base/span.ts';
import type { ScopeId } from '../ir/mir.ts';

export interface PlaceMark {
  readonly at: Ordinal;
  readonly scope: ScopeId;
}

/** Deeper scopes than LLVM can count count as the function's own. */
const mostScopes = 0xffff;

export class PlaceMarks {
  readonly #context: llvm.LLVMContext;
  readonly #subprogram: llvm.DISubprogram;
  readonly #nowhere = new llvm.DebugLoc();
  readonly #known = new Map<number, llvm.DILocation>();

  /** The source that is not there is `module`'s. */
  constructor(context: llvm.LLVMContext, module: llvm.Module) {
    this.#context = context;
    const builder = new llvm.DIBuilder(module);
    const file = builder.createFile('tokens', '');
    builder.createCompileUnit(languageC, file, '', false, '', 0);
    const type = builder.createSubroutineType(builder.getOrCreateTypeArray([]));
    const flags = llvm.DISubprogram.DISPFlags.SPFlagDefinition;
    this.#subprogram = builder.createFunction(file, '', '', file, 0, type, 0, 0, flags);
    builder.finalize();
  }

  /** What `builder` makes from now on is made from there; from nothing, where `mark` is absent. */
  set(builder: llvm.IRBuilder, mark: PlaceMark | undefined): void {
    if (mark === undefined) builder.SetCurrentDebugLocation(this.#nowhere);
    else builder.SetCurrentDebugLocation(this.#location(mark));
  }

  #location({ at, scope }: PlaceMark): llvm.DILocation {
    const column = scope > mostScopes ? 0 : scope;
    const line = lineOf(at);
    const key = line * (mostScopes + 1) + column;
    let found = this.#known.get(key);
    if (found === undefined) {
      found = llvm.DILocation.get(this.#context, line, column, this.#subprogram);
      this.#known.set(key, found);
    }
    return found;
  }
}

const languageC = 2;

/** From 1: 0 is nowhere. */
function lineOf(at: Ordinal): number {
  return at < 0 ? -2 * at - 1 : 2 * at + 2;
}

/** The reverse of what LLVM was given; `text` is the body of a printed `!DILocation`. */
export function readMark(text: string): PlaceMark {
  const line = Number(/\bline: (\d+)/.exec(text)?.[1] ?? 0);
  const scope = Number(/\bcolumn: (\d+)/.exec(text)?.[1] ?? 0);
  return { at: line % 2 === 1 ? -(line + 1) / 2 : line / 2 - 1, scope };
}
