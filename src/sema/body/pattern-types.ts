/** Types in patterns: what must be asked of a value so that it is of the type that a pattern names. */
import type { DeclId } from '../../base/ids.ts';
import type { TypeSyntax } from '../../syntax/ast.ts';
import { equalTypes } from '../equal-types.ts';
import type { HirPattern } from '../hir.ts';
import { bodyScope, parameterTypes, resolveTypeName } from '../resolve-type.ts';
import { asSuperclass, isSubtype, substitute } from '../subtype.ts';
import type { ClassType, Type, UnionType } from '../type.ts';
import type { Checker } from './checker.ts';
import { isSubclass, reportImpossible } from './type-tests.ts';
import { typeOf } from './types.ts';
import { membersOf } from './unions.ts';

/** How a value is matched as one of `type`: `wrap` puts the tests around the pattern for it. */
export interface TypeMatch {
  readonly type: Type;
  readonly wrap: (pattern: HirPattern) => HirPattern;
}

/** The type that `syntax` names, against values of type `from`; reports what can never match. */
export function matchType(checker: Checker, syntax: TypeSyntax, from: Type): TypeMatch | undefined {
  const type = patternType(checker, syntax, from);
  if (type.kind === 'error' || from.kind === 'error') return undefined;
  const match = matchTypes(checker, from, type);
  if (match === undefined) reportImpossible(checker, { from, to: type, range: syntax });
  return match;
}

/** The only member of the union that satisfies `test`. */
export function matchMember(
  checker: Checker,
  union: UnionType,
  test: (member: Type) => boolean,
): TypeMatch | undefined {
  const members = membersOf(checker, union);
  const found = members.flatMap((type, member) => (test(type) ? [{ type, member }] : []));
  const [only] = found;
  if (only === undefined || found.length > 1) return undefined;
  return { type: only.type, wrap: (pattern) => memberPattern(union, only, pattern) };
}

export function memberPattern(
  union: UnionType,
  { type, member }: { readonly type: Type; readonly member: number },
  pattern: HirPattern,
): HirPattern {
  return { kind: 'is', test: { kind: 'member', union, member }, type, pattern };
}

function matchTypes(checker: Checker, from: Type, to: Type): TypeMatch | undefined {
  if (equalTypes(from, to)) return { type: to, wrap: (pattern) => pattern };
  switch (from.kind) {
    case 'optional': {
      const inner = matchTypes(checker, from.value, to);
      return (
        inner && { type: inner.type, wrap: (it) => ({ kind: 'some', pattern: inner.wrap(it) }) }
      );
    }
    case 'union':
      return (
        matchMember(checker, from, (member) => equalTypes(member, to)) ??
        matchSubclass(checker, from, to)
      );
    case 'class':
      if (to.kind !== 'class') return undefined;
      if (isSubtype(checker.ctx, from, to)) return { type: from, wrap: (pattern) => pattern };
      return isSubclass(checker, to, from)
        ? { type: to, wrap: (pattern) => classPattern(to, pattern) }
        : undefined;
    default:
      return undefined;
  }
}

/** A subclass of a class that is a member. */
function matchSubclass(checker: Checker, from: UnionType, to: Type): TypeMatch | undefined {
  if (to.kind !== 'class') return undefined;
  const member = matchMember(
    checker,
    from,
    (each) => each.kind === 'class' && isSubclass(checker, to, each),
  );
  return member && { type: to, wrap: (pattern) => member.wrap(classPattern(to, pattern)) };
}

function classPattern(type: ClassType, pattern: HirPattern): HirPattern {
  return { kind: 'is', test: { kind: 'class', class: type }, type, pattern };
}

/** As written; the type arguments of a generic type may be left out where the value's type gives them. */
function patternType(checker: Checker, syntax: TypeSyntax, from: Type): Type {
  if (syntax.kind === 'path' && syntax.args.length === 0) {
    const { signature, thisType } = checker.owner;
    const silent = { ...checker.ctx, report: () => undefined };
    const named = resolveTypeName(silent, bodyScope(signature, thisType), syntax);
    if (named.kind === 'class' || named.kind === 'struct') {
      const inferred = withArgumentsFrom(checker, named.decl, from);
      if (inferred !== undefined) return inferred;
    }
  }
  return typeOf(checker, syntax, 'A pattern');
}

function withArgumentsFrom(checker: Checker, decl: DeclId, from: Type): Type | undefined {
  switch (from.kind) {
    case 'optional':
      return withArgumentsFrom(checker, decl, from.value);
    case 'struct':
      return from.decl === decl ? from : undefined;
    case 'union': {
      const found = membersOf(checker, from).flatMap((member) => {
        const type = withArgumentsFrom(checker, decl, member);
        return type === undefined ? [] : [type];
      });
      return found.length === 1 ? found[0] : undefined;
    }
    case 'class':
      return from.decl === decl ? from : subclassArguments(checker, decl, from);
    default:
      return undefined;
  }
}

/** `Leaf` for a `Node<int>`, where `Leaf<T> extends Node<T>`. */
function subclassArguments(checker: Checker, decl: DeclId, from: ClassType): Type | undefined {
  const own = parameterTypes(decl, checker.ctx.typeParameters(decl));
  if (own.length === 0) return undefined;
  const generic: ClassType = { kind: 'class', decl, args: own };
  const seen = asSuperclass(checker.ctx, generic, from.decl);
  if (seen === undefined) return undefined;
  const args = own.map((parameter) => {
    const index = seen.args.findIndex((arg) => equalTypes(arg, parameter));
    return from.args[index];
  });
  if (args.some((arg) => arg === undefined)) return undefined;
  const found = args.filter((arg) => arg !== undefined);
  const back = seen.args.map((arg) => substitute(arg, decl, found));
  return back.every((arg, index) => equalTypes(arg, from.args[index] ?? arg))
    ? { kind: 'class', decl, args: found }
    : undefined;
}
