/** The rules on global variables, and what they hold when the program starts. */
import type { DeclId } from '../../base/ids.ts';
import { tokenSpan } from '../../base/span.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import type { DerivedQuery } from '../../query/query.ts';
import { reachOf } from '../../races/reach.ts';
import { mutablePart } from '../../sema/constant-type.ts';
import type { TypedConstant } from '../../sema/constant-value.ts';
import { mistake } from '../../sema/mistake.ts';
import type { Type } from '../../sema/type.ts';
import { printType } from '../../sema/type-key.ts';
import type { SignatureSyntax } from '../../syntax/ast.ts';
import { semaContext } from '../sema-context.ts';
import { typedBodyQuery } from './bodies.ts';
import { initialValue } from './constants.ts';
import { globalQuery } from './globals.ts';
import { classShapeQuery } from './races.ts';
import { signatureSyntaxQuery } from './syntax.ts';

/**
 * Reports a type that is not for its mode. Apart from `global`: what a class reaches concerns nobody who only
 * uses the variable.
 */
export const globalTypeQuery: DerivedQuery<DeclId, null> = {
  kind: 'derived',
  name: 'globalType',
  storage: 'value',
  execute(context, decl) {
    const syntax = context.get(signatureSyntaxQuery, decl);
    if (syntax.kind !== 'global') return null;
    const { mode, type } = context.get(globalQuery, decl);
    const reach = { classShape: (of: DeclId) => context.get(classShapeQuery, of) };
    const part = mutablePart(
      semaContext(context),
      type,
      (of) => mode === 'locked' && reachOf(reach, of, []).length === 0,
    );
    if (part !== undefined) context.report(unfit(decl, syntax, { type, part }));
    return null;
  },
};

/** Null where a mistake leaves it without one. */
export const globalValueQuery: DerivedQuery<DeclId, TypedConstant | null> = {
  kind: 'derived',
  name: 'globalValue',
  storage: 'value',
  execute: (context, decl) =>
    initialValue(context, decl, {
      what: 'global variable',
      bodyOf: (of) => context.get(typedBodyQuery, of),
    }),
};

function unfit(
  decl: DeclId,
  syntax: Extract<SignatureSyntax, { kind: 'global' }>,
  { type, part }: { readonly type: Type; readonly part: Type },
): Diagnostic {
  return mistake({
    code: 'E0255',
    message: `A \`${syntax.mode}\` global variable cannot have type \`${printType(type)}\``,
    span: tokenSpan(decl, syntax.type.from, syntax.type.to),
    notes: [reasonOf(syntax.mode, part)],
  });
}

function reasonOf(mode: 'locked' | 'local', part: Type): string {
  if (part.kind === 'array') {
    return `The lock would not cover its elements. Write \`read ${printType(part)}\`.`;
  }
  if (part.kind !== 'class') return 'Nothing protects what an address leads to.';
  return mode === 'local'
    ? 'A `local` one, which every thread has for itself, holds values only: no objects.'
    : `Every task can get at \`${printType(part)}\`, whose capabilities must be \`locked\` or \`read\`, and those of all that it refers to.`;
}
