/** `:=`, the compound assignments, and `consume`. */
import type { AssignmentOperator, BinaryOperatorSyntax, Expr } from '../../syntax/ast.ts';
import type { Binding } from '../context.ts';
import type { HirExpr, HirPlace, LocalId } from '../hir.ts';
import type { Checker } from './checker.ts';
import { errorNode, noteForeign, report, spanAt, spanOf, withoutParentheses } from './checker.ts';
import { coerce } from './coercion.ts';
import { reportConstantWrite } from './constants.ts';
import { isExclusiveGlobalWrite } from './globals.ts';
import { readLength } from './indices.ts';
import { isExclusiveWrite } from './locked-access.ts';
import type { Access, MemberSyntax } from './members.ts';
import { accessOf } from './members.ts';
import type { NameSyntax } from './names.ts';
import { declaredBindings, moduleNamed, reportNotAVariable } from './names.ts';
import { forgetFacts } from './narrowing.ts';
import { combine } from './operators.ts';
import type { Target } from './places.ts';
import { checkPlace, placeOf, reportNotConsumed } from './places.ts';
import {
  defineLocal,
  findLocal,
  isCaptured,
  localAt,
  mentionLocal,
  reserveLocal,
} from './scope.ts';
import { isOfStruct, readStructField } from './structs.ts';
import { isTuple, readTupleElement } from './tuples.ts';

type AssignSyntax = Extract<Expr, { kind: 'assign' }>;
type ConsumeSyntax = Extract<Expr, { kind: 'consume' }>;

export function checkAssign(checker: Checker, syntax: AssignSyntax): HirExpr {
  const { target } = syntax;
  const declared = declaredTarget(checker, target);
  if (declared !== undefined) return assignDeclared(checker, syntax, declared);
  if (target.kind === 'name') return assignLocal(checker, syntax, target);
  if (target.kind === 'index') return assignPlace(checker, syntax, checkPlace(checker, target));
  if (target.kind === 'member' && moduleNamed(checker, target.object) === undefined) {
    return assignMember(checker, syntax, target);
  }
  // Not a variable: the parser has reported it, or the target is an item of a module, which its check reports.
  checker.expr(checker, target, undefined);
  checker.expr(checker, syntax.value, undefined);
  checker.isErroneous = true;
  return errorNode(syntax.at);
}

export function checkConsume(checker: Checker, syntax: ConsumeSyntax): HirExpr {
  const operand = withoutParentheses(syntax.operand);
  const declared = declaredTarget(checker, operand);
  if (declared !== undefined) return consumeDeclared(checker, syntax, declared);
  if (operand.kind === 'name') return consumeLocal(checker, syntax, operand);
  if (operand.kind === 'member' && moduleNamed(checker, operand.object) === undefined) {
    return consumeField(checker, syntax, operand);
  }
  if (operand.kind === 'index') return reportNotConsumed(checker, operand, syntax.at);
  // A fresh value has no other owner.
  return checker.expr(checker, operand, undefined);
}

/** A constant or global variable that is assigned to, or consumed. */
function declaredTarget(checker: Checker, target: Expr): Binding | undefined {
  return declaredBindings(checker, target).find(
    ({ kind }) => kind === 'constant' || kind === 'global',
  );
}

function assignDeclared(checker: Checker, syntax: AssignSyntax, binding: Binding): HirExpr {
  const { at, target } = syntax;
  if (binding.kind !== 'global') {
    checker.expr(checker, syntax.value, undefined);
    reportConstantWrite(checker, {
      name: nameOfTarget(target),
      range: target,
      verb: 'assigned to',
    });
    return errorNode(at);
  }
  const global = checker.ctx.globalVariable(binding.decl);
  const { type } = global;
  noteForeign(checker, [type]);
  const place: HirPlace = { root: { kind: 'global', global }, path: [], type, at: target.at };
  const operator = operatorOf(syntax.operator);
  const checked = checker.expr(checker, syntax.value, isShift(operator) ? undefined : type);
  const write = { global, name: nameOfTarget(target), range: syntax };
  if (operator === undefined) {
    const value = coerce(checker, checked, { target: type, range: syntax.value });
    const exclusive = isExclusiveGlobalWrite(checker, { ...write, value, isCompound: false });
    return { kind: 'assignPlace', type, place, value, exclusive, at };
  }
  const current: HirExpr = { kind: 'global', type, global, at: target.at };
  const whole = combine(checker, { operator, left: current, right: checked }, operands(syntax));
  if (whole.kind !== 'binary') return whole;
  const exclusive = isExclusiveGlobalWrite(checker, {
    ...write,
    value: whole.right,
    isCompound: true,
  });
  if (type.kind === 'string') {
    const value = joined(current, whole.right, at);
    return { kind: 'assignPlace', type, place, value, exclusive, at };
  }
  return { kind: 'compoundPlace', type, place, operator, value: whole.right, exclusive, at };
}

