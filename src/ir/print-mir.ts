/**
 * The mid-level IR as text, for people and golden files. Complete but for positions, which are left
 * out: they say nothing about what the code does.
 */
import { assertNever } from '../base/invariant.ts';
import type { ConstantValue } from '../sema/constant-value.ts';
import type { Type } from '../sema/type.ts';
import { printType } from '../sema/type-key.ts';
import { definedTemp } from './instruction-parts.ts';
import type {
  Instruction,
  MirBlock,
  MirFunction,
  MirPath,
  MirUnit,
  Operand,
  Terminator,
} from './mir.ts';

export function printUnit(unit: MirUnit): string {
  return unit.functions.map(printFunction).join('\n');
}

/** `fn a.b::function f(int)(n: int) -> int {`, its variables, and its blocks. */
function printFunction(fn: MirFunction): string {
  const local = (slot: number): string => localName(fn, slot);
  const declared = fn.locals.map(({ type }, slot) => `${local(slot)}: ${printType(type)}`);
  const parameters = declared.slice(0, fn.parameterCount).join(', ');
  const keyword = fn.kind === 'task' ? 'task' : 'fn';
  const lines = [
    `${keyword} ${fn.symbol}(${parameters}) -> ${printType(fn.result)} {`,
    ...declared.slice(fn.parameterCount).map((variable) => `  var ${variable}`),
    ...fn.blocks.flatMap((block, number) => printBlock(fn, block, number)),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function printBlock(fn: MirFunction, block: MirBlock, number: number): string[] {
  return [
    `bb${number}:`,
    ...block.instructions.map((instruction) => `  ${printInstruction(fn, instruction)}`),
    `  ${printTerminator(block.terminator)}`,
  ];
}

function printInstruction(fn: MirFunction, instruction: Instruction): string {
  const temp = definedTemp(instruction);
  const text = printOperation(fn, instruction);
  const type = temp === undefined ? undefined : fn.temps[temp];
  return type === undefined ? text : `%${temp}: ${printType(type)} = ${text}`;
}

function printOperation(fn: MirFunction, i: Instruction): string {
  switch (i.op) {
    case 'load':
      return `load ${localName(fn, i.slot)}${pathText(i.path)}`;
    case 'store':
      return `store ${localName(fn, i.slot)}${pathText(i.path)}, ${printOperand(i.value)}`;
    case 'arith':
      return `${i.operator} ${printOperand(i.left)}, ${printOperand(i.right)}`;
    case 'compare':
      return `${i.operator} ${printType(i.type)} ${printOperand(i.left)}, ${printOperand(i.right)}`;
    case 'negate':
    case 'complement':
      return `${i.op} ${printOperand(i.value)}`;
    case 'convert':
      return `convert ${printOperand(i.value)} from ${printType(i.from)}`;
    case 'new':
      return `new ${printType(i.class)}`;
    case 'getField':
      return `get ${printMember(i.object, i.field.owner, i.field.name)}${pathText(i.path)}`;
    case 'setField': {
      const member = printMember(i.object, i.field.owner, i.field.name);
      return `set ${member}${pathText(i.path)}, ${printOperand(i.value)}`;
    }
    case 'aggregate':
      return `make ${printType(i.type)}${argumentList(i.parts)}`;
    case 'extract':
      return `part ${printOperand(i.value)}${pathText(i.path)}`;
    case 'some':
    case 'unwrap':
    case 'tag':
      return `${i.op} ${printOperand(i.value)}`;
    case 'isSome':
      return `is some ${printOperand(i.value)}`;
    case 'inject':
      return `inject ${printOperand(i.value)} as member ${i.member}`;
    case 'project':
      return `project ${printOperand(i.value)} to member ${i.member}`;
    case 'isInstance':
      return `is ${printOperand(i.value)} a ${printType(i.class)}`;
    case 'newArray':
      return `new ${printType(i.type.element)}[${printOperand(i.length)}]`;
    case 'arrayLiteral':
      return `[${i.elements.map(printOperand).join(', ')}]`;
    case 'arrayLength':
      return `length of ${printOperand(i.value)}`;
    case 'stringLength':
      return `${i.unit} of ${printOperand(i.value)}`;
    case 'checkIndex':
      return `check ${printOperand(i.index)} is below ${printOperand(i.length)}`;
    case 'getElement':
      return `get ${printElement(i.array, i.index, i.path)}`;
    case 'setElement':
      return `set ${printElement(i.array, i.index, i.path)}, ${printOperand(i.value)}`;
    case 'sliceArray': {
      const range = `${printOperand(i.from)}..${printOperand(i.to)}`;
      return `slice ${printOperand(i.array)}[${range}]`;
    }
    case 'joinArrays':
      return `join ${printOperand(i.left)}, ${printOperand(i.right)}`;
    case 'getGlobal':
      return `get global ${i.global.decl}${pathText(i.path)}`;
    case 'setGlobal':
      return `set global ${i.global.decl}${pathText(i.path)}, ${printOperand(i.value)}`;
    case 'lockGlobal':
      return `lock ${i.mode} global ${i.global.decl}`;
    case 'unlockGlobal':
      return `unlock ${i.mode} global ${i.global.decl}`;
    case 'hash':
      return `hash ${printType(i.type)} ${printOperand(i.value)}`;
    case 'callRuntime':
      return `call runtime ${i.function}${argumentList(i.args)}`;
    case 'callExtern':
      return `call ${i.abi} ${i.symbol}${argumentList(i.args)}`;
    case 'panic':
      return `panic ${printOperand(i.message)}`;
    case 'checkSet':
      return `check ${printOperand(i.value)} is set, ${i.reason} ${JSON.stringify(i.name)}`;
    case 'checkDivisor':
      return `check ${printOperand(i.value)} is not 0`;
    case 'call':
      return `call ${i.callee.decl}${typeList(i.callee.typeArgs)}${argumentList(i.args)}`;
    case 'callVirtual': {
      const member = printMember(i.receiver, i.method.owner, i.method.slot);
      return `call ${member}${argumentList(i.args)}`;
    }
    case 'printf':
      return [`printf ${JSON.stringify(i.format)}`, ...i.args.map(printTyped)].join(', ');
    case 'interpolate':
      return `string ${i.parts.map(printPart).join(' + ')}`;
    case 'lock':
    case 'unlock':
      return `${i.op} ${i.mode} ${printOperand(i.object)}`;
    case 'finishBegin':
      return `begin finish ${i.scope}`;
    case 'spawn':
      return `spawn in finish ${i.scope}: task ${i.task}${argumentList(i.captures)}`;
    case 'finishEnd':
      return `end finish ${i.scope}`;
    default:
      return assertNever(i);
  }
}

function printTerminator(terminator: Terminator): string {
  switch (terminator.op) {
    case 'goto':
      return `goto bb${terminator.target}`;
    case 'branch': {
      const { condition, then, otherwise } = terminator;
      return `if ${printOperand(condition)} goto bb${then} else bb${otherwise}`;
    }
    case 'switch': {
      const cases = terminator.cases.map(({ value, target }) => `${value} bb${target}`);
      const arms = [...cases, `else bb${terminator.otherwise}`].join(', ');
      return `switch ${printOperand(terminator.value)} goto ${arms}`;
    }
    case 'return':
      return terminator.value === undefined ? 'return' : `return ${printOperand(terminator.value)}`;
    case 'unreachable':
      return 'unreachable';
    default:
      return assertNever(terminator);
  }
}

/** Integers of type `int` stand alone; others name their type behind a colon. */
function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case 'temp':
      return `%${operand.temp}`;
    case 'int':
    case 'float': {
      const type = printType(operand.type);
      return type === operand.kind ? operand.value : `${operand.value}:${type}`;
    }
    case 'bool':
      return String(operand.value);
    case 'string':
      return JSON.stringify(operand.value);
    case 'zero':
      return `zero:${printType(operand.type)}`;
    case 'constant':
      return `${printConstant(operand.value)}:${printType(operand.type)}`;
    default:
      return assertNever(operand);
  }
}

