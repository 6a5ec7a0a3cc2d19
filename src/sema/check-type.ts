/** Rules on `type X = …;`: an alias that ends, a union of members that can be told apart. */
import type { DeclId } from '../base/ids.ts';
import { nameSpan, tokenSpan } from '../base/span.ts';
import { checkTypeParameters } from './check-callable.ts';
import type { EndlessContext } from './check-struct.ts';
import { checkEnds } from './check-struct.ts';
import { equalTypes } from './equal-types.ts';
import { mistake } from './mistake.ts';
import type { TypeContext } from './resolve-type.ts';
import { resolveType, typeScope } from './resolve-type.ts';
import { namesOf } from './struct.ts';
import type { Hierarchy } from './subtype.ts';
import { isSubtype } from './subtype.ts';
import type { Type } from './type.ts';
import type { TypeDeclarationSyntax } from './type-declaration.ts';
import { isAlias } from './type-declaration.ts';
import { printType, qualifiedName } from './type-key.ts';

export interface TypeCheckContext extends EndlessContext, TypeContext, Hierarchy {
  /** The aliases through which an alias stands for itself, itself first; empty where it does not. */
  aliasCycle(decl: DeclId): readonly DeclId[];
}

export function checkTypeDeclaration(
  context: TypeCheckContext,
  decl: DeclId,
  syntax: TypeDeclarationSyntax,
): void {
  checkTypeParameters(
    context,
    decl,
    syntax.typeParameters.map(({ name }) => name),
  );
  if (isAlias(syntax)) checkAliasEnds(context, decl);
  else {
    checkDistinct(context, decl, syntax);
    checkEnds(context, decl, 'union');
  }
}

/** Whether two members of a union cannot be told apart; the second word of the message. */
export function clash(context: Hierarchy, a: Type, b: Type): 'same' | 'subclass' | undefined {
  if (a.kind === 'error' || b.kind === 'error') return undefined;
  if (equalTypes(a, b)) return 'same';
  if (a.kind !== 'class' || b.kind !== 'class') return undefined;
  return isSubtype(context, a, b) || isSubtype(context, b, a) ? 'subclass' : undefined;
}

/** One alias of a cycle reports it: the smallest. */
function checkAliasEnds(context: TypeCheckContext, decl: DeclId): void {
  const cycle = context.aliasCycle(decl);
  if (cycle.length === 0 || cycle.some((other) => other < decl)) return;
  const [, ...others] = cycle;
  const chain = [...cycle, decl].map((link) => `\`${nameOf(link)}\``);
  context.report(
    mistake({
      code: 'E0234',
      message: `Alias \`${nameOf(decl)}\` stands for itself`,
      span: nameSpan(decl),
      notes: [
        `The cycle is ${chain.join(' stands for ')}.`,
        'A type that contains itself is a class, or a struct or union that goes through a class or an array.',
      ],
      labels: others.map((other) => ({ span: nameSpan(other), message: 'on the cycle too' })),
    }),
  );
}

function checkDistinct(
  context: TypeCheckContext,
  decl: DeclId,
  syntax: TypeDeclarationSyntax,
): void {
  const scope = typeScope(decl, decl, namesOf(syntax.typeParameters));
  // What is wrong with a member is reported where the members are resolved.
  const silent: TypeContext = { ...context, report: () => undefined };
  const types = syntax.members.map((source) => resolveType(silent, scope, source));
  types.forEach((type, index) => {
    const earlier = types.slice(0, index).findIndex((other) => clash(context, other, type));
    const [source, first, other] = [syntax.members[index], syntax.members[earlier], types[earlier]];
    if (source === undefined || first === undefined || other === undefined) return;
    const isSame = clash(context, other, type) === 'same';
    context.report(
      mistake({
        code: 'E0235',
        message: isSame
          ? `\`${printType(type)}\` is a member twice`
          : `Members \`${printType(other)}\` and \`${printType(type)}\` are a class and its subclass`,
        span: tokenSpan(decl, source.from, source.to),
        labels: [{ span: tokenSpan(decl, first.from, first.to), message: 'the other one' }],
        notes: [
          isSame
            ? 'A value must tell which member it is.'
            : 'An object of the subclass is one of the superclass too; leave the subclass out.',
        ],
      }),
    );
  });
}

function nameOf(decl: DeclId): string {
  const name = qualifiedName(decl);
  return name.slice(name.lastIndexOf('.') + 1);
}
