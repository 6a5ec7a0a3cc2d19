/**
 * Types agree: of operands and results, with slots and fields, across calls, spawns and returns.
 */
import { unfinished } from '../../base/invariant.ts';
import { equalTypes } from '../../sema/equal-types.ts';
import type { Type } from '../../sema/type.ts';
import { typeKey } from '../../sema/type-key.ts';
import type {
  BlockId,
  CompareOperator,
  Instruction,
  MirBlock,
  MirFunction,
  MirUnit,
  Operand,
} from '../mir.ts';
import { boolType, equalOperands, operandType, stringType, voidType } from '../operand.ts';
import type { Report, VerifierRule } from './violation.ts';

/** Graph and definitions must be sound. */
export function verifyTypes(unit: MirUnit, fn: MirFunction, report: Report): void {
  const check = checker(fn, report);
  verifyHolders(fn, report);
  fn.blocks.forEach((block, number) => {
    check.at = number;
    block.instructions.forEach((instruction, index) => {
      verifyInstruction(check, unit, instruction);
      if (instruction.op === 'arith') verifyDivisor(check, block, index);
    });
    verifyTerminator(check, block);
  });
}

interface Checker {
  readonly fn: MirFunction;
  at: BlockId;
  violate(rule: VerifierRule, message: string): void;
  /** `operand` has the type `expected`. */
  operand(operand: Operand, expected: Type): void;
  /** The temp `dest` has the type `expected`. */
  dest(dest: number | undefined, expected: Type): void;
  typeOf(operand: Operand): Type;
}

function checker(fn: MirFunction, report: Report): Checker {
  const check: Checker = {
    fn,
    at: 0,
    violate: (rule, message) => report(rule, message, check.at),
    typeOf: (operand) => operandType(fn.temps, operand),
    operand: (operand, expected) => expectType(check, check.typeOf(operand), expected),
    dest: (dest, expected) => {
      const actual = dest === undefined ? undefined : fn.temps[dest];
      if (actual !== undefined) expectType(check, actual, expected);
    },
  };
  return check;
}

function expectType(check: Checker, actual: Type, expected: Type): void {
  if (equalTypes(actual, expected)) return;
  check.violate('type', `${typeKey(actual)} where ${typeKey(expected)} is needed`);
}

/** Temps and slots hold values. */
function verifyHolders(fn: MirFunction, report: Report): void {
  for (const type of [...fn.temps, ...fn.locals.map((local) => local.type)]) {
    if (type.kind === 'void' || type.kind === 'never' || type.kind === 'error') {
      report('type', `A variable of type ${type.kind}`);
    }
  }
}

function verifyInstruction(check: Checker, unit: MirUnit, i: Instruction): void {
  switch (i.op) {
    case 'load':
      check.dest(i.dest, slotType(check, i.slot));
      return;
    case 'store':
      check.operand(i.value, slotType(check, i.slot));
      return;
    case 'arith':
      expectKind(check, i.type, ['int', 'float']);
      check.operand(i.left, i.type);
      check.operand(i.right, i.type);
      check.dest(i.dest, i.type);
      return;
    case 'compare':
      expectKind(check, i.type, kindsComparedBy(i.operator));
      check.operand(i.left, i.type);
      check.operand(i.right, i.type);
      check.dest(i.dest, boolType);
      return;
    case 'negate':
    case 'complement':
      expectKind(check, i.type, i.op === 'negate' ? ['int', 'float'] : ['int', 'bool']);
      check.operand(i.value, i.type);
      check.dest(i.dest, i.type);
      return;
    case 'convert':
      expectKind(check, i.to, i.from.kind === 'class' ? ['class'] : scalars);
      check.operand(i.value, i.from);
      check.dest(i.dest, i.to);
      return;
    case 'new':
      check.dest(i.dest, i.class);
      return;
    case 'getField':
      expectKind(check, check.typeOf(i.object), ['class']);
      check.dest(i.dest, i.field.type);
      return;
    case 'setField':
      expectKind(check, check.typeOf(i.object), ['class']);
      check.operand(i.value, i.field.type);
      return;
    case 'checkSet':
      expectKind(check, check.typeOf(i.value), ['class', 'parameter']);
      return;
    case 'checkDivisor':
      expectKind(check, i.type, ['int']);
      check.operand(i.value, i.type);
      return;
    case 'call':
      verifyArguments(check, i.args, i.callee.parameters);
      verifyResult(check, i.dest, i.callee.result);
      return;
    case 'callVirtual':
      expectKind(check, check.typeOf(i.receiver), ['class']);
      verifyArguments(check, i.args, i.method.parameters);
      verifyResult(check, i.dest, i.method.result);
      return;
    case 'printf':
      for (const arg of i.args) check.operand(arg.value, arg.type);
      return;
    case 'interpolate':
      for (const part of i.parts) {
        if (typeof part !== 'string') check.operand(part.value, part.type);
      }
      check.dest(i.dest, stringType);
      return;
    case 'lock':
    case 'unlock':
      expectKind(check, check.typeOf(i.object), ['class']);
      return;
    case 'finishBegin':
    case 'finishEnd':
      return;
    case 'spawn':
      verifySpawn(check, unit, i);
      return;
    default:
      unfinished(i);
  }
}

