/** Values of members as values of their union, and what members a type has. */
import { equalTypes } from '../equal-types.ts';
import type { HirExpr } from '../hir.ts';
import { isSubtype, substitute } from '../subtype.ts';
import type { Type, UnionType } from '../type.ts';
import type { Checker } from './checker.ts';
import { noteForeign } from './checker.ts';
import { canRetype, fits, retype } from './literals.ts';
import { F64, INT } from './primitives.ts';

/** The members of a union, in declared order, its type arguments put in. */
export function membersOf(checker: Checker, union: UnionType): readonly Type[] {
  const declaration = checker.ctx.typeDeclaration(union.decl);
  if (declaration.kind !== 'union') return [];
  const members = declaration.members.map((type) => substitute(type, union.decl, union.args));
  noteForeign(checker, members);
  return members;
}

/** A value of one member as the union; undefined where no member, or no single one, takes it. */
export function inject(checker: Checker, node: HirExpr, union: UnionType): HirExpr | undefined {
  const members = membersOf(checker, union);
  const member = memberFor(checker, node, members);
  const type = member === undefined ? undefined : members[member];
  if (member === undefined || type === undefined) return undefined;
  return {
    kind: 'inject',
    type: union,
    member,
    value: asMember(checker, node, type),
    at: node.at,
  };
}

/** Whether `inject` would yield something. */
export function isInjectable(checker: Checker, node: HirExpr, union: UnionType): boolean {
  return memberFor(checker, node, membersOf(checker, union)) !== undefined;
}

function memberFor(checker: Checker, node: HirExpr, members: readonly Type[]): number | undefined {
  const { type } = node;
  if (checker.flexible.has(node)) return memberForLiteral(node, members);
  const exact = members.findIndex((member) => equalTypes(member, type));
  if (exact >= 0) return exact;
  if (type.kind === 'error' || type.kind === 'never') return undefined;
  return only(members, (member) => member.kind !== 'error' && isSubtype(checker.ctx, type, member));
}

/** A literal is of its default type if that is a member, else of the only member that can hold it. */
function memberForLiteral(node: HirExpr, members: readonly Type[]): number | undefined {
  const preferred = node.type.kind === 'float' ? F64 : INT;
  const isHeld = (member: Type): boolean =>
    canRetype(node, member) &&
    (node.kind !== 'int' || member.kind !== 'int' || fits(node.value, member));
  const usual = members.findIndex((member) => equalTypes(member, preferred));
  const usualMember = members[usual];
  if (usualMember !== undefined && isHeld(usualMember)) return usual;
  return (
    only(members, (member) => member.kind === node.type.kind && isHeld(member)) ??
    only(members, isHeld) ??
    // Of none that holds it, the one that says so.
    (usualMember === undefined ? undefined : usual)
  );
}

function only(members: readonly Type[], test: (member: Type) => boolean): number | undefined {
  const found = members.flatMap((member, index) => (test(member) ? [index] : []));
  return found.length === 1 ? found[0] : undefined;
}

function asMember(checker: Checker, node: HirExpr, type: Type): HirExpr {
  if (checker.flexible.has(node) && canRetype(node, type)) return retype(checker, node, type);
  return equalTypes(node.type, type) ? node : { kind: 'convert', type, operand: node, at: node.at };
}
