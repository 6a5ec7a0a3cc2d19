/** A unit's texts: each a private constant `<symbol>$text<n>`, equal texts once. */
import llvm from 'llvm-bindings';
import type { IrSession } from './ir-session.ts';

export class TextPool {
  readonly #ir: IrSession;
  readonly #symbol: string;
  readonly #data = new Map<string, llvm.Constant>();
  readonly #strings = new Map<string, llvm.Constant>();

  constructor(ir: IrSession, symbol: string) {
    this.#ir = ir;
    this.#symbol = symbol;
  }

  /** Address of the NUL-terminated bytes: `i8*`. */
  data(text: string): llvm.Constant {
    let data = this.#data.get(text);
    if (data === undefined) {
      const global = this.#ir.text(`${this.#symbol}$text${this.#data.size}`, text);
      data = llvm.ConstantExpr.getBitCast(global, this.#ir.types.pointer);
      this.#data.set(text, data);
    }
    return data;
  }

  /** The string value. */
  string(text: string): llvm.Constant {
    let string = this.#strings.get(text);
    if (string === undefined) {
      const { constants, types } = this.#ir;
      const bytes = constants.i64(Buffer.byteLength(text));
      const codePoints = constants.i64(countCodePoints(text));
      const words = [bytes, codePoints, this.data(text)];
      string = llvm.ConstantStruct.get(types.string, words);
      this.#strings.set(text, string);
    }
    return string;
  }
}

function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
