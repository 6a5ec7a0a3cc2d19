/** Typed bodies: what the check of a body records for the stages behind it. */

import type { DeclId } from '../../base/ids.ts';
import { moduleOf } from '../../base/ids.ts';
import { present } from '../../base/invariant.ts';
import type { DerivedQuery } from '../../query/query.ts';
import { checkBody } from '../../sema/body/check-body.ts';
import type { TypedBody } from '../../sema/hir.ts';
import { semaContext } from '../sema-context.ts';
import { thisTypeOf } from './classes.ts';
import { declarationInput } from './inputs.ts';
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
    const syntax = context.get(bodySyntaxQuery, decl);
    if (syntax === null) return null;
    const signature = context.get(signatureQuery, decl);
    const owner = { signature, module: moduleOf(decl) };
    if (signature.kind !== 'method') return checkBody(semaContext(context), owner, syntax);
    const parent = present(context.get(declarationInput, decl)?.parent, `what holds ${decl}`);
    const isStruct = context.get(declarationInput, parent)?.kind === 'implement';
    const thisType = isStruct ? implementedType(context, parent) : thisTypeOf(context, parent);
    if (thisType === undefined) return null;
    return checkBody(semaContext(context), { ...owner, thisType }, syntax);
  },
};
