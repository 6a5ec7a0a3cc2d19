/** What an instruction reads and defines, for passes that do not care what it does. */
import { unfinished } from '../base/invariant.ts';
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
    case 'finishBegin':
    case 'finishEnd':
      return;
    case 'store':
    case 'negate':
    case 'complement':
    case 'convert':
    case 'checkSet':
    case 'checkDivisor':
      visit(i.value);
      return;
    case 'arith':
    case 'compare':
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
    case 'call':
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
      unfinished(i);
  }
}

/** The operand that a terminator reads. */
export function terminatorOperand(terminator: Terminator): Operand | undefined {
  if (terminator.op === 'branch') return terminator.condition;
  return terminator.op === 'return' ? terminator.value : undefined;
}

export function successors(terminator: Terminator): readonly number[] {
  switch (terminator.op) {
    case 'goto':
      return [terminator.target];
    case 'branch':
      return [terminator.then, terminator.otherwise];
    case 'return':
    case 'unreachable':
      return [];
    default:
      return unfinished(terminator);
  }
}