function printConstant(constant: ConstantValue): string {
  switch (constant.kind) {
    case 'int':
    case 'float':
      return constant.value;
    case 'bool':
      return String(constant.value);
    case 'string':
      return JSON.stringify(constant.value);
    case 'none':
      return 'none';
    case 'some':
      return `some(${printConstant(constant.value)})`;
    case 'inject':
      return `member ${constant.member}(${printConstant(constant.value)})`;
    case 'members':
      return `(${constant.members.map(printConstant).join(', ')})`;
    case 'array':
      return `[${constant.elements.map(printConstant).join(', ')}]`;
    default:
      return assertNever(constant);
  }
}

/** `.pos.x`. */
function pathText(path: MirPath | undefined): string {
  return (path ?? []).map((part) => `.${part}`).join('');
}

function printElement(array: Operand, index: Operand, path: MirPath | undefined): string {
  return `${printOperand(array)}[${printOperand(index)}]${pathText(path)}`;
}

/** The declared name; with the slot's number where it has none, or shares it. */
function localName(fn: MirFunction, slot: number): string {
  const name = fn.locals[slot]?.name ?? '';
  if (name === '') return `$${slot}`;
  const isShared = fn.locals.some((local, other) => other !== slot && local.name === name);
  return isShared ? `${name}$${slot}` : name;
}

/** `%0.[Cell.v]`: owner and name are one symbol. */
function printMember(object: Operand, owner: Type, name: string): string {
  return `${printOperand(object)}.[${printType(owner)}.${name}]`;
}

function printPart(part: string | { readonly value: Operand; readonly type: Type }): string {
  return typeof part === 'string' ? JSON.stringify(part) : printTyped(part);
}

function printTyped(typed: { readonly value: Operand; readonly type: Type }): string {
  return `${printOperand(typed.value)} as ${printType(typed.type)}`;
}

function argumentList(operands: readonly Operand[]): string {
  return `(${operands.map(printOperand).join(', ')})`;
}

function typeList(types: readonly Type[]): string {
  return types.length === 0 ? '' : `<${types.map(printType).join(', ')}>`;
}
