/** `:=`, the compound assignments, and `consume`. */
import type { AssignmentOperator, BinaryOperatorSyntax, Expr } from '../../syntax/ast.ts';
import type { HirExpr, LocalId } from '../hir.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanAt, spanOf, withoutParentheses } from './checker.ts';
import { coerce } from './coercion.ts';
import { isExclusiveWrite } from './locked-access.ts';
import type { Access, MemberSyntax } from './members.ts';
import { accessOf } from './members.ts';
import type { NameSyntax } from './names.ts';
import { moduleNamed, reportNotAVariable } from './names.ts';
import { forgetFacts } from './narrowing.ts';
import { combine } from './operators.ts';
import {
  defineLocal,
  findLocal,
  isCaptured,
  localAt,
  mentionLocal,
  reserveLocal,
} from './scope.ts';

type AssignSyntax = Extract<Expr, { kind: 'assign' }>;
type ConsumeSyntax = Extract<Expr, { kind: 'consume' }>;

export function checkAssign(checker: Checker, syntax: AssignSyntax): HirExpr {
  const { target } = syntax;
  if (target.kind === 'name') return assignLocal(checker, syntax, target);
  if (target.kind === 'member' && moduleNamed(checker, target.object) === undefined) {
    return assignField(checker, syntax, target);
  }
  // Not a variable: the parser has reported it, or the target is an item of a module, which its check reports.
  checker.expr(checker, target, undefined);
  checker.expr(checker, syntax.value, undefined);
  checker.isErroneous = true;
  return errorNode(syntax.at);
}

export function checkConsume(checker: Checker, syntax: ConsumeSyntax): HirExpr {
  const operand = withoutParentheses(syntax.operand);
  if (operand.kind === 'name') return consumeLocal(checker, syntax, operand);
  if (operand.kind === 'member' && moduleNamed(checker, operand.object) === undefined) {
    return consumeField(checker, syntax, operand);
  }
  // A fresh value has no other owner.
  return checker.expr(checker, operand, undefined);
}

function assignLocal(checker: Checker, syntax: AssignSyntax, target: NameSyntax): HirExpr {
  const { at } = syntax;
  const local = writableLocal(checker, target, 'assigned to');
  if (local === undefined) {
    checker.expr(checker, syntax.value, undefined);
    return errorNode(at);
  }
  const { type } = localAt(checker, local);
  const operator = operatorOf(syntax.operator);
  const checked = checker.expr(checker, syntax.value, isShift(operator) ? undefined : type);
  warnIfCaptured(checker, target, local);
  if (operator === undefined) {
    const value = coerce(checker, checked, { target: type, range: syntax.value });
    forgetFacts(checker, local);
    return { kind: 'assignLocal', type, local, value, at };
  }
  const current: HirExpr = { kind: 'local', type, local, at: target.at };
  const whole = combine(checker, { operator, left: current, right: checked }, operands(syntax));
  if (whole.kind !== 'binary') return whole;
  if (type.kind !== 'string')
    return { kind: 'compoundLocal', type, local, operator, value: whole.right, at };
  return { kind: 'assignLocal', type, local, value: joined(current, whole.right, at), at };
}

function assignField(checker: Checker, syntax: AssignSyntax, target: MemberSyntax): HirExpr {
  const { at } = syntax;
  const object = checker.expr(checker, target.object, undefined);
  const access = writableAccess(checker, object, { target, verb: 'assigned to' });
  if (access === undefined) {
    checker.expr(checker, syntax.value, undefined);
    return errorNode(at);
  }
  const { field } = access;
  const { type } = field;
  const operator = operatorOf(syntax.operator);
  const checked = checker.expr(checker, syntax.value, isShift(operator) ? undefined : type);
  if (operator === undefined) {
    const value = coerce(checker, checked, { target: type, range: syntax.value });
    const exclusive = isExclusiveWrite(checker, {
      object,
      field,
      value,
      isCompound: false,
      range: syntax,
    });
    return { kind: 'assignField', type, object, field, value, exclusive, at };
  }
  const current: HirExpr = { kind: 'field', type, object, field, at: target.at };
  const whole = combine(checker, { operator, left: current, right: checked }, operands(syntax));
  if (whole.kind !== 'binary') return whole;
  const value = whole.right;
  const exclusive = isExclusiveWrite(checker, {
    object,
    field,
    value,
    isCompound: true,
    range: syntax,
  });
  if (type.kind === 'string')
    return appendToField(checker, { object, access, value, exclusive, at });
  return { kind: 'compoundField', type, object, field, operator, value, exclusive, at };
}

