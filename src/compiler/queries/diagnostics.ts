/**
 * Everything that is wrong, per declaration and per module, in an order that depends on no position
 * in a file. Diagnostics are read as the reports of queries, not as their values: a body whose type
 * changes leaves its diagnostics as they are.
 */
import type { DeclId, ModuleId } from '../../base/ids.ts';
import type { Span } from '../../base/span.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { hasErrors } from '../../diagnostic/severity.ts';
import type { DerivedQuery, QueryContext } from '../../query/query.ts';
import type { DeclKind } from '../../syntax/outline.ts';
import { constantQuery, typedBodyQuery } from './bodies.ts';
import { checkDeclarationQuery } from './checks.ts';
import { superclassLinkQuery, superclassQuery } from './classes.ts';
import { constantTypeQuery } from './constants.ts';
import { globalTypeQuery, globalValueQuery } from './global-values.ts';
import { globalQuery } from './globals.ts';
import { declarationInput, declarationsInput, importsInput } from './inputs.ts';
import { racesQuery } from './races.ts';
import { ownFieldQuery, signatureQuery } from './signatures.ts';
import { declaredStructQuery } from './structs.ts';
import { bodySyntaxQuery, initializerSyntaxQuery, signatureSyntaxQuery } from './syntax.ts';
import { aliasTargetQuery, declaredMembersQuery } from './types.ts';

/** All that is wrong with one declaration, in textual order. */
export const diagnosticsQuery: DerivedQuery<DeclId, readonly Diagnostic[]> = {
  kind: 'derived',
  name: 'diagnostics',
  storage: 'value',
  execute(context, decl) {
    const info = context.get(declarationInput, decl);
    if (info === null) return [];
    const mistakes = typeMistakes(context, decl, info.kind);
    if (!mayRace(context, decl, info.kind) || hasErrors(mistakes)) return mistakes;
    return [...mistakes, ...context.reports(racesQuery, decl)].sort(compareDiagnostics);
  },
};

/** Of all declarations of a module, imports first; where they stand in the file shows nowhere. */
export const moduleDiagnosticsQuery: DerivedQuery<ModuleId, readonly Diagnostic[]> = {
  kind: 'derived',
  name: 'moduleDiagnostics',
  storage: 'value',
  execute: (context, module) =>
    [
      ...context.get(importsInput, module),
      ...context.get(declarationsInput, module).map(({ id }) => id),
    ].flatMap((id) => context.get(diagnosticsQuery, id)),
};

const callable = [
  signatureSyntaxQuery,
  bodySyntaxQuery,
  signatureQuery,
  checkDeclarationQuery,
  typedBodyQuery,
] as const;

/** All that is wrong with a declaration but for data races; `boltd check --stage type` asks for no more. */
export function typeMistakes(
  reader: Pick<QueryContext, 'reports'>,
  decl: DeclId,
  kind: DeclKind,
): readonly Diagnostic[] {
  return reportingQueries[kind]
    .flatMap((query) => reader.reports(query, decl))
    .sort(compareDiagnostics);
}

/** Whether the rules on data races look at a declaration: of a class, at what it makes of its superclass. */
function mayRace(context: QueryContext, decl: DeclId, kind: DeclKind): boolean {
  if (kind === 'class') return context.get(superclassQuery, decl) !== null;
  return kind === 'function' || kind === 'main' || kind === 'method' || kind === 'test';
}

/** The queries whose reports concern a declaration of a kind. */
const reportingQueries: Record<DeclKind, readonly DerivedQuery<DeclId, unknown>[]> = {
  function: callable,
  main: callable,
  method: callable,
  class: [signatureSyntaxQuery, superclassLinkQuery, checkDeclarationQuery],
  field: [signatureSyntaxQuery, ownFieldQuery, checkDeclarationQuery],
  struct: [signatureSyntaxQuery, declaredStructQuery, checkDeclarationQuery],
  implement: [signatureSyntaxQuery, checkDeclarationQuery],
  type: [signatureSyntaxQuery, aliasTargetQuery, declaredMembersQuery, checkDeclarationQuery],
  constant: [
    signatureSyntaxQuery,
    initializerSyntaxQuery,
    constantTypeQuery,
    checkDeclarationQuery,
    typedBodyQuery,
    constantQuery,
  ],
  global: [
    signatureSyntaxQuery,
    initializerSyntaxQuery,
    globalQuery,
    globalTypeQuery,
    checkDeclarationQuery,
    typedBodyQuery,
    globalValueQuery,
  ],
  extern: [signatureSyntaxQuery, signatureQuery, checkDeclarationQuery],
  test: callable,
  import: [signatureSyntaxQuery, checkDeclarationQuery],
  stray: [signatureSyntaxQuery],
};

/**
 * By place in the declaration, then by code and message, so that the order of queries does not
 * show.
 */
function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    placeOf(a.span) - placeOf(b.span) ||
    compareTexts(a.code, b.code) ||
    compareTexts(a.message, b.message)
  );
}

/** Signature tokens, which count down from -1, stand before body tokens, which count up from 0. */
function placeOf(span: Span): number {
  if (span.kind !== 'tokens') return Number.MIN_SAFE_INTEGER;
  return span.from < 0 ? -span.from - signatureBias : span.from;
}

/** More tokens than any signature has. */
const signatureBias = 2 ** 40;

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
