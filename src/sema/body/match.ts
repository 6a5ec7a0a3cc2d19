/** `match`: its arms, their common type, and that each value has an arm and each arm a value. */
import type { Expr, MatchArmSyntax, PatternSyntax } from '../../syntax/ast.ts';
import type { HirArm, HirExpr, HirPattern } from '../hir.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import { hintFor } from './blocks.ts';
import { checkCondition } from './branches.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanAt, spanOf } from './checker.ts';
import { isAssignable, tryCoerce } from './coercion.ts';
import { commonTypeOf } from './common-type.ts';
import { checkCoverage } from './match-coverage.ts';
import { underFacts, withProof } from './narrowing.ts';
import { checkPattern } from './patterns.ts';
import { hasError, NEVER, VOID } from './primitives.ts';
import { inScope } from './scope.ts';

type MatchSyntax = Extract<Expr, { kind: 'match' }>;

/** Of type void where an arm has no value or the context uses none; else of the type that all arms have, or that the context expects. */
export function checkMatch(
  checker: Checker,
  syntax: MatchSyntax,
  expected: Type | undefined,
): HirExpr {
  if (expected?.kind === 'void') return checkMatchStatement(checker, syntax);
  const checked = checkArms(checker, syntax, expected);
  if (checked === undefined) return errorNode(syntax.at);
  const { subject, arms } = checked;
  const { at } = syntax;
  const bodies = arms.map((arm) => arm.body);
  if (bodies.every(({ type }) => type.kind === 'never'))
    return { kind: 'match', type: NEVER, subject, arms, at };
  if (bodies.some(({ type }) => type.kind === 'void'))
    return { kind: 'match', type: VOID, subject, arms, at };
  const type = resultOf(checker, bodies, expected);
  if (type === undefined) {
    reportArms(checker, syntax, bodies);
    return errorNode(at);
  }
  // Of what says nothing of its type, `none` or `[]`, the end of the body reports that.
  if (hasError(type)) return errorNode(at);
  const typed = arms.map((arm): HirArm => {
    const { kind } = arm.body.type;
    if (kind === 'never') return arm;
    return { ...arm, body: tryCoerce(checker, arm.body, type) ?? errorNode(arm.body.at, type) };
  });
  return { kind: 'match', type, subject, arms: typed, at };
}

/** A `match` whose value nobody uses: its arms need no common type. */
function checkMatchStatement(checker: Checker, syntax: MatchSyntax): HirExpr {
  const checked = checkArms(checker, syntax, VOID);
  if (checked === undefined) return errorNode(syntax.at, VOID);
  const isLeft = checked.arms.every(({ body }) => body.type.kind === 'never');
  return { kind: 'match', type: isLeft ? NEVER : VOID, ...checked, at: syntax.at };
}

interface CheckedArms {
  readonly subject: HirExpr;
  readonly arms: readonly HirArm[];
}

function checkArms(
  checker: Checker,
  syntax: MatchSyntax,
  expected: Type | undefined,
): CheckedArms | undefined {
  const subject = checkSubject(checker, syntax);
  const { type } = subject;
  const arms = syntax.arms.map((arm) => checkArm(checker, arm, { subject, expected }));
  if (type.kind === 'error') return undefined;
  if (arms.length === 0) {
    const message = 'A `match` has arms';
    report(checker, 'E0379', spanAt(checker, syntax.at), message, {
      notes: ['One for each value that may occur: `pattern => value,`.'],
    });
    return undefined;
  }
  if (!checker.isErroneous || arms.every(({ isSound }) => isSound))
    checkCoverage(checker, { syntax, type, patterns: arms.map(({ arm }) => arm.pattern) });
  return { subject, arms: arms.map(({ arm }) => arm) };
}

function checkSubject(checker: Checker, syntax: MatchSyntax): HirExpr {
  const subject = checker.expr(checker, syntax.subject, undefined);
  const { type } = subject;
  if (type.kind !== 'void' && type.kind !== 'never') return subject;
  report(checker, 'E0378', spanOf(checker, syntax.subject), 'There is no value to match', {
    notes: [`This expression has type \`${printType(type)}\`.`],
  });
  return errorNode(subject.at);
}

