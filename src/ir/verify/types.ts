/**
 * Types agree: of operands and results, with slots and fields, across calls, spawns and returns.
 */
import { equalTypes } from '../../sema/equal-types.ts';
import type { Type } from '../../sema/type.ts';
import { typeKey } from '../../sema/type-key.ts';
import type {
  CompareOperator,
  Instruction,
  MirBlock,
  MirFunction,
  MirUnit,
  Terminator,
} from '../mir.ts';
import { boolType, equalOperands, stringType, voidType } from '../operand.ts';
import type { Checker } from './checker.ts';
import { createChecker, expectKind, expectPartRead, expectPartWritten } from './checker.ts';
import { verifyArguments, verifyResult, verifyValueInstruction } from './value-types.ts';
import type { Report } from './violation.ts';

/** Graph and definitions must be sound. */
export function verifyTypes(unit: MirUnit, fn: MirFunction, report: Report): void {
  const check = createChecker(fn, report);
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
      expectPartRead(check, i.dest, slotType(check, i.slot), i.path);
      return;
    case 'store':
      expectPartWritten(check, i.value, slotType(check, i.slot), i.path);
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
      expectKind(check, i.to, references.includes(i.from.kind) ? [i.from.kind] : scalars);
      check.operand(i.value, i.from);
      check.dest(i.dest, i.to);
      return;
    case 'new':
      check.dest(i.dest, i.class);
      return;
    case 'getField':
      expectKind(check, check.typeOf(i.object), ['class']);
      expectPartRead(check, i.dest, i.field.type, i.path);
      return;
    case 'setField':
      expectKind(check, check.typeOf(i.object), ['class']);
      expectPartWritten(check, i.value, i.field.type, i.path);
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
      verifyValueInstruction(check, i);
  }
}

const scalars: readonly Type['kind'][] = ['int', 'float', 'bool', 'char'];
const ordered: readonly Type['kind'][] = ['int', 'float', 'char', 'string'];
const references: readonly Type['kind'][] = ['class', 'array'];
const comparable: readonly Type['kind'][] = [
  ...ordered,
  'bool',
  'class',
  'parameter',
  'pointer',
  'array',
  'tuple',
  'optional',
  'struct',
  'union',
];

function kindsComparedBy(operator: CompareOperator): readonly Type['kind'][] {
  return operator === 'eq' || operator === 'ne' ? comparable : ordered;
}

function slotType(check: Checker, slot: number): Type {
  const local = check.fn.locals[slot];
  if (local === undefined) check.violate('slot', `No slot ${slot}`);
  return local?.type ?? { kind: 'error' };
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
  if (terminator.op === 'switch') verifySwitch(check, terminator);
  if (terminator.op !== 'return') return;
  const { result } = check.fn;
  const { value } = terminator;
  const actual: Type = value === undefined ? voidType : check.typeOf(value);
  if (!equalTypes(actual, result)) {
    check.violate('result', `${typeKey(actual)} returned for ${typeKey(result)}`);
  }
}

function verifySwitch(
  check: Checker,
  { value, type, cases }: Extract<Terminator, { readonly op: 'switch' }>,
): void {
  expectKind(check, type, ['int', 'bool', 'char']);
  check.operand(value, type);
  const values = new Set(cases.map((each) => each.value));
  if (values.size !== cases.length) check.violate('type', 'A switch with one case twice');
}