function nameOfTarget(target: Expr): string {
  if (target.kind === 'name') return target.name;
  return target.kind === 'member' ? target.name.text : '';
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

/** A field of an object, or a part of a value where it stands. */
function assignMember(checker: Checker, syntax: AssignSyntax, target: MemberSyntax): HirExpr {
  const object = checker.expr(checker, target.object, undefined);
  const part = isOfStruct(object)
    ? readStructField(checker, object, target)
    : isTuple(object)
      ? readTupleElement(checker, object, target)
      : readLength(checker, object, target);
  if (part === undefined) return assignField(checker, syntax, { target, object });
  if (part.kind === 'error') return assignPlace(checker, syntax, undefined);
  const place = placeOf(checker, part, target);
  return assignPlace(checker, syntax, place && { place, current: part });
}

/** The value is evaluated first, then the place. */
function assignPlace(checker: Checker, syntax: AssignSyntax, target: Target | undefined): HirExpr {
  const { at } = syntax;
  if (target === undefined) {
    checker.expr(checker, syntax.value, undefined);
    checker.isErroneous = true;
    return errorNode(at);
  }
  const { place, current } = target;
  const { type } = place;
  const operator = operatorOf(syntax.operator);
  const checked = checker.expr(checker, syntax.value, isShift(operator) ? undefined : type);
  if (operator === undefined) {
    const value = coerce(checker, checked, { target: type, range: syntax.value });
    const exclusive = isExclusivePlace(checker, { syntax, place, value, isCompound: false });
    return { kind: 'assignPlace', type, place, value, exclusive, at };
  }
  const whole = combine(checker, { operator, left: current, right: checked }, operands(syntax));
  if (whole.kind !== 'binary') return whole;
  const value = whole.right;
  const exclusive = isExclusivePlace(checker, { syntax, place, value, isCompound: true });
  return { kind: 'compoundPlace', type, place, operator, value, exclusive, at };
}

function isExclusivePlace(
  checker: Checker,
  {
    syntax,
    place: { root },
    value,
    isCompound,
  }: {
    readonly syntax: AssignSyntax;
    readonly place: HirPlace;
    readonly value: HirExpr;
    readonly isCompound: boolean;
  },
): boolean {
  if (root.kind === 'field') {
    const { object, field } = root;
    return isExclusiveWrite(checker, { object, field, value, isCompound, range: syntax });
  }
  if (root.kind !== 'global') return false;
  const { global } = root;
  const name = nameInTarget(syntax.target);
  return isExclusiveGlobalWrite(checker, { global, name, range: syntax, value, isCompound });
}

function nameInTarget(target: Expr): string {
  let root = withoutParentheses(target);
  while (root.kind === 'member' || root.kind === 'index') root = withoutParentheses(root.object);
  return nameOfTarget(root);
}

function assignField(
  checker: Checker,
  syntax: AssignSyntax,
  { target, object }: { readonly target: MemberSyntax; readonly object: HirExpr },
): HirExpr {
  const { at } = syntax;
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
  if (isOfStruct(object) || isTuple(object)) return reportNotConsumed(checker, operand, syntax.at);
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

/** Everybody may read it next: there is no owner who could give it away. */
function consumeDeclared(checker: Checker, syntax: ConsumeSyntax, binding: Binding): HirExpr {
  const { operand, at } = syntax;
  const name = nameOfTarget(withoutParentheses(operand));
  if (binding.kind === 'constant') {
    reportConstantWrite(checker, { name, range: operand, verb: 'consumed' });
  } else {
    report(
      checker,
      'E0261',
      spanOf(checker, operand),
      `The global variable \`${name}\` cannot be consumed`,
      {
        notes: ['It has no owner: every function may use it next. Read it instead.'],
      },
    );
  }
  return errorNode(at);
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
