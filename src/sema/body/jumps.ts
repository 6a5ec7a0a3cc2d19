/** `break`, `continue` and `return`: where they lead, and that no task is left by them. */
import type { Expr } from '../../syntax/ast.ts';
import type { HirExpr } from '../hir.ts';
import { didYouMean } from '../suggest.ts';
import { printType } from '../type-key.ts';
import type { Checker, LoopFrame } from './checker.ts';
import { errorNode, isMissing, report, spanOf } from './checker.ts';
import { coerce } from './coercion.ts';
import { NEVER } from './primitives.ts';

type JumpSyntax = Extract<Expr, { kind: 'break' | 'continue' }>;
type ReturnSyntax = Extract<Expr, { kind: 'return' }>;

export function checkJump(checker: Checker, syntax: JumpSyntax): HirExpr {
  const frame = targetOf(checker, syntax);
  if (frame === undefined) return errorNode(syntax.at, NEVER);
  if (frame.task !== checker.tasks.length - 1) {
    reportLeavesTask(checker, syntax, `\`${syntax.kind}\``);
    return errorNode(syntax.at, NEVER);
  }
  if (syntax.kind === 'break') frame.isBroken = true;
  return { kind: syntax.kind, type: NEVER, loop: frame.loop, at: syntax.at };
}

export function checkReturn(checker: Checker, syntax: ReturnSyntax): HirExpr {
  const { result } = checker.owner.signature;
  const { at, value: source } = syntax;
  if (checker.tasks.length > 1) {
    reportLeavesTask(checker, syntax, '`return`');
    if (source !== undefined) checker.expr(checker, source, undefined);
    return errorNode(at, NEVER);
  }
  if (source === undefined) {
    if (result.kind === 'void' || result.kind === 'error')
      return { kind: 'return', type: NEVER, at };
    report(
      checker,
      'E0323',
      spanOf(checker, syntax),
      `\`return\` without a value, but the result is \`${printType(result)}\``,
    );
    return errorNode(at, NEVER);
  }
  const checked = checker.expr(checker, source, result);
  if (result.kind === 'void') return returnNothing(checker, checked, syntax);
  const details = {
    notes: [
      `The result of \`${checker.owner.signature.name}\` is declared \`${printType(result)}\`.`,
    ],
  };
  const value = coerce(checker, checked, { target: result, range: source, details });
  return { kind: 'return', type: NEVER, value, at };
}

/** `return f()` where both have no value: the call, then the return. */
function returnNothing(
  checker: Checker,
  value: HirExpr,
  { at, value: source }: ReturnSyntax,
): HirExpr {
  const { kind } = value.type;
  if (kind !== 'void' && kind !== 'never' && kind !== 'error' && source !== undefined) {
    report(
      checker,
      'E0301',
      spanOf(checker, source),
      `Expected no value, found \`${printType(value.type)}\``,
      {
        notes: [
          `\`${checker.owner.signature.name}\` is declared \`void\`; a \`return\` in it stands alone.`,
        ],
      },
    );
    return errorNode(at, NEVER);
  }
  const leave: HirExpr = { kind: 'return', type: NEVER, at };
  return {
    kind: 'block',
    type: NEVER,
    block: { statements: [value, leave], yields: false, type: NEVER, at },
    at,
  };
}

function targetOf(checker: Checker, syntax: JumpSyntax): LoopFrame | undefined {
  const { loops } = checker;
  const { label } = syntax;
  if (label === undefined) {
    const innermost = loops[loops.length - 1];
    if (innermost === undefined)
      report(checker, 'E0328', spanOf(checker, syntax), `\`${syntax.kind}\` outside of a loop`);
    return innermost;
  }
  const found = loops.findLast((frame) => frame.label === label.text);
  if (found === undefined && !isMissing(checker, label)) {
    const labels = loops.flatMap((frame) => (frame.label === undefined ? [] : [frame.label]));
    report(
      checker,
      'E0329',
      spanOf(checker, label),
      `No enclosing loop is labelled \`${label.text}\``,
      {
        notes: didYouMean(label.text, labels),
      },
    );
  }
  return found;
}

export function reportLeavesTask(checker: Checker, syntax: Expr, what: string): void {
  report(checker, 'E0330', spanOf(checker, syntax), `${what} cannot leave an \`async\` block`, {
    notes: [
      'The block runs as a task of its own; it ends at its closing brace. What is around it may be over by then.',
    ],
  });
}
