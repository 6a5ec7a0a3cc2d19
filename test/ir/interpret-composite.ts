/** What the interpreter makes of instructions on tuples, structs, optionals, unions and arrays. */
import type { Instruction, Operand } from '../../src/ir/mir.ts';
import type { ValueShapes } from '../../src/ir/value-shapes.ts';
import type { Value } from './interpreter.ts';
import {
  arrayIn,
  arrayOf,
  optionalOf,
  readPart,
  unionOf,
  withPart,
  zeroOf,
} from './interpreter-values.ts';

export type CompositeInstruction = Extract<
  Instruction,
  {
    readonly op:
      | 'aggregate'
      | 'extract'
      | 'some'
      | 'isSome'
      | 'unwrap'
      | 'inject'
      | 'tag'
      | 'project'
      | 'newArray'
      | 'arrayLiteral'
      | 'arrayLength'
      | 'checkIndex'
      | 'getElement'
      | 'setElement'
      | 'sliceArray'
      | 'joinArrays';
  }
>;

export interface CompositeContext {
  readonly shapes: ValueShapes;
  of(operand: Operand): Value;
  /** Ends the program. */
  fail(what: string, at: number): never;
}

const longest = 0x7fff_ffff;

/** What the instruction yields. */
export function interpretComposite(context: CompositeContext, i: CompositeInstruction): Value {
  const { of, shapes, fail } = context;
  const number = (operand: Operand): number => Number(of(operand));
  switch (i.op) {
    case 'aggregate':
      return { kind: 'record', parts: i.parts.map(of) };
    case 'extract':
      return readPart(shapes, of(i.value), i.type, i.path);
    case 'some':
      return { kind: 'optional', held: { value: of(i.value) } };
    case 'isSome':
      return optionalOf(of(i.value)).held !== undefined;
    case 'unwrap':
      return optionalOf(of(i.value)).held?.value;
    case 'inject':
      return { kind: 'union', member: i.member, value: of(i.value) };
    case 'tag':
      return BigInt(unionOf(of(i.value)).member);
    case 'project':
      return unionOf(of(i.value)).value;
    case 'newArray': {
      const length = number(i.length);
      if (length < 0 || length > longest) return fail('length', i.at);
      return arrayOf(Array.from({ length }, () => zeroOf(shapes, i.type.element)));
    }
    case 'arrayLiteral':
      return arrayOf(i.elements.map(of));
    case 'arrayLength':
      return BigInt(arrayIn(of(i.value)).length);
    case 'checkIndex':
      if (number(i.index) < 0 || number(i.index) >= number(i.length)) return fail('index', i.at);
      return undefined;
    case 'getElement': {
      const { block, start } = arrayIn(of(i.array));
      return readPart(shapes, block[start + number(i.index)], i.type.element, i.path);
    }
    case 'setElement': {
      const { block, start } = arrayIn(of(i.array));
      const at = start + number(i.index);
      const whole = { value: block[at], type: i.type.element };
      block[at] = withPart(shapes, whole, i.path, of(i.value));
      return undefined;
    }
    case 'sliceArray': {
      const whole = arrayIn(of(i.array));
      const [from, to] = [number(i.from), number(i.to)];
      if (from < 0 || from > to || to > whole.length) return fail('slice', i.at);
      return { ...whole, start: whole.start + from, length: to - from };
    }
    case 'joinArrays': {
      const [left, right] = [arrayIn(of(i.left)), arrayIn(of(i.right))];
      const isAdjacent = left.block === right.block && left.start + left.length === right.start;
      if (!isAdjacent) return fail('join', i.at);
      return { ...left, length: left.length + right.length };
    }
  }
}
