/**
 * The values of constants and global variables. A value depends on the bodies that were run for it; who uses
 * it depends on the value alone.
 */
import type { DeclId } from '../../base/ids.ts';
import { moduleOf } from '../../base/ids.ts';
import { tokenSpan } from '../../base/span.ts';
import type { DerivedQuery, QueryContext } from '../../query/query.ts';
import { checkInitializerBody } from '../../sema/body/check-body.ts';
import { initializerSignature } from '../../sema/body/constants.ts';
import { mutablePart } from '../../sema/constant-type.ts';
import type { TypedConstant } from '../../sema/constant-value.ts';
import type { SemaContext } from '../../sema/context.ts';
import { evaluateBody } from '../../sema/evaluate/evaluate.ts';
import { explainFailure } from '../../sema/evaluate/explain-failure.ts';
import type { TypedBody } from '../../sema/hir.ts';
import { mistake } from '../../sema/mistake.ts';
import { resolveValueType, typeScope } from '../../sema/resolve-type.ts';
import type { Type } from '../../sema/type.ts';
import { printType } from '../../sema/type-key.ts';
import { semaContext } from '../sema-context.ts';
import { declarationInput } from './inputs.ts';
import { initializerSyntaxQuery, signatureSyntaxQuery } from './syntax.ts';
import { typeContext } from './types.ts';

/** The declared type of a constant; one that a constant cannot have is reported. */
export const constantTypeQuery: DerivedQuery<DeclId, Type> = {
  kind: 'derived',
  name: 'constantType',
  storage: 'value',
  execute(context, decl) {
    const syntax = context.get(signatureSyntaxQuery, decl);
    if (syntax.kind !== 'constant') return { kind: 'error' };
    const scope = typeScope(decl, decl, []);
    const type = resolveValueType(typeContext(context), scope, syntax.type, 'A constant');
    const part = mutablePart(semaContext(context), type, () => false);
    if (part === undefined) return type;
    context.report(
      mistake({
        code: 'E0254',
        message: `A constant cannot have type \`${printType(type)}\``,
        span: tokenSpan(decl, syntax.type.from, syntax.type.to),
        notes:
          part.kind === 'array'
            ? [`Its elements could be changed. Write \`read ${printType(part)}\`.`]
            : ['Constants are numbers, strings, and what is made of these by value.'],
      }),
    );
    return type;
  },
};

/** What a constant or global variable is initialized with; `what` for messages. */
export function initialValue(
  context: QueryContext,
  decl: DeclId,
  { what, bodyOf }: { readonly what: string; readonly bodyOf: (decl: DeclId) => TypedBody | null },
): TypedConstant | null {
  const body = bodyOf(decl);
  if (body === null || body.isErroneous) return null;
  const { structHeader, typeDeclaration } = semaContext(context);
  const evaluated = evaluateBody({ structHeader, typeDeclaration, body: bodyOf }, body);
  if (evaluated.kind === 'value') return { type: body.result, value: evaluated.value };
  const name = context.get(declarationInput, decl)?.name ?? '';
  const diagnostic = explainFailure(decl, evaluated, { what, name });
  if (diagnostic !== undefined) context.report(diagnostic);
  return null;
}

/** The typed initializer of a constant or global variable of the given type. */
export function initializerBody(
  context: QueryContext,
  decl: DeclId,
  { type, sema }: { readonly type: Type; readonly sema: SemaContext },
): TypedBody | null {
  const syntax = context.get(initializerSyntaxQuery, decl);
  if (syntax === null) return null;
  const name = context.get(declarationInput, decl)?.name ?? '';
  const signature = initializerSignature(decl, name, type);
  return checkInitializerBody(sema, { signature, module: moduleOf(decl) }, syntax);
}
