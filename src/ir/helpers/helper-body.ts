/** Puts a helper's function together: blocks, temporaries and slots in the order of their making. */
import { present } from '../../base/invariant.ts';
import type { Type } from '../../sema/type.ts';
import type {
  BlockId,
  Instruction,
  MirFunction,
  MirLocal,
  Operand,
  SlotId,
  Terminator,
} from '../mir.ts';

/** An instruction without its result, which `HelperBody.def` numbers. */
type Defining = Instruction extends infer I
  ? I extends { readonly dest?: number }
    ? Omit<I, 'dest'>
    : never
  : never;

interface OpenBlock {
  readonly instructions: Instruction[];
  terminator: Terminator;
}

/** Helpers have no positions: nothing in them panics. */
const nowhere = -1;

export const indexType: Type = { kind: 'int', bits: 64, signed: true };

export class HelperBody {
  readonly #temps: Type[] = [];
  readonly #locals: MirLocal[];
  readonly #parameterCount: number;
  readonly #blocks: OpenBlock[] = [];
  #current: BlockId;

  constructor(parameters: readonly { readonly name: string; readonly type: Type }[]) {
    this.#locals = parameters.map(({ name, type }) => ({ name, type, at: nowhere }));
    this.#parameterCount = parameters.length;
    this.#current = this.block();
  }

  block(): BlockId {
    return this.#blocks.push({ instructions: [], terminator: { op: 'unreachable' } }) - 1;
  }

  /** What follows goes into `block`. */
  moveTo(block: BlockId): void {
    this.#current = block;
  }

  local(name: string, type: Type): SlotId {
    return this.#locals.push({ name, type, at: nowhere }) - 1;
  }

  def(type: Type, instruction: Defining): Operand {
    const dest = this.#temps.push(type) - 1;
    // What `Defining` leaves out is put in again.
    this.do({ ...instruction, dest } as Instruction);
    return { kind: 'temp', temp: dest };
  }

  do(instruction: Instruction): void {
    this.#open().instructions.push(instruction);
  }

  load(slot: SlotId): Operand {
    const { type } = present(this.#locals[slot], `slot ${slot}`);
    return this.def(type, { op: 'load', slot });
  }

  store(slot: SlotId, value: Operand): void {
    this.do({ op: 'store', slot, value });
  }

  end(terminator: Terminator): void {
    this.#open().terminator = terminator;
  }

  return(value: Operand): void {
    this.end({ op: 'return', value });
  }

  /** Runs `body` for each index from 0 up to `length`; what follows goes behind the loop. */
  forEachIndex(length: Operand, body: (index: Operand) => void): void {
    const counter = this.local('i', indexType);
    const [test, step, after] = [this.block(), this.block(), this.block()];
    this.store(counter, index('0'));
    this.end({ op: 'goto', target: test });
    this.moveTo(test);
    const current = this.load(counter);
    const isInside = this.def(
      { kind: 'bool' },
      { op: 'compare', operator: 'lt', left: current, right: length, type: indexType },
    );
    this.end({ op: 'branch', condition: isInside, then: step, otherwise: after });
    this.moveTo(step);
    body(current);
    const next = this.def(indexType, {
      op: 'arith',
      operator: 'add',
      left: current,
      right: index('1'),
      type: indexType,
    });
    this.store(counter, next);
    this.end({ op: 'goto', target: test });
    this.moveTo(after);
  }

  function(symbol: string, result: Type): MirFunction {
    return {
      symbol,
      kind: 'declaration',
      parameterCount: this.#parameterCount,
      locals: this.#locals,
      temps: this.#temps,
      result,
      blocks: this.#blocks,
    };
  }

  #open(): OpenBlock {
    return present(this.#blocks[this.#current], `block ${this.#current}`);
  }
}

export function index(value: string): Operand {
  return { kind: 'int', type: indexType, value };
}