interface CheckedArm {
  readonly arm: HirArm;
  /** Nothing is wrong with its pattern. */
  readonly isSound: boolean;
}

/** An arm in a scope of its own; what its pattern tells of the subject, if that is a variable, holds in it. */
function checkArm(
  checker: Checker,
  syntax: MatchArmSyntax,
  { subject, expected }: { readonly subject: HirExpr; readonly expected: Type | undefined },
): CheckedArm {
  return inScope(checker, () => {
    const wasErroneous = checker.isErroneous;
    checker.isErroneous = false;
    const pattern = checkPattern(checker, syntax.pattern, { type: subject.type, isWhole: true });
    const isSound = !checker.isErroneous;
    checker.isErroneous ||= wasErroneous;
    const { facts } = checker.narrowing.current;
    const told = provenBy(pattern, subject, facts);
    if (hasErrorNode(syntax.pattern)) {
      // What the arm does may need variables that nobody could read.
      return { arm: { pattern, body: errorNode(syntax.from), at: syntax.from }, isSound };
    }
    return underFacts(checker, told, () => {
      const guard = syntax.guard && checkCondition(checker, syntax.guard, 'a guard');
      const body = checker.expr(checker, syntax.body, hintFor(syntax.body, expected));
      const arm: HirArm = {
        pattern,
        ...(guard !== undefined && { guard }),
        body,
        at: syntax.from,
      };
      return { arm, isSound };
    });
  });
}

function hasErrorNode(pattern: PatternSyntax): boolean {
  switch (pattern.kind) {
    case 'error':
      return true;
    case 'tuple':
      return pattern.elements.some(hasErrorNode);
    case 'or':
      return pattern.alternatives.some(hasErrorNode);
    case 'fields':
      return pattern.fields.some(
        ({ pattern: inner }) => inner !== undefined && hasErrorNode(inner),
      );
    default:
      return false;
  }
}

type Facts = Checker['narrowing']['current']['facts'];

function provenBy(pattern: HirPattern, subject: HirExpr, facts: Facts): Facts {
  let told = facts;
  let inner = pattern;
  let value = subject;
  while (inner.kind === 'is') {
    const proof = { test: inner.test, type: inner.type };
    told = withProof(told, value, proof);
    value = { kind: 'cast', operand: value, ...proof, failure: 'proven', at: value.at };
    inner = inner.pattern;
  }
  return told;
}

/** The type of all values: what the context expects if each can be that, else what they have in common. */
function resultOf(
  checker: Checker,
  bodies: readonly HirExpr[],
  expected: Type | undefined,
): Type | undefined {
  const values = bodies.filter(({ type }) => type.kind !== 'never');
  if (expected !== undefined && values.every((value) => isAssignable(checker, value, expected)))
    return expected;
  return commonTypeOf(checker, values);
}

function reportArms(checker: Checker, syntax: MatchSyntax, bodies: readonly HirExpr[]): void {
  if (bodies.some(({ type }) => type.kind === 'error')) return;
  const shown = new Map<string, Expr>();
  for (const [index, { type }] of bodies.entries()) {
    const source = syntax.arms[index]?.body;
    const text = printType(type);
    if (source !== undefined && type.kind !== 'never' && !shown.has(text)) shown.set(text, source);
  }
  const types = [...shown.keys()].map((text) => `\`${text}\``);
  const list = `${types.slice(0, -1).join(', ')} and ${types.at(-1) ?? ''}`;
  report(checker, 'E0384', spanAt(checker, syntax.at), `The arms yield ${list}`, {
    labels: [...shown].map(([text, source]) => ({
      span: spanOf(checker, source),
      message: `this is \`${text}\``,
    })),
    notes: [
      'A `match` has one type: that of all its arms, a common superclass, or the one that its context expects. Where its value does not matter, end it with `;`.',
    ],
  });
}
