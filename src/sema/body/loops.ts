/** Loops, and the variables that are fresh in each of their passes. */
import type { Expr, Name } from '../../syntax/ast.ts';
import type { HirExpr, LoopId } from '../hir.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import { checkDiscardedBlock, checkStatement } from './blocks.ts';
import { checkCondition } from './branches.ts';
import type { Checker, LoopFrame } from './checker.ts';
import { errorNode, report, spanAt, spanOf, withoutParentheses } from './checker.ts';
import type { LetCondition } from './conditional-let.ts';
import { decideByLet, letCondition } from './conditional-let.ts';
import { forgetAssigned, learnFacts, outcomeOf, underFacts } from './narrowing.ts';
import { unifyOperands } from './operators.ts';
import { CHAR, ERROR, NEVER, VOID } from './primitives.ts';
import { bindLocal, defineLocal, inScope, reserveLocal } from './scope.ts';

type WhileSyntax = Extract<Expr, { kind: 'while' }>;
type ForSyntax = Extract<Expr, { kind: 'for' }>;
type ForInSyntax = Extract<Expr, { kind: 'forIn' }>;
type RangeSyntax = Extract<Expr, { kind: 'range' }>;

export function checkWhile(checker: Checker, syntax: WhileSyntax): HirExpr {
  const declaration = letCondition(syntax.condition);
  return inLoop(checker, syntax.label, (frame) => {
    forgetAssigned(checker, [syntax.condition, ...syntax.body.statements]);
    if (declaration !== undefined) return checkWhileLet(checker, syntax, { declaration, frame });
    const condition = checkCondition(checker, syntax.condition, '`while`');
    const { whenTrue, whenFalse } = outcomeOf(checker, condition);
    const body = underFacts(checker, whenTrue, () => checkDiscardedBlock(checker, syntax.body));
    // What the body assigns has been forgotten already, and the condition was the last to look.
    if (!frame.isBroken) learnFacts(checker, whenFalse);
    return {
      kind: 'while',
      type: loopType(syntax.condition, frame),
      condition,
      body,
      loop: frame.loop,
      at: syntax.at,
    };
  });
}

function checkWhileLet(
  checker: Checker,
  syntax: WhileSyntax,
  { declaration, frame }: { readonly declaration: LetCondition; readonly frame: LoopFrame },
): HirExpr {
  const { at } = syntax;
  const { loop } = frame;
  const { decision, body } = decideByLet(checker, declaration, {
    of: '`while let`',
    body: () => checkDiscardedBlock(checker, syntax.body),
  });
  if (decision.kind === 'plain')
    return { kind: 'while', type: VOID, condition: decision.condition, body, loop, at };
  const { subject, pattern } = decision;
  return { kind: 'whileLet', type: VOID, subject, pattern, body, loop, at };
}

/** The step stands outside the body: it does not see the body's variables. */
export function checkFor(checker: Checker, syntax: ForSyntax): HirExpr {
  return inScope(checker, () => {
    const init = checkStatement(checker, syntax.init, undefined);
    return inLoop(checker, syntax.label, (frame) => {
      forgetAssigned(checker, [syntax.condition, syntax.step, ...syntax.body.statements]);
      const condition = checkCondition(checker, syntax.condition, '`for`');
      const step = checker.expr(checker, syntax.step, undefined);
      const body = checkDiscardedBlock(checker, syntax.body);
      const type = loopType(syntax.condition, frame);
      return { kind: 'for', type, init, condition, step, body, loop: frame.loop, at: syntax.at };
    });
  });
}

