/** Verify mode: a reused memo is executed again and has to come out the same, to the byte. */
import { InternalError } from '../base/invariant.ts';
import type { NodeName } from './events.ts';
import type { Node, Trace } from './node.ts';
import { currentTrace, nameOf } from './node.ts';
import type { Runtime } from './runtime.ts';
import { valueTextOf } from './stored-value.ts';

export interface Difference {
  readonly node: NodeName;
  readonly what: 'value' | 'reports' | 'dependencies';
  /** What was reused, and what came out, as encoded: of any length. */
  readonly memo: string;
  readonly executed: string;
}

/** A bug: a query is not pure, or the cache made something wrong of its result. */
export class RecheckError extends InternalError {
  readonly difference: Difference;

  constructor(difference: Difference) {
    const { node, what } = difference;
    const [memo, executed] = excerptsOf(difference.memo, difference.executed);
    super(
      `The ${what} of ${node.query}(${node.key}) was reused but is another when executed\n` +
        `  memo:     ${memo}\n  executed: ${executed}`,
    );
    this.difference = difference;
  }
}

/** Throws if `executed`, whose encoded value is `text`, differs from the node's current trace. */
export function compareWithCurrent(
  runtime: Runtime,
  node: Node,
  executed: Trace,
  text: string,
): void {
  const memo = currentTrace(node);
  if (executed.value !== memo.value) {
    const before = valueTextOf(runtime, node, memo.value) ?? '(not stored)';
    fail(node, 'value', before, text);
  }
  if (executed.reports !== memo.reports) {
    fail(node, 'reports', memo.reportsText, executed.reportsText);
  }
  const before = JSON.stringify(memo.dependencies);
  const now = JSON.stringify(executed.dependencies);
  if (now !== before) fail(node, 'dependencies', before, now);
}

function fail(node: Node, what: Difference['what'], memo: string, executed: string): never {
  throw new RecheckError({ node: nameOf(node), what, memo, executed });
}

/** Long texts around the place where they begin to differ. */
function excerptsOf(left: string, right: string): readonly [string, string] {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  return [excerpt(left, at), excerpt(right, at)];
}

function excerpt(text: string, at: number): string {
  if (text.length <= WHOLE) return text;
  const start = Math.max(0, at - BEFORE);
  const end = Math.min(text.length, start + WHOLE);
  return `${start === 0 ? '' : '…'}${text.slice(start, end)}${end === text.length ? '' : '…'}`;
}

/** Characters. */
const WHOLE = 240;
const BEFORE = 80;