const scalars: readonly Type['kind'][] = ['int', 'float', 'bool', 'char'];
const ordered: readonly Type['kind'][] = ['int', 'float', 'char', 'string'];
const comparable: readonly Type['kind'][] = [...ordered, 'bool', 'class', 'parameter'];

function kindsComparedBy(operator: CompareOperator): readonly Type['kind'][] {
  return operator === 'eq' || operator === 'ne' ? comparable : ordered;
}

function slotType(check: Checker, slot: number): Type {
  const local = check.fn.locals[slot];
  if (local === undefined) check.violate('slot', `No slot ${slot}`);
  return local?.type ?? { kind: 'error' };
}

function expectKind(check: Checker, type: Type, kinds: readonly Type['kind'][]): void {
  if (kinds.includes(type.kind)) return;
  check.violate('type', `${typeKey(type)} where one of ${kinds.join(', ')} is needed`);
}

function verifyArguments(
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

function verifyResult(check: Checker, dest: number | undefined, result: Type): void {
  if ((dest === undefined) !== (result.kind === 'void')) {
    check.violate('type', `The result ${typeKey(result)} and its temp do not fit`);
  } else check.dest(dest, result);
}

function verifySpawn(
  check: Checker,
  unit: MirUnit,
  spawn: Extract<Instruction, { readonly op: 'spawn' }>,
): void {
  const task = unit.functions[spawn.task];
  if (task?.kind !== 'task') {
    check.violate('captures', `No task ${spawn.task}`);
    return;
  }
  const fits =
    spawn.captures.length === task.parameterCount &&
    spawn.captures.every((capture, index) => {
      const parameter = task.locals[index];
      return parameter !== undefined && equalTypes(check.typeOf(capture), parameter.type);
    });
  if (!fits) check.violate('captures', `The captures are not the parameters of ${task.symbol}`);
}

/** The check stands in the same block, so nothing can come between the two. */
function verifyDivisor(check: Checker, block: MirBlock, index: number): void {
  const division = block.instructions[index];
  if (division?.op !== 'arith' || division.type.kind !== 'int') return;
  if (division.operator !== 'div' && division.operator !== 'rem') return;
  const { right } = division;
  if (right.kind === 'int' && BigInt(right.value) !== 0n) return;
  const isChecked = block.instructions
    .slice(0, index)
    .some((before) => before.op === 'checkDivisor' && equalOperands(before.value, right));
  if (!isChecked) check.violate('divisor', 'A division by what may be zero');
}

function verifyTerminator(check: Checker, { terminator }: MirBlock): void {
  if (terminator.op === 'branch') check.operand(terminator.condition, boolType);
  if (terminator.op !== 'return') return;
  const { result } = check.fn;
  const { value } = terminator;
  const actual: Type = value === undefined ? voidType : check.typeOf(value);
  if (!equalTypes(actual, result)) {
    check.violate('result', `${typeKey(actual)} returned for ${typeKey(result)}`);
  }
}
