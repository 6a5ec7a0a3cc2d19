/** Types agree in instructions on tuples, structs, optionals, unions, arrays, globals and C calls. */
import { assertNever } from '../../base/invariant.ts';
import { equalTypes } from '../../sema/equal-types.ts';
import type { ArrayType, Type } from '../../sema/type.ts';
import type { Instruction, Operand } from '../mir.ts';
import { boolType, stringType, voidType } from '../operand.ts';
import { runtimeFunctions } from '../runtime-functions.ts';
import type { Checker } from './checker.ts';
import { expectKind, expectPartRead, expectPartWritten } from './checker.ts';

/** The instructions that are checked here. */
export type ValueInstruction = Extract<
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
      | 'isInstance'
      | 'newArray'
      | 'arrayLiteral'
      | 'arrayLength'
      | 'stringLength'
      | 'checkIndex'
      | 'getElement'
      | 'setElement'
      | 'sliceArray'
      | 'joinArrays'
      | 'getGlobal'
      | 'setGlobal'
      | 'lockGlobal'
      | 'unlockGlobal'
      | 'hash'
      | 'callRuntime'
      | 'callExtern'
      | 'panic';
  }
>;

const indexType: Type = { kind: 'int', bits: 64, signed: true };
const hashType: Type = { kind: 'int', bits: 64, signed: false };
const tagType: Type = { kind: 'int', bits: 32, signed: true };

export function verifyValueInstruction(check: Checker, i: ValueInstruction): void {
  switch (i.op) {
    case 'aggregate':
      verifyAggregate(check, i);
      return;
    case 'extract':
      if (i.path.length === 0) check.violate('type', 'A part without a path');
      check.operand(i.value, i.type);
      expectPartRead(check, i.dest, i.type, i.path);
      return;
    case 'some':
      check.operand(i.value, i.type.value);
      check.dest(i.dest, i.type);
      return;
    case 'isSome':
      check.operand(i.value, i.type);
      check.dest(i.dest, boolType);
      return;
    case 'unwrap':
      check.operand(i.value, i.type);
      check.dest(i.dest, i.type.value);
      return;
    case 'inject':
      verifyMember(check, i.member);
      check.dest(i.dest, i.type);
      return;
    case 'tag':
      check.operand(i.value, i.type);
      check.dest(i.dest, tagType);
      return;
    case 'project':
      verifyMember(check, i.member);
      check.operand(i.value, i.type);
      return;
    case 'isInstance':
      expectKind(check, check.typeOf(i.value), ['class']);
      check.dest(i.dest, boolType);
      return;
    case 'getGlobal':
      expectPartRead(check, i.dest, i.global.type, i.path);
      return;
    case 'setGlobal':
      expectPartWritten(check, i.value, i.global.type, i.path);
      return;
    case 'lockGlobal':
    case 'unlockGlobal':
      if (i.global.mode !== 'locked') check.violate('type', `${i.global.decl} has no lock`);
      return;
    case 'hash':
      check.operand(i.value, i.type);
      check.dest(i.dest, hashType);
      return;
    case 'callRuntime': {
      const { parameters, result } = runtimeFunctions[i.function];
      verifyArguments(check, i.args, parameters);
      verifyResult(check, i.dest, result);
      return;
    }
    case 'callExtern':
      verifyArguments(check, i.args, i.parameters);
      verifyResult(check, i.dest, i.result);
      return;
    case 'panic':
      check.operand(i.message, stringType);
      return;
    default:
      verifyArrayInstruction(check, i);
  }
}

type ArrayInstruction = Extract<
  ValueInstruction,
  {
    readonly op:
      | 'newArray'
      | 'arrayLiteral'
      | 'arrayLength'
      | 'stringLength'
      | 'checkIndex'
      | 'getElement'
      | 'setElement'
      | 'sliceArray'
      | 'joinArrays';
  }
>;

function verifyArrayInstruction(check: Checker, i: ArrayInstruction): void {
  switch (i.op) {
    case 'newArray':
      check.operand(i.length, indexType);
      check.dest(i.dest, i.type);
      return;
    case 'arrayLiteral':
      for (const element of i.elements) check.operand(element, i.type.element);
      check.dest(i.dest, i.type);
      return;
    case 'arrayLength':
      check.operand(i.value, i.type);
      check.dest(i.dest, indexType);
      return;
    case 'stringLength':
      check.operand(i.value, stringType);
      check.dest(i.dest, indexType);
      return;
    case 'checkIndex':
      check.operand(i.index, indexType);
      check.operand(i.length, indexType);
      return;
    case 'getElement':
      verifyPlace(check, i);
      expectPartRead(check, i.dest, i.type.element, i.path);
      return;
    case 'setElement':
      verifyPlace(check, i);
      expectPartWritten(check, i.value, i.type.element, i.path);
      return;
    case 'sliceArray':
      check.operand(i.array, i.type);
      check.operand(i.from, indexType);
      check.operand(i.to, indexType);
      check.dest(i.dest, i.type);
      return;
    case 'joinArrays':
      check.operand(i.left, i.type);
      check.operand(i.right, i.type);
      check.dest(i.dest, i.type);
      return;
    default:
      assertNever(i);
  }
}

export function verifyArguments(
  check: Checker,
  args: readonly Operand[],
  parameters: readonly Type[],
): void {
  if (args.length !== parameters.length) {
    check.violate('type', `${args.length} arguments for ${parameters.length} parameters`);
  }
  args.forEach((arg, index) => {
    const parameter = parameters[index];
    if (parameter !== undefined) check.operand(arg, parameter);
  });
}

export function verifyResult(check: Checker, dest: number | undefined, result: Type): void {
  if ((dest === undefined) !== equalTypes(result, voidType)) {
    check.violate('type', `The result of kind ${result.kind} and its temp do not fit`);
  } else check.dest(dest, result);
}

/** Of a struct, the unit does not know the fields. */
function verifyAggregate(
  check: Checker,
  { dest, type, parts }: Extract<ValueInstruction, { readonly op: 'aggregate' }>,
): void {
  check.dest(dest, type);
  if (type.kind === 'tuple') verifyArguments(check, parts, type.elements);
}

/** The unit does not know what members a union has. */
function verifyMember(check: Checker, member: number): void {
  if (!Number.isSafeInteger(member) || member < 0) check.violate('type', `No member ${member}`);
}

function verifyPlace(
  check: Checker,
  {
    array,
    index,
    type,
  }: { readonly array: Operand; readonly index: Operand; readonly type: ArrayType },
): void {
  check.operand(array, type);
  check.operand(index, indexType);
}
