/** `unsafe` blocks, and the calls of C functions, which stand in them only. */
import type { Expr } from '../../syntax/ast.ts';
import type { HirExpr } from '../hir.ts';
import type { Type } from '../type.ts';
import type { Checker } from './checker.ts';
import { report, spanOf } from './checker.ts';

export function checkUnsafe(
  checker: Checker,
  syntax: Extract<Expr, { kind: 'unsafe' }>,
  expected: Type | undefined,
): HirExpr {
  checker.unsafeDepth += 1;
  const block = checker.block(checker, syntax.body, expected);
  checker.unsafeDepth -= 1;
  return { kind: 'block', type: block.type, block, at: syntax.at };
}

/** The call of a C function whose arguments have been checked. */
export function externCall(
  checker: Checker,
  syntax: Extract<Expr, { kind: 'call' }>,
  call: {
    readonly name: string;
    readonly symbol: string;
    readonly parameters: readonly Type[];
    readonly args: readonly HirExpr[];
    readonly result: Type;
  },
): HirExpr {
  const { symbol, parameters, args, result } = call;
  if (checker.unsafeDepth === 0) {
    report(
      checker,
      'E0259',
      spanOf(checker, syntax.callee),
      `The C function \`${call.name}\` is called outside of \`unsafe\``,
      {
        notes: [
          'Nothing checks what a C function does with memory and threads.',
          'Write `unsafe { … }` around the call where you know that it is sound.',
        ],
      },
    );
  }
  return { kind: 'callExtern', type: result, symbol, parameters, args, at: syntax.at };
}
