/**
 * `finish` scopes and locks nest like brackets on every path: where ways meet, the same are open;
 * where a function is left, none is.
 */

import { successors } from '../instruction-parts.ts';
import type { BlockId, Instruction, LockMode, MirFunction, Operand } from '../mir.ts';
import { equalOperands } from '../operand.ts';
import type { Report } from './violation.ts';

export function verifyScopes(fn: MirFunction, report: Report): void {
  if (!fn.blocks.some((block) => block.instructions.some(isScoped))) return;
  const openAt = new Map<BlockId, Open>([[0, undefined]]);
  const pending: BlockId[] = [0];
  for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
    const here = number;
    const block = fn.blocks[here];
    if (block === undefined) continue;
    const violate = (message: string): void => report('balance', message, here);
    let open = openAt.get(here);
    for (const instruction of block.instructions) open = step(open, instruction, violate);
    if (block.terminator.op === 'return' && open !== undefined) {
      violate(`${describe(open)} is still open at the return`);
    }
    for (const target of successors(block.terminator)) {
      if (!openAt.has(target)) {
        openAt.set(target, open);
        pending.push(target);
      } else if (!equalOpen(openAt.get(target), open)) {
        violate(`bb${target} is entered with different scopes or locks open`);
      }
    }
  }
}

/** What is open, innermost first. */
type Open = ((FinishScope | HeldLock) & { readonly outer: Open }) | undefined;

interface FinishScope {
  readonly kind: 'finish';
  readonly scope: number;
}

interface HeldLock {
  readonly kind: 'lock';
  readonly object: Operand;
  readonly mode: LockMode;
}

type Violate = (message: string) => void;

const scopedOps: readonly Instruction['op'][] = [
  'lock',
  'unlock',
  'finishBegin',
  'finishEnd',
  'spawn',
];

function isScoped({ op }: Instruction): boolean {
  return scopedOps.includes(op);
}

function step(open: Open, instruction: Instruction, violate: Violate): Open {
  switch (instruction.op) {
    case 'finishBegin': {
      const { scope } = instruction;
      if (isOpen(open, scope)) violate(`finish ${scope} is open already`);
      return { kind: 'finish', scope, outer: open };
    }
    case 'finishEnd':
      if (open?.kind === 'finish' && open.scope === instruction.scope) return open.outer;
      violate(`finish ${instruction.scope} is not the innermost open scope`);
      return open;
    case 'spawn':
      if (!isOpen(open, instruction.scope)) violate(`finish ${instruction.scope} is not open`);
      return open;
    case 'lock':
      return { kind: 'lock', object: instruction.object, mode: instruction.mode, outer: open };
    case 'unlock': {
      const { object, mode } = instruction;
      if (open?.kind === 'lock' && open.mode === mode && equalOperands(open.object, object)) {
        return open.outer;
      }
      violate('An unlock of what is not the innermost lock');
      return open;
    }
    default:
      return open;
  }
}

function isOpen(open: Open, scope: number): boolean {
  for (let each = open; each !== undefined; each = each.outer) {
    if (each.kind === 'finish' && each.scope === scope) return true;
  }
  return false;
}

function equalOpen(a: Open, b: Open): boolean {
  let [left, right] = [a, b];
  while (left !== right) {
    if (left === undefined || right === undefined || !isSame(left, right)) return false;
    left = left.outer;
    right = right.outer;
  }
  return true;
}

function isSame(a: FinishScope | HeldLock, b: FinishScope | HeldLock): boolean {
  if (a.kind === 'finish') return b.kind === 'finish' && a.scope === b.scope;
  return b.kind === 'lock' && a.mode === b.mode && equalOperands(a.object, b.object);
}

function describe(open: FinishScope | HeldLock): string {
  return open.kind === 'finish' ? `finish ${open.scope}` : 'A lock';
}