/** `object.text += more`: `object` is evaluated once, into a variable without a name where it is no variable. */
function appendToField(
  checker: Checker,
  {
    object,
    access,
    value,
    exclusive,
    at,
  }: {
    readonly object: HirExpr;
    readonly access: Access;
    readonly value: HirExpr;
    readonly exclusive: boolean;
    readonly at: number;
  },
): HirExpr {
  const { field } = access;
  const { type } = field;
  const append = (owner: HirExpr): HirExpr => {
    const current: HirExpr = { kind: 'field', type, object: owner, field, at };
    return {
      kind: 'assignField',
      type,
      object: owner,
      field,
      value: joined(current, value, at),
      exclusive,
      at,
    };
  };
  if (object.kind === 'local') return append(object);
  const local = reserveLocal(checker, '', at);
  defineLocal(checker, local, { name: '', type: object.type, kind: 'let', borrowed: false, at });
  const bind: HirExpr = { kind: 'let', type: object.type, local, value: object, at };
  const assign = append({ kind: 'local', type: object.type, local, at });
  return { kind: 'block', type, block: { statements: [bind, assign], yields: true, type, at }, at };
}

function joined(current: HirExpr, value: HirExpr, at: number): HirExpr {
  return { kind: 'interpolate', type: current.type, parts: [current, value], at };
}

function consumeLocal(checker: Checker, syntax: ConsumeSyntax, operand: NameSyntax): HirExpr {
  const local = writableLocal(checker, operand, 'consumed');
  if (local === undefined) return errorNode(syntax.at);
  forgetFacts(checker, local);
  return { kind: 'consumeLocal', type: localAt(checker, local).type, local, at: syntax.at };
}

function consumeField(checker: Checker, syntax: ConsumeSyntax, operand: MemberSyntax): HirExpr {
  const object = checker.expr(checker, operand.object, undefined);
  const access = writableAccess(checker, object, { target: operand, verb: 'consumed' });
  if (access === undefined) return errorNode(syntax.at);
  return {
    kind: 'consumeField',
    type: access.field.type,
    object,
    field: access.field,
    at: syntax.at,
  };
}

/** The variable that is written; reports `this` and what is no variable. */
function writableLocal(checker: Checker, target: NameSyntax, verb: string): LocalId | undefined {
  const local = findLocal(checker, target.name);
  if (local === undefined) {
    reportNotAVariable(checker, target);
    return undefined;
  }
  if (localAt(checker, local).kind === 'this') {
    report(checker, 'E0315', spanOf(checker, target), `\`this\` cannot be ${verb}`);
    return undefined;
  }
  mentionLocal(checker, local);
  return local;
}

function writableAccess(
  checker: Checker,
  object: HirExpr,
  { target, verb }: { readonly target: MemberSyntax; readonly verb: string },
): Access | undefined {
  const access = accessOf(checker, object, target);
  if (access === undefined || !access.isConst) return access;
  report(
    checker,
    'E0316',
    spanOf(checker, target.name),
    `\`${target.name.text}\` is \`const\` and cannot be ${verb}`,
    {
      notes: ['A `const` field is set by `new` only. Declare it `var` to change it later.'],
    },
  );
  return undefined;
}

function warnIfCaptured(checker: Checker, target: NameSyntax, local: LocalId): void {
  if (!isCaptured(checker, local)) return;
  report(
    checker,
    'W0300',
    spanOf(checker, target),
    `This assignment changes the task's copy of \`${target.name}\` only`,
    {
      labels: [
        { span: spanAt(checker, localAt(checker, local).at), message: 'declared outside the task' },
      ],
      notes: [
        'Variables are copied into an `async` block. Results are handed out through a field of an object.',
      ],
    },
  );
}

function isShift(operator: BinaryOperatorSyntax | undefined): boolean {
  return operator === '<<' || operator === '>>';
}

function operands(syntax: AssignSyntax): {
  readonly at: number;
  readonly left: Expr;
  readonly right: Expr;
} {
  return { at: syntax.at, left: syntax.target, right: syntax.value };
}

/** The operator inside a compound assignment. */
function operatorOf(operator: AssignmentOperator): BinaryOperatorSyntax | undefined {
  return compound[operator];
}

const compound: Readonly<Record<AssignmentOperator, BinaryOperatorSyntax | undefined>> = {
  ':=': undefined,
  '+=': '+',
  '-=': '-',
  '*=': '*',
  '/=': '/',
  '%=': '%',
  '&=': '&',
  '|=': '|',
  '^=': '^',
  '<<=': '<<',
  '>>=': '>>',
};
