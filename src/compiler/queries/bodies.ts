/** Typed bodies, what the check of a body records for the stages behind it, and constants, which run them. */

import type { DeclId } from '../../base/ids.ts';
import { moduleOf } from '../../base/ids.ts';
import { present } from '../../base/invariant.ts';
import { hasErrors } from '../../diagnostic/severity.ts';
import type { DerivedQuery, QueryContext } from '../../query/query.ts';
import { checkBody } from '../../sema/body/check-body.ts';
import type { TypedConstant } from '../../sema/constant-value.ts';
import type { SemaContext } from '../../sema/context.ts';
import { constantCycle } from '../../sema/evaluate/explain-failure.ts';
import type { TypedBody } from '../../sema/hir.ts';
import type { Range } from '../../syntax/ast.ts';
import { sourceText } from '../../syntax/source-text.ts';
import { semaContext } from '../sema-context.ts';
import { thisTypeOf } from './classes.ts';
import { constantTypeQuery, initializerBody, initialValue } from './constants.ts';
import { globalQuery } from './globals.ts';
import { bodyTextInput, declarationInput } from './inputs.ts';
import { signatureQuery } from './signatures.ts';
import { implementedType } from './structs.ts';
import { bodySyntaxQuery } from './syntax.ts';

/** Of a function, method or `main`; null where there is no body, or no struct that a method is of, which is reported. */
export const typedBodyQuery: DerivedQuery<DeclId, TypedBody | null> = {
  kind: 'derived',
  name: 'typedBody',
  storage: 'value',
  encoding: 'packed',
  execute(context, decl) {
    const kind = context.get(declarationInput, decl)?.kind;
    if (kind === 'constant') {
      return initializerBody(context, decl, {
        type: context.get(constantTypeQuery, decl),
        sema: bodyContext(context),
      });
    }
    if (kind === 'global') {
      return initializerBody(context, decl, {
        type: context.get(globalQuery, decl).type,
        sema: bodyContext(context),
      });
    }
    const syntax = context.get(bodySyntaxQuery, decl);
    if (syntax === null) return null;
    const signature = context.get(signatureQuery, decl);
    const source = (range: Range): string =>
      sourceText(context.get(bodyTextInput, decl) ?? '', range);
    const owner = { signature, module: moduleOf(decl), source };
    if (signature.kind !== 'method') return checkBody(bodyContext(context), owner, syntax);
    const parent = present(context.get(declarationInput, decl)?.parent, `what holds ${decl}`);
    const isStruct = context.get(declarationInput, parent)?.kind === 'implement';
    const thisType = isStruct ? implementedType(context, parent) : thisTypeOf(context, parent);
    if (thisType === undefined) return null;
    return checkBody(bodyContext(context), { ...owner, thisType }, syntax);
  },
  // A constant whose value is computed with this body, which needs the constant; the constant reports it.
  onCycle: () => null,
};

/** Type and value of a constant; null where a mistake leaves it without one. */
export const constantQuery: DerivedQuery<DeclId, TypedConstant | null> = {
  kind: 'derived',
  name: 'constant',
  storage: 'value',
  execute: (context, decl) =>
    hasErrors(context.reports(constantTypeQuery, decl))
      ? null
      : initialValue(context, decl, {
          what: 'constant',
          bodyOf: (of) => context.get(typedBodyQuery, of),
        }),
  onCycle(context, decl, chain) {
    const [first] = chain;
    if (first === `constant(${decl})`) context.report(constantCycle(decl, chain));
    return null;
  },
};

/** Bodies are the ones that read constants, whose values may be computed by running bodies. */
function bodyContext(context: QueryContext): SemaContext {
  return {
    ...semaContext(context),
    constant: (decl) => context.get(constantQuery, decl) ?? undefined,
  };
}
