/**
 * Aliases and unions. An alias vanishes where its name is resolved; so that the resolution of names ends,
 * which aliases a declaration mentions is found first, by names alone, and one that leads to itself stands
 * for the error type.
 */
import type { DeclId } from '../base/ids.ts';
import type { SignatureSyntax, TypeSyntax } from '../syntax/ast.ts';
import { equalTypes } from './equal-types.ts';
import type { TypeContext, TypeScope } from './resolve-type.ts';
import { resolveTypeName, resolveValueType, typeScope } from './resolve-type.ts';
import { namesOf } from './struct.ts';
import type { Type } from './type.ts';

export type TypeDeclarationSyntax = Extract<SignatureSyntax, { kind: 'type' }>;

/** `type A = B;`: one member. */
export function isAlias(syntax: SignatureSyntax): boolean {
  return syntax.kind === 'type' && syntax.members.length < 2;
}

/** The members as written, in order; equal ones, which are reported, once. */
export function resolveMembers(
  context: TypeContext,
  decl: DeclId,
  syntax: TypeDeclarationSyntax,
): readonly Type[] {
  const scope = scopeOf(decl, syntax);
  const members: Type[] = [];
  for (const source of syntax.members) {
    const type = resolveValueType(context, scope, source, 'A member of a union');
    if (!members.some((earlier) => equalTypes(earlier, type))) members.push(type);
  }
  return members;
}

/** What an alias that does not lead to itself stands for. */
export function resolveAlias(
  context: TypeContext,
  decl: DeclId,
  syntax: TypeDeclarationSyntax,
): Type {
  const [target] = syntax.members;
  if (target === undefined) return { kind: 'error' };
  return resolveValueType(context, scopeOf(decl, syntax), target, 'An alias');
}

/** The types declared by `type` that `decl` mentions, aliases or not, each once. */
export function mentionedTypes(
  context: TypeContext,
  decl: DeclId,
  syntax: TypeDeclarationSyntax,
): readonly DeclId[] {
  const scope = scopeOf(decl, syntax);
  const silent: TypeContext = { ...context, report: () => undefined };
  const found = new Set<DeclId>();
  for (const path of syntax.members.flatMap(pathsIn)) {
    const named = resolveTypeName(silent, scope, path);
    if (named.kind === 'type') found.add(named.decl);
  }
  return [...found];
}

/** The aliases from `decl` back to itself along what `mentions` says; empty where there is no such way. */
export function aliasCycle(
  mentions: (decl: DeclId) => readonly DeclId[],
  decl: DeclId,
): readonly DeclId[] {
  const cameFrom = new Map<DeclId, DeclId>();
  const pending: DeclId[] = [decl];
  for (let from = pending.shift(); from !== undefined; from = pending.shift()) {
    for (const to of mentions(from)) {
      if (to === decl) return wayTo(from, decl, cameFrom);
      if (cameFrom.has(to)) continue;
      cameFrom.set(to, from);
      pending.push(to);
    }
  }
  return [];
}

function wayTo(
  last: DeclId,
  first: DeclId,
  cameFrom: ReadonlyMap<DeclId, DeclId>,
): readonly DeclId[] {
  const way: DeclId[] = [];
  for (let at: DeclId | undefined = last; at !== undefined && at !== first; ) {
    way.push(at);
    at = cameFrom.get(at);
  }
  return [first, ...way.reverse()];
}

function scopeOf(decl: DeclId, syntax: TypeDeclarationSyntax): TypeScope {
  return typeScope(decl, decl, namesOf(syntax.typeParameters));
}

type PathSyntax = Extract<TypeSyntax, { kind: 'path' }>;

function pathsIn(syntax: TypeSyntax): readonly PathSyntax[] {
  switch (syntax.kind) {
    case 'path':
      return [syntax, ...syntax.args.flatMap(pathsIn)];
    case 'array':
      return pathsIn(syntax.element);
    case 'tuple':
      return syntax.elements.flatMap(pathsIn);
    case 'optional':
      return pathsIn(syntax.value);
    case 'pointer':
      return pathsIn(syntax.target);
    case 'error':
      return [];
  }
}
