/** `e is T`, `e as T` and `e as? T` where they ask what a value is: the member of a union, the class of an object. */
import type { Expr, TypeSyntax } from '../../syntax/ast.ts';
import { equalTypes } from '../equal-types.ts';
import type { HirExpr, TypeTest } from '../hir.ts';
import { asSuperclass, isSubtype } from '../subtype.ts';
import { didYouMean } from '../suggest.ts';
import type { ClassType, Type, UnionType } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanAt, spanOf } from './checker.ts';
import { noteTest } from './narrowing.ts';
import { BOOL } from './primitives.ts';
import { typeOf } from './types.ts';
import { membersOf } from './unions.ts';

type IsSyntax = Extract<Expr, { kind: 'is' }>;
type AsSyntax = Extract<Expr, { kind: 'as' }>;

/** A test that a value may pass or not. */
export interface Tested {
  readonly test: TypeTest;
  /** What the value then is. */
  readonly type: Type;
}

export function checkIs(checker: Checker, syntax: IsSyntax): HirExpr {
  const { at } = syntax;
  const operand = checker.expr(checker, syntax.operand, undefined);
  const type = typeOf(checker, syntax.type, 'What `is` asks for');
  if (operand.type.kind === 'never') return operand;
  if (operand.type.kind === 'error' || type.kind === 'error') return errorNode(at, BOOL);
  const found = testFor(checker, operand.type, type);
  if (found !== undefined) {
    noteTest(checker, operand);
    return { kind: 'is', type: BOOL, operand, test: found.test, at };
  }
  if (isSubtype(checker.ctx, operand.type, type)) {
    const message = `This is always true: the value has type \`${printType(operand.type)}\``;
    report(checker, 'W0307', spanAt(checker, at), message, {
      notes: ['`is` asks which member a union holds, or which subclass an object is of.'],
    });
    const statements: HirExpr[] = [operand, { kind: 'bool', type: BOOL, value: true, at }];
    return {
      kind: 'block',
      type: BOOL,
      block: { statements, yields: true, type: BOOL, at },
      at,
    };
  }
  reportImpossible(checker, { from: operand.type, to: type, range: syntax.type });
  return errorNode(at, BOOL);
}

/** A conversion that looks at the value; undefined where `from` does not leave open what it is. */
export function checkCast(
  checker: Checker,
  syntax: AsSyntax,
  { operand, type }: { readonly operand: HirExpr; readonly type: Type },
): HirExpr | undefined {
  const found = testFor(checker, operand.type, type);
  if (found === undefined) return undefined;
  const { at } = syntax;
  const { test } = found;
  if (syntax.isOptional !== true) {
    const names = test.kind === 'member' ? membersOf(checker, test.union).map(printType) : [];
    const memberNames = names.length === 0 ? {} : { memberNames: names };
    return { kind: 'cast', type, operand, test, failure: 'panic', ...memberNames, at };
  }
  return {
    kind: 'cast',
    type: { kind: 'optional', value: type },
    operand,
    test,
    failure: 'optional',
    at,
  };
}

/** `as?` of what is no union and no superclass. */
export function reportNoCast(
  checker: Checker,
  syntax: AsSyntax,
  { from, to }: { readonly from: Type; readonly to: Type },
): HirExpr {
  const type: Type = { kind: 'optional', value: to };
  if (isSubtype(checker.ctx, from, to)) {
    const message = `This never fails: the value has type \`${printType(from)}\``;
    report(checker, 'E0377', spanAt(checker, syntax.at), message, {
      notes: ['A value becomes an optional of itself where one is expected.'],
    });
  } else {
    reportImpossible(checker, { from, to, range: syntax.type });
  }
  return errorNode(syntax.at, type);
}

/** The test whether a value of type `from` is a `to`; undefined where the types say it already. */
export function testFor(checker: Checker, from: Type, to: Type): Tested | undefined {
  if (from.kind === 'union') {
    const member = membersOf(checker, from).findIndex((each) => equalTypes(each, to));
    return member < 0 ? undefined : { test: { kind: 'member', union: from, member }, type: to };
  }
  if (from.kind !== 'class' || to.kind !== 'class' || from.decl === to.decl) return undefined;
  return isSubclass(checker, to, from)
    ? { test: { kind: 'class', class: to }, type: to }
    : undefined;
}

export function isSubclass(checker: Checker, subclass: ClassType, of: ClassType): boolean {
  const seen = asSuperclass(checker.ctx, subclass, of.decl);
  return seen !== undefined && equalTypes(seen, of);
}

/** A value of type `from` is never a `to`. */
export function reportImpossible(
  checker: Checker,
  { from, to, range }: { readonly from: Type; readonly to: Type; readonly range: TypeSyntax },
): void {
  const message = `A value of type \`${printType(from)}\` is never a \`${printType(to)}\``;
  report(checker, 'E0376', spanOf(checker, range), message, { notes: hints(checker, from, to) });
}

function hints(checker: Checker, from: Type, to: Type): readonly string[] {
  if (from.kind === 'union') return memberHints(checker, from, to);
  if (from.kind === 'class' && to.kind === 'class')
    return [`\`${printType(to)}\` is no subclass of \`${printType(from)}\`.`];
  if (from.kind === 'optional')
    return ['Whether an optional holds a value is asked by `if let` or `== none`.'];
  if (from.kind === 'parameter') return [`Nothing is known about \`${from.name}\`.`];
  return ['Only unions and classes leave open what a value is.'];
}

function memberHints(checker: Checker, from: UnionType, to: Type): readonly string[] {
  const members = membersOf(checker, from);
  const names = members.map(printType);
  const holder = members.find(
    (member) => member.kind === 'class' && to.kind === 'class' && isSubclass(checker, to, member),
  );
  if (holder !== undefined)
    return [`Ask for the member \`${printType(holder)}\` first, then for its subclass.`];
  return [
    `Its members are ${names.map((name) => `\`${name}\``).join(', ')}.`,
    ...didYouMean(printType(to), names),
  ];
}
