/**
 * Writes of global variables. Every access of a `locked` one takes its lock; a write whose right side reads the
 * same variable and calls nothing runs under one exclusive lock, by the rule of locked fields.
 */
import type { Range } from '../../syntax/ast.ts';
import type { HirExpr } from '../hir.ts';
import type { GlobalVariable } from '../model.ts';
import type { Checker } from './checker.ts';
import { report, spanOf } from './checker.ts';
import { inspectValue } from './locked-access.ts';

/** Whether the write runs under one exclusive lock with its reads; warns where it should and cannot. */
export function isExclusiveGlobalWrite(
  checker: Checker,
  {
    global,
    name,
    value,
    isCompound,
    range,
  }: {
    readonly global: GlobalVariable;
    readonly name: string;
    readonly value: HirExpr;
    readonly isCompound: boolean;
    readonly range: Range;
  },
): boolean {
  if (global.mode !== 'locked') return false;
  const { reads, isSimple } = inspectValue(value, {
    isRead: (node) => node.kind === 'global' && node.global.decl === global.decl,
    isRebound: () => false,
  });
  if (!isCompound && !reads) return false;
  if (isSimple) return true;
  report(
    checker,
    'W0301',
    spanOf(checker, range),
    `Another task can change \`${name}\` between the read and the write`,
    {
      notes: [
        'The right side calls something or waits, so that the read and the write lock separately.',
        'Compute the other operand into a variable first.',
      ],
    },
  );
  return false;
}
