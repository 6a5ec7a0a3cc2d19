/** What an instruction reads and defines, for passes that do not care what it does. */
import { assertNever } from '../base/invariant.ts';
import type { Instruction, Operand, TempId, Terminator } from './mir.ts';

/** The temp that `instruction` assigns. */
export function definedTemp(instruction: Instruction): TempId | undefined {
  return 'dest' in instruction ? instruction.dest : undefined;
}

/** Calls `visit` for each operand of `i`, in the order in which they are written. */
export function forEachOperand(i: Instruction, visit: (operand: Operand) => void): void {
  switch (i.op) {
    case 'load':
    case 'new':
    case 'getGlobal':
    case 'lockGlobal':
    case 'unlockGlobal':
    case 'finishBegin':
    case 'finishEnd':
      return;
    case 'store':
    case 'negate':
    case 'complement':
    case 'convert':
    case 'checkSet':
    case 'checkDivisor':
    case 'extract':
    case 'some':
    case 'isSome':
    case 'unwrap':
    case 'inject':
    case 'tag':
    case 'project':
    case 'isInstance':
    case 'arrayLength':
    case 'stringLength':
    case 'setGlobal':
    case 'hash':
      visit(i.value);
      return;
    case 'arith':
    case 'compare':
    case 'joinArrays':
      visit(i.left);
      visit(i.right);
      return;
    case 'getField':
    case 'lock':
    case 'unlock':
      visit(i.object);
      return;
    case 'setField':
      visit(i.object);
      visit(i.value);
      return;
    case 'aggregate':
      i.parts.forEach(visit);
      return;
    case 'newArray':
      visit(i.length);
      return;
    case 'arrayLiteral':
      i.elements.forEach(visit);
      return;
    case 'checkIndex':
      visit(i.index);
      visit(i.length);
      return;
    case 'getElement':
      visit(i.array);
      visit(i.index);
      return;
    case 'setElement':
      visit(i.array);
      visit(i.index);
      visit(i.value);
      return;
    case 'sliceArray':
      visit(i.array);
      visit(i.from);
      visit(i.to);
      return;
    case 'panic':
      visit(i.message);
      return;
    case 'call':
    case 'callRuntime':
    case 'callExtern':
      i.args.forEach(visit);
      return;
    case 'callVirtual':
      visit(i.receiver);
      i.args.forEach(visit);
      return;
    case 'printf':
      for (const arg of i.args) visit(arg.value);
      return;
    case 'interpolate':
      for (const part of i.parts) if (typeof part !== 'string') visit(part.value);
      return;
    case 'spawn':
      i.captures.forEach(visit);
      return;
    default:
      assertNever(i);
  }
}

/** The operand that a terminator reads. */
export function terminatorOperand(terminator: Terminator): Operand | undefined {
  switch (terminator.op) {
    case 'branch':
      return terminator.condition;
    case 'switch':
    case 'return':
      return terminator.value;
    case 'goto':
    case 'unreachable':
      return undefined;
    default:
      return assertNever(terminator);
  }
}

export function successors(terminator: Terminator): readonly number[] {
  switch (terminator.op) {
    case 'goto':
      return [terminator.target];
    case 'branch':
      return [terminator.then, terminator.otherwise];
    case 'switch':
      return [...new Set([...terminator.cases.map(({ target }) => target), terminator.otherwise])];
    case 'return':
    case 'unreachable':
      return [];
    default:
      return assertNever(terminator);
  }
}
