/** `panic`, `assert` and `assertEqual`, which a module's own declarations of these names shadow. */
import { assertNever } from '../../base/invariant.ts';
import type { HirExpr } from '../hir.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { CallSyntax } from './calls.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanOf } from './checker.ts';
import { coerce } from './coercion.ts';
import { reportIncomparable } from './derived.ts';
import { unifyOperands } from './operators.ts';
import { BOOL, NEVER, STRING, VOID } from './primitives.ts';

type Builtin = 'panic' | 'assert' | 'assertEqual';

const parameterCounts: ReadonlyMap<string, { readonly name: Builtin; readonly count: number }> =
  new Map([
    ['panic', { name: 'panic', count: 1 }],
    ['assert', { name: 'assert', count: 1 }],
    ['assertEqual', { name: 'assertEqual', count: 2 }],
  ]);

/** The call of a builtin; undefined where `name` is none. */
export function checkBuiltin(
  checker: Checker,
  syntax: CallSyntax,
  name: string,
): HirExpr | undefined {
  const builtin = parameterCounts.get(name);
  if (builtin === undefined) return undefined;
  const [first] = syntax.args;
  if (syntax.args.length !== builtin.count || first === undefined || syntax.typeArgs.length > 0) {
    for (const arg of syntax.args) checker.expr(checker, arg, undefined);
    return wrongCount(checker, syntax, builtin);
  }
  const { at } = syntax;
  switch (builtin.name) {
    case 'panic': {
      const value = checker.expr(checker, first, STRING);
      const message = coerce(checker, value, { target: STRING, range: first });
      return { kind: 'panic', type: NEVER, message, at };
    }
    case 'assert': {
      const value = checker.expr(checker, first, BOOL);
      const condition = coerce(checker, value, { target: BOOL, range: first });
      const text = checker.owner.source?.(first) ?? '';
      return { kind: 'assert', type: VOID, condition, text, at };
    }
    case 'assertEqual':
      return assertEqual(checker, syntax);
    default:
      return assertNever(builtin.name);
  }
}

function assertEqual(checker: Checker, syntax: CallSyntax): HirExpr {
  const [first, second] = syntax.args;
  const { at } = syntax;
  if (first === undefined || second === undefined) return errorNode(at, VOID);
  const actual = checker.expr(checker, first, undefined);
  const expected = checker.expr(checker, second, actual.type);
  if (isUnknown(actual.type) || isUnknown(expected.type)) return errorNode(at, VOID);
  const unified = unifyOperands(checker, actual, expected);
  if (unified === undefined) {
    const [left, right] = [printType(actual.type), printType(expected.type)];
    report(
      checker,
      'E0263',
      spanOf(checker, syntax),
      `\`${left}\` and \`${right}\` cannot be compared`,
      { notes: ['`assertEqual` takes two values of one type.'] },
    );
    return errorNode(at, VOID);
  }
  const [left, right] = unified;
  if (left.type.kind === 'void') {
    report(checker, 'E0263', spanOf(checker, first), '`void` has no values to compare');
    return errorNode(at, VOID);
  }
  if (reportIncomparable(checker, { operator: '==', type: left.type, at }))
    return errorNode(at, VOID);
  return { kind: 'assertEqual', type: VOID, actual: left, expected: right, at };
}

function wrongCount(
  checker: Checker,
  syntax: CallSyntax,
  { name, count }: { readonly name: Builtin; readonly count: number },
): HirExpr {
  const takes = count === 1 ? 'one argument' : 'two arguments';
  report(
    checker,
    'E0262',
    spanOf(checker, syntax),
    `\`${name}\` takes ${takes}, not ${syntax.args.length}`,
    { notes: [signatures[name]] },
  );
  return errorNode(syntax.at, name === 'panic' ? NEVER : VOID);
}

const signatures: Readonly<Record<Builtin, string>> = {
  panic: '`panic(message)` ends the program with a message.',
  assert: '`assert(condition)` ends the program where the condition does not hold.',
  assertEqual: '`assertEqual(actual, expected)` ends the program where the two are not equal.',
};

function isUnknown(type: Type): boolean {
  return type.kind === 'error' || type.kind === 'never';
}
