/** Blocks: their scopes, the `let`s directly in them, and what they yield. */
import { present } from '../../base/invariant.ts';
import type { BlockSyntax, Expr } from '../../syntax/ast.ts';
import type { HirBlock, HirExpr, LocalId } from '../hir.ts';
import type { Type } from '../type.ts';
import type { Checker } from './checker.ts';
import { isMissing, report, spanAt, spanOf, withoutParentheses } from './checker.ts';
import { coerce } from './coercion.ts';
import { checkLetPattern } from './let-patterns.ts';
import { reportUnknown } from './literals.ts';
import { ERROR, hasError, NEVER, VOID } from './primitives.ts';
import { bindLocal, closeScope, defineLocal, localAt, openScope, reserveLocal } from './scope.ts';
import { typeOf } from './types.ts';

type LetSyntax = Extract<Expr, { kind: 'let' }>;

/** A block in its own scope. */
export function checkBlock(
  checker: Checker,
  syntax: BlockSyntax,
  expected: Type | undefined,
): HirBlock {
  openScope(checker);
  const block = checkStatements(checker, syntax, expected);
  closeScope(checker);
  return block;
}

/** A block whose value nobody uses. */
export function checkDiscardedBlock(checker: Checker, syntax: BlockSyntax): HirBlock {
  return discard(checkBlock(checker, syntax, VOID));
}

/** `void`, which says that nobody uses the value, matters only where arms and branches need no common type then. */
export function hintFor(source: Expr, expected: Type | undefined): Type | undefined {
  if (expected?.kind !== 'void') return expected;
  const { kind } = withoutParentheses(source);
  return kind === 'match' || kind === 'if' || kind === 'blockExpr' ? expected : undefined;
}

/** The same block without its value. */
export function discard(block: HirBlock): HirBlock {
  if (!block.yields) return block;
  return { ...block, yields: false, type: diverges(block.statements) ? NEVER : VOID };
}

/** A statement: a `let` here, parentheses apart, is visible in the rest of the innermost scope. */
export function checkStatement(
  checker: Checker,
  syntax: Expr,
  expected: Type | undefined,
): HirExpr {
  const inner = withoutParentheses(syntax);
  if (inner.kind === 'letPattern') return checkLetPattern(checker, inner);
  if (inner.kind !== 'let') return checker.expr(checker, syntax, expected);
  const node = checkLet(checker, inner);
  if (node.kind !== 'let') return node;
  const earlier = bindLocal(checker, node.local);
  if (earlier !== undefined && !isMissing(checker, inner.name)) {
    const first = localAt(checker, earlier);
    report(
      checker,
      'E0314',
      spanOf(checker, inner.name),
      `\`${first.name}\` is declared twice in this block`,
      {
        labels: [{ span: spanAt(checker, first.at), message: 'first declared here' }],
        notes: ['Give the second variable another name, or assign to the first with `:=`.'],
      },
    );
  }
  return node;
}

/** A `let` inside an operand, argument or condition declares a variable that nothing can refer to. */
export function checkNestedLet(checker: Checker, syntax: LetSyntax): HirExpr {
  warnNobodyRefers(checker, syntax.name);
  return checkLet(checker, syntax);
}

export function warnNobodyRefers(checker: Checker, name: LetSyntax['name']): void {
  report(checker, 'W0303', spanOf(checker, name), `Nothing can refer to \`${name.text}\``, {
    notes: ['Only a `let` that stands directly in a block is visible in the rest of it.'],
  });
}

function checkStatements(
  checker: Checker,
  syntax: BlockSyntax,
  expected: Type | undefined,
): HirBlock {
  const { statements: sources, trailingSemicolon } = syntax;
  const statements: HirExpr[] = [];
  let divergence: number | undefined;
  for (const [index, source] of sources.entries()) {
    const isValue = index === sources.length - 1 && !trailingSemicolon;
    const node = checkStatement(checker, source, hintFor(source, isValue ? expected : VOID));
    if (node.type.kind === 'never') divergence ??= index;
    statements.push(node);
  }
  if (divergence !== undefined) warnUnreachable(checker, sources, divergence);
  const last = statements[statements.length - 1];
  const yields =
    !trailingSemicolon &&
    last !== undefined &&
    last.type.kind !== 'void' &&
    last.type.kind !== 'never';
  const type = yields ? last.type : divergence === undefined ? VOID : NEVER;
  return { statements, yields, type, at: syntax.from };
}

function warnUnreachable(checker: Checker, sources: readonly Expr[], divergence: number): void {
  const next = sources[divergence + 1];
  if (next === undefined) return;
  const cause = present(sources[divergence], 'a statement that never ends');
  report(checker, 'W0304', spanOf(checker, next), 'Unreachable statement', {
    labels: [{ span: spanOf(checker, cause), message: 'control never gets past this' }],
  });
}

function diverges(statements: readonly HirExpr[]): boolean {
  return statements.some((statement) => statement.type.kind === 'never');
}

function checkLet(checker: Checker, syntax: LetSyntax): HirExpr {
  const { name, at } = syntax;
  if (name.text === 'this') {
    report(checker, 'E0315', spanOf(checker, name), '`this` cannot be declared');
    checker.expr(checker, syntax.value, undefined);
    return { kind: 'error', type: ERROR, at };
  }
  const local = reserveLocal(checker, name.text, name.from);
  const annotation = syntax.type && typeOf(checker, syntax.type, 'A variable');
  const checked = checker.expr(checker, syntax.value, annotation);
  // A type that is a mistake would have said what the value is.
  if (annotation !== undefined && hasError(annotation)) checker.unsettled.delete(checked);
  const value =
    annotation === undefined
      ? checked
      : coerce(checker, checked, { target: annotation, range: syntax.value });
  return bindValue(checker, syntax, { local, value, ...(annotation && { annotation }) });
}

/** The new variable `local` with its value, not visible yet. */
export function bindValue(
  checker: Checker,
  syntax: LetSyntax,
  {
    local,
    value,
    annotation,
  }: { readonly local: LocalId; readonly value: HirExpr; readonly annotation?: Type },
): HirExpr {
  const { name, at } = syntax;
  const type = annotation ?? bindableType(checker, value, syntax);
  defineLocal(checker, local, {
    name: name.text,
    type,
    kind: 'let',
    borrowed: false,
    at: name.from,
  });
  return { kind: 'let', type, local, value, at };
}

/** The type of a variable without annotation: that of its value, which must be one. */
function bindableType(checker: Checker, value: HirExpr, syntax: LetSyntax): Type {
  if (checker.unsettled.has(value) && hasError(value.type)) {
    checker.unsettled.delete(value);
    reportUnknown(checker, value, syntax.value);
    return ERROR;
  }
  if (value.type.kind !== 'void' && value.type.kind !== 'never') return value.type;
  const message =
    value.type.kind === 'void'
      ? `\`${syntax.name.text}\` would have no value`
      : `\`${syntax.name.text}\` never gets a value`;
  report(checker, 'E0322', spanOf(checker, syntax.value), message, {
    notes: [
      value.type.kind === 'void'
        ? 'This expression has type `void`; make it a statement of its own.'
        : 'Control leaves here; the declaration has no effect.',
    ],
  });
  return ERROR;
}
