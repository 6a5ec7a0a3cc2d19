/** MIR by hand: what the tests of code generation order. */

import type { DeclId, ModuleId } from '../../src/base/ids.ts';
import { declId, moduleId } from '../../src/base/ids.ts';
import type {
  Instruction,
  MirBlock,
  MirFunction,
  MirLocal,
  Operand,
  Terminator,
} from '../../src/ir/mir.ts';
import type { ClassDescriptor, FragmentOrder, LayoutFacts } from '../../src/llvm/protocol.ts';
import type { ClassType, IntBits, Type } from '../../src/sema/type.ts';

export const testModule: ModuleId = moduleId('t.m');
export const i32: Type = { kind: 'int', bits: 32, signed: true };
export const i64: Type = { kind: 'int', bits: 64, signed: true };
export const f32: Type = { kind: 'float', bits: 32 };
export const f64: Type = { kind: 'float', bits: 64 };
export const bool: Type = { kind: 'bool' };
export const char: Type = { kind: 'char' };
export const string: Type = { kind: 'string' };
export const nothing: Type = { kind: 'void' };

export function intType(bits: IntBits, signed: boolean): Extract<Type, { kind: 'int' }> {
  return { kind: 'int', bits, signed };
}

export function classType(name: string, ...args: readonly Type[]): ClassType {
  return { kind: 'class', decl: declId(testModule, `class ${name}`), args };
}

export function decl(local: string): DeclId {
  return declId(testModule, local);
}

export function temp(id: number): Operand {
  return { kind: 'temp', temp: id };
}

export function int(value: number | bigint | string, type: Type = i32): Operand {
  return { kind: 'int', type, value: String(value) };
}

export function float(value: string, type: Type = f64): Operand {
  return { kind: 'float', type, value };
}

export function text(value: string): Operand {
  return { kind: 'string', value };
}

/** A shape of an instruction without its result, which `Body.def` numbers. */
export type Defining = Instruction extends infer I
  ? I extends { readonly dest?: number }
    ? Omit<I, 'dest'>
    : never
  : never;

/** Collects a function's blocks; a new body begins in block 0. */
export class Body {
  readonly temps: Type[] = [];
  readonly #locals: MirLocal[];
  readonly #blocks: { instructions: Instruction[]; terminator: Terminator | undefined }[] = [];
  #current = 0;

  constructor(parameters: readonly Type[] = []) {
    this.#locals = parameters.map((type, index) => ({ name: `p${index}`, type, at: -1 }));
    this.block();
  }

  /** A new, empty block. */
  block(): number {
    return this.#blocks.push({ instructions: [], terminator: undefined }) - 1;
  }

  /** What follows goes into `block`. */
  in(block: number): this {
    this.#current = block;
    return this;
  }

  local(name: string, type: Type): number {
    return this.#locals.push({ name, type, at: 0 }) - 1;
  }

  do(instruction: Instruction): this {
    this.#blocks[this.#current]?.instructions.push(instruction);
    return this;
  }

  def(type: Type, instruction: Defining): Operand {
    const dest = this.temps.push(type) - 1;
    this.do({ ...instruction, dest } as Instruction);
    return temp(dest);
  }

  load(slot: number): Operand {
    return this.def(this.#locals[slot]?.type ?? nothing, { op: 'load', slot });
  }

  end(terminator: Terminator): this {
    const block = this.#blocks[this.#current];
    if (block !== undefined) block.terminator = terminator;
    return this;
  }

  return(value?: Operand): this {
    return this.end(value === undefined ? { op: 'return' } : { op: 'return', value });
  }

  function(
    symbol: string,
    parameterCount: number,
    result: Type,
    kind: MirFunction['kind'] = 'declaration',
  ): MirFunction {
    const blocks: MirBlock[] = this.#blocks.map(({ instructions, terminator }) => ({
      instructions,
      terminator: terminator ?? { op: 'return' },
    }));
    return {
      symbol,
      kind,
      parameterCount,
      locals: this.#locals,
      temps: this.temps,
      result,
      blocks,
    };
  }
}

export const noLayout: LayoutFacts = { fieldOffsets: {}, methodSlots: {}, values: {} };

/** An order for the declaration `local`, whose own function is the first. */
export function orderOf(
  local: string,
  functions: readonly MirFunction[],
  layout: LayoutFacts = noLayout,
  isInstance = false,
): Extract<FragmentOrder, { kind: 'function' }> {
  const symbol = functions[0]?.symbol ?? '';
  return { kind: 'function', unit: { decl: decl(local), symbol, functions }, layout, isInstance };
}

/** One function `function f` with the given parameters. */
export function functionOrder(
  parameters: readonly Type[],
  result: Type,
  build: (body: Body) => void,
  layout: LayoutFacts = noLayout,
): FragmentOrder {
  const body = new Body(parameters);
  build(body);
  const code = body.function(decl('function f'), parameters.length, result);
  return orderOf('function f', [code], layout);
}

/** The program's `void main`. */
export function mainOrder(
  build: (body: Body) => void,
  layout: LayoutFacts = noLayout,
): FragmentOrder {
  const body = new Body();
  build(body);
  body.return();
  return orderOf('main', [body.function(decl('main'), 0, nothing)], layout);
}

export function classOrder(
  descriptor: Partial<ClassDescriptor> & Pick<ClassDescriptor, 'symbol'>,
): FragmentOrder {
  const filled = { name: 'C', sizeBytes: 24, pointerFree: true, methods: [], isInstance: false };
  return { kind: 'class', descriptor: { ...filled, ...descriptor } };
}
