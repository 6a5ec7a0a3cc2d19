/**
 * Superclasses: the link that a class's header makes, and the chain that the links make. Links may
 * form a cycle, which is a mistake; chains never do: a class on a cycle has no ancestors, and
 * another class's chain ends with the first class on the cycle. Everything behind this file relies
 * on it.
 */
import type { DeclId } from '../base/ids.ts';
import { tokenSpan } from '../base/span.ts';
import type { Range, SignatureSyntax } from '../syntax/ast.ts';
import { mistake } from './mistake.ts';
import type { TypeContext } from './resolve-type.ts';
import {
  instantiate,
  resolveArguments,
  resolveType,
  resolveTypeName,
  typeScope,
} from './resolve-type.ts';
import { substituteClass } from './subtype.ts';
import type { ClassType, Type } from './type.ts';
import { printType } from './type-key.ts';

export type ClassSyntax = Extract<SignatureSyntax, { kind: 'class' }>;

/** The superclass that a class names, in terms of its own parameters. */
export type SuperclassLink = (decl: DeclId) => ClassType | undefined;

/**
 * Resolves the `extends` of a class. A generic superclass without arguments takes the class's own
 * parameters, where their number fits.
 */
export function resolveSuperclass(
  context: TypeContext,
  decl: DeclId,
  syntax: ClassSyntax,
): ClassType | undefined {
  const { superclass } = syntax;
  if (superclass === undefined || superclass.kind === 'error') return undefined;
  const scope = typeScope(
    decl,
    decl,
    syntax.typeParameters.map(({ name }) => ({ name: name.text })),
  );
  if (superclass.kind !== 'path') {
    return notAClass(context, decl, superclass, resolveType(context, scope, superclass));
  }
  const named = resolveTypeName(context, scope, superclass);
  if (named.kind === 'class') {
    const passesThrough = superclass.args.length === 0 && scope.parameters.length > 0;
    const fits = context.typeParameters(named.decl).length === scope.parameters.length;
    if (passesThrough && fits) return { kind: 'class', decl: named.decl, args: scope.parameters };
    return onlyClass(instantiate(context, scope, superclass, named));
  }
  if (named.kind === 'unknown') {
    resolveArguments(context, scope, superclass);
    return undefined;
  }
  if (named.kind === 'plain') resolveArguments(context, scope, superclass);
  const type = named.kind === 'plain' ? named.type : instantiate(context, scope, superclass, named);
  return notAClass(context, decl, superclass, type);
}

function notAClass(context: TypeContext, decl: DeclId, range: Range, type: Type): undefined {
  context.report(
    mistake({
      code: 'E0209',
      message: `\`${printType(type)}\` is not a class`,
      span: tokenSpan(decl, range.from, range.to),
      notes: ['A class can only extend another class.'],
    }),
  );
}

/** Superclasses of `decl`, nearest first, in terms of its own parameters; see above for cycles. */
export function ancestorsOf(superclassLink: SuperclassLink, decl: DeclId): readonly ClassType[] {
  const chain: ClassType[] = [];
  const lengthAt = new Map<DeclId, number>([[decl, 0]]);
  let next = superclassLink(decl);
  while (next !== undefined) {
    const repeated = lengthAt.get(next.decl);
    if (repeated !== undefined) return chain.slice(0, repeated);
    chain.push(next);
    lengthAt.set(next.decl, chain.length);
    const link = superclassLink(next.decl);
    next = link && substituteClass(link, next.decl, next.args);
  }
  return chain;
}

/**
 * The classes of the cycle that `decl` is on, from itself along the links; undefined where it is on
 * none.
 */
export function cycleThrough(
  superclassLink: SuperclassLink,
  decl: DeclId,
): readonly DeclId[] | undefined {
  const cycle = [decl];
  const seen = new Set(cycle);
  let next = superclassLink(decl)?.decl;
  while (next !== undefined && !seen.has(next)) {
    cycle.push(next);
    seen.add(next);
    next = superclassLink(next)?.decl;
  }
  return next === decl ? cycle : undefined;
}

function onlyClass(type: Type): ClassType | undefined {
  return type.kind === 'class' ? type : undefined;
}
