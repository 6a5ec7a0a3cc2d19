/** Branches, loops and matches in evaluation. */
import type { HirBlock, HirExpr, LoopId } from '../hir.ts';
import { itemsOf } from './aggregates.ts';
import type { Frame } from './machine.ts';
import { charge, Jump } from './machine.ts';
import { matches } from './patterns.ts';
import type { Value } from './values.ts';
import { asInteger, asOptional, NONE } from './values.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

/** A chain of `else if` is one loop: it may be as long as a file. */
export function evaluateIf(frame: Frame, head: Kind<'if'>): Value {
  for (let node = head; ; ) {
    if (frame.value(frame, node.condition) === true) return frame.block(frame, node.then);
    if (node.otherwise === undefined) return undefined;
    const [only] = node.otherwise.statements;
    if (node.otherwise.statements.length !== 1 || only?.kind !== 'if') {
      return frame.block(frame, node.otherwise);
    }
    node = only;
  }
}

export function evaluateIfLet(frame: Frame, node: Kind<'ifLet'>): Value {
  const value = frame.value(frame, node.subject);
  const subject = { value, type: frame.type(node.subject.type), at: node.at };
  if (matches(frame, node.pattern, subject)) return frame.block(frame, node.then);
  return node.otherwise === undefined ? undefined : frame.block(frame, node.otherwise);
}

export function evaluateMatch(frame: Frame, node: Kind<'match'>): Value {
  const value = frame.value(frame, node.subject);
  const subject = { value, type: frame.type(node.subject.type), at: node.at };
  for (const { pattern, guard, body } of node.arms) {
    const isMatch = matches(frame, pattern, subject);
    if (isMatch && (guard === undefined || frame.value(frame, guard) === true)) {
      return frame.value(frame, body);
    }
  }
  return undefined;
}

export function evaluateWhile(frame: Frame, node: Kind<'while'>): void {
  while (frame.value(frame, node.condition) === true) {
    if (!pass(frame, node)) return;
  }
}

export function evaluateWhileLet(frame: Frame, node: Kind<'whileLet'>): void {
  for (;;) {
    const value = frame.value(frame, node.subject);
    const subject = { value, type: frame.type(node.subject.type), at: node.at };
    if (!matches(frame, node.pattern, subject) || !pass(frame, node)) return;
  }
}

export function evaluateFor(frame: Frame, node: Kind<'for'>): void {
  frame.value(frame, node.init);
  while (frame.value(frame, node.condition) === true) {
    if (!pass(frame, node)) return;
    frame.value(frame, node.step);
  }
}

export function evaluateForRange(frame: Frame, node: Kind<'forRange'>): void {
  const from = asInteger(frame.value(frame, node.from));
  const to = asInteger(frame.value(frame, node.to));
  const end = node.inclusive ? to + 1n : to;
  for (let counter = from; counter < end; counter += 1n) {
    frame.locals[node.local] = counter;
    if (!pass(frame, node)) return;
  }
}

export function evaluateForEach(frame: Frame, node: Kind<'forEach'>): void {
  const items = itemsOf(frame, frame.value(frame, node.subject), node.at);
  for (let index = 0; index < items.length; index += 1) {
    frame.locals[node.local] =
      'elements' in items ? items.elements[items.from + index] : items[index];
    if (!pass(frame, node)) return;
  }
}

/** `e?` */
export function evaluateTry(frame: Frame, node: Kind<'try'>): Value {
  const optional = asOptional(frame.value(frame, node.operand));
  if (optional.kind === 'some') return optional.value;
  throw new Jump('return', undefined, NONE);
}

export function evaluateCoalesce(frame: Frame, node: Kind<'coalesce'>): Value {
  const optional = asOptional(frame.value(frame, node.optional));
  return optional.kind === 'some' ? optional.value : frame.value(frame, node.otherwise);
}

/** One pass through a loop's body; false where it leaves the loop. */
function pass(frame: Frame, node: { readonly body: HirBlock; readonly loop: LoopId }): boolean {
  charge(frame, 1, node.body.at);
  const { machine } = frame;
  const { nesting } = machine;
  try {
    frame.block(frame, node.body);
  } catch (signal) {
    if (!(signal instanceof Jump) || signal.loop !== node.loop) throw signal;
    machine.nesting = nesting;
    return signal.kind === 'continue';
  }
  return true;
}