export function checkForIn(checker: Checker, syntax: ForInSyntax): HirExpr {
  const local = reserveLocal(checker, syntax.name.text, syntax.name.from);
  const subject = checkSubject(checker, syntax.subject);
  const type = subject === undefined ? ERROR : passType(subject);
  const { text: name, from: at } = syntax.name;
  defineLocal(checker, local, { name, type, kind: 'let', borrowed: false, at });
  if (name === 'this')
    report(checker, 'E0315', spanOf(checker, syntax.name), '`this` cannot be declared');
  return inScope(checker, () => {
    if (name !== 'this') bindLocal(checker, local);
    return inLoop(checker, syntax.label, ({ loop }) => {
      forgetAssigned(checker, syntax.body.statements);
      const body = checkDiscardedBlock(checker, syntax.body);
      if (subject === undefined) return errorNode(syntax.at, VOID);
      return { ...subject, type: VOID, local, body, loop, at: syntax.at };
    });
  });
}

/** A range anywhere but behind `in`, which the parser has reported. */
export function checkStrayRange(checker: Checker, syntax: RangeSyntax): HirExpr {
  checker.expr(checker, syntax.start, undefined);
  checker.expr(checker, syntax.end, undefined);
  checker.isErroneous = true;
  return errorNode(syntax.at);
}

function inLoop<T>(checker: Checker, label: Name | undefined, body: (frame: LoopFrame) => T): T {
  const loop: LoopId = checker.loopCount++;
  const frame: LoopFrame = {
    loop,
    label: label?.text,
    task: checker.tasks.length - 1,
    isBroken: false,
  };
  checker.loops.push(frame);
  const result = body(frame);
  checker.loops.pop();
  return result;
}

/** A loop on `true` that nothing breaks out of never ends. */
function loopType(condition: Expr, frame: LoopFrame): Type {
  const inner = withoutParentheses(condition);
  return inner.kind === 'bool' && inner.value && !frame.isBroken ? NEVER : VOID;
}

type Subject =
  | {
      readonly kind: 'forRange';
      readonly from: HirExpr;
      readonly to: HirExpr;
      readonly inclusive: boolean;
    }
  | { readonly kind: 'forEach'; readonly subject: HirExpr };

/** The type of the variable. */
function passType(subject: Subject): Type {
  if (subject.kind === 'forRange') return subject.from.type;
  const { type } = subject.subject;
  return type.kind === 'array' ? type.element : CHAR;
}

function checkSubject(checker: Checker, syntax: Expr): Subject | undefined {
  const subject = withoutParentheses(syntax);
  if (subject.kind !== 'range') {
    const each = checker.expr(checker, syntax, undefined);
    const { type } = each;
    if (type.kind === 'array' || type.kind === 'string') return { kind: 'forEach', subject: each };
    if (type.kind === 'error') return undefined;
    report(
      checker,
      'E0337',
      spanOf(checker, syntax),
      `A \`for\` cannot run over \`${printType(type)}\``,
      {
        notes: [
          type.kind === 'int'
            ? 'Write a range: `for (i in 0..n) { … }`.'
            : 'It runs over arrays, the characters of strings, and ranges of integers: `a..b`, or `a..=b` with the end.',
        ],
      },
    );
    return undefined;
  }
  const start = checker.expr(checker, subject.start, undefined);
  const end = checker.expr(checker, subject.end, undefined);
  if (start.type.kind === 'error' || end.type.kind === 'error') return undefined;
  const unified = unifyOperands(checker, start, end);
  if (unified === undefined || unified[0].type.kind !== 'int') {
    reportBounds(checker, subject, { start, end });
    return undefined;
  }
  const [from, to] = unified;
  return { kind: 'forRange', from, to, inclusive: subject.inclusive };
}

function reportBounds(
  checker: Checker,
  syntax: RangeSyntax,
  { start, end }: { readonly start: HirExpr; readonly end: HirExpr },
): void {
  const [first, second] = [printType(start.type), printType(end.type)];
  report(
    checker,
    'E0337',
    spanAt(checker, syntax.at),
    `The bounds of a range must be integers of one type`,
    {
      labels: [
        { span: spanOf(checker, syntax.start), message: `this is \`${first}\`` },
        { span: spanOf(checker, syntax.end), message: `this is \`${second}\`` },
      ],
      notes:
        start.type.kind === 'int' && end.type.kind === 'int'
          ? ['Convert one of them with `as`.']
          : [],
    },
  );
}
