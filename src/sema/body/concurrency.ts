/** `finish` and `async`: where tasks may start, and what they copy. */

import { present } from '../../base/invariant.ts';
import type { Expr } from '../../syntax/ast.ts';
import type { HirExpr } from '../hir.ts';
import type { Type } from '../type.ts';
import { checkDiscardedBlock } from './blocks.ts';
import type { Checker, TaskFrame } from './checker.ts';
import { report, spanAt } from './checker.ts';
import { VOID } from './primitives.ts';

type FinishSyntax = Extract<Expr, { kind: 'finish' }>;
type AsyncSyntax = Extract<Expr, { kind: 'async' }>;

/** Its value is that of its own statements; tasks yield nothing. */
export function checkFinish(
  checker: Checker,
  syntax: FinishSyntax,
  expected: Type | undefined,
): HirExpr {
  const task = currentTask(checker);
  task.openFinishes += 1;
  const body = checker.block(checker, syntax.body, expected);
  task.openFinishes -= 1;
  return { kind: 'finish', type: body.type, body, at: syntax.at };
}

export function checkAsync(checker: Checker, syntax: AsyncSyntax): HirExpr {
  if (currentTask(checker).openFinishes === 0) reportOutsideFinish(checker, syntax);
  const task: TaskFrame = { captures: new Set(), openFinishes: 0 };
  checker.tasks.push(task);
  const body = checkDiscardedBlock(checker, syntax.body);
  checker.tasks.pop();
  const captures = [...task.captures].sort((a, b) => a - b);
  return { kind: 'async', type: VOID, body, captures, at: syntax.at };
}

function currentTask(checker: Checker): TaskFrame {
  return present(checker.tasks[checker.tasks.length - 1], 'a task');
}

function reportOutsideFinish(checker: Checker, syntax: AsyncSyntax): void {
  const isInTask = checker.tasks.length > 1;
  report(checker, 'E0331', spanAt(checker, syntax.at), '`async` outside of a `finish`', {
    notes: [
      isInTask
        ? 'The `finish` around the task does not count: a task that wants tasks opens its own `finish`.'
        : 'A `finish` block waits for the tasks that start in it: `finish { async { … } }`.',
    ],
  });
}
