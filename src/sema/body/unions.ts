/** Values of members as values of their union, and what members a type has. */
import { equalTypes } from '../equal-types.ts';
import type { HirExpr } from '../hir.ts';
import { isSubtype, substitute } from '../subtype.ts';
import type { Type, UnionType } from '../type.ts';
import type { Coercion } from './adapt.ts';
import { canAdapt } from './adapt.ts';
import type { Checker } from './checker.ts';
import { noteForeign } from './checker.ts';
import { canRetype, fits, retype } from './literals.ts';
import { F64, INT, isNumeric } from './primitives.ts';

/** The members of a union, in declared order, its type arguments put in. */
export function membersOf(checker: Checker, union: UnionType): readonly Type[] {
  const declaration = checker.ctx.typeDeclaration(union.decl);
  if (declaration.kind !== 'union') return [];
  const members = declaration.members.map((type) => substitute(type, union.decl, union.args));
  noteForeign(checker, members);
  return members;
}

export interface Injection {
  readonly union: UnionType;
  readonly coercion: Coercion;
}

/** A value of one member as the union; undefined where no member, or no single one, takes it. */
export function inject(
  checker: Checker,
  node: HirExpr,
  { union, coercion }: Injection,
): HirExpr | undefined {
  const members = membersOf(checker, union);
  const member = memberFor(checker, node, { members, coercion });
  const type = member === undefined ? undefined : members[member];
  if (member === undefined || type === undefined) return undefined;
  return {
    kind: 'inject',
    type: union,
    member,
    value: asMember(checker, node, { type, coercion }),
    at: node.at,
  };
}

/** Whether `inject` would yield something. */
export function isInjectable(
  checker: Checker,
  node: HirExpr,
  { union, coercion }: Injection,
): boolean {
  return memberFor(checker, node, { members: membersOf(checker, union), coercion }) !== undefined;
}

/** The one member of a union that a literal of its kind can only be meant for; undefined where there are more. */
export function onlyMember<K extends Type['kind']>(
  checker: Checker,
  type: Type | undefined,
  test: (member: Type) => member is Extract<Type, { kind: K }>,
): Extract<Type, { kind: K }> | undefined {
  if (type?.kind !== 'union') return undefined;
  const found = membersOf(checker, type).filter(test);
  return found.length === 1 ? found[0] : undefined;
}

function memberFor(
  checker: Checker,
  node: HirExpr,
  { members, coercion }: { readonly members: readonly Type[]; readonly coercion: Coercion },
): number | undefined {
  const { type } = node;
  if (checker.flexible.has(node)) {
    if (isNumeric(type)) return memberForLiteral(node, members);
    const same = members.findIndex((member) => equalTypes(member, type));
    return same >= 0
      ? same
      : only(members, (target) => canAdapt(checker, node, { target, coercion }));
  }
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

function asMember(
  checker: Checker,
  node: HirExpr,
  { type, coercion }: { readonly type: Type; readonly coercion: Coercion },
): HirExpr {
  if (checker.flexible.has(node)) {
    const adapted = canRetype(node, type)
      ? retype(checker, node, type)
      : coercion.tryCoerce(checker, node, type);
    if (adapted !== undefined) return adapted;
  }
  return equalTypes(node.type, type) ? node : { kind: 'convert', type, operand: node, at: node.at };
}
