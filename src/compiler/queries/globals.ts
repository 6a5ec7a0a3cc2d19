/** Global variables, as those see them who use them. */
import type { DeclId } from '../../base/ids.ts';
import type { DerivedQuery } from '../../query/query.ts';
import type { GlobalVariable } from '../../sema/model.ts';
import { resolveValueType, typeScope } from '../../sema/resolve-type.ts';
import { signatureSyntaxQuery } from './syntax.ts';
import { typeContext } from './types.ts';

/** Mode and type. */
export const globalQuery: DerivedQuery<DeclId, GlobalVariable> = {
  kind: 'derived',
  name: 'global',
  storage: 'value',
  execute(context, decl) {
    const syntax = context.get(signatureSyntaxQuery, decl);
    if (syntax.kind !== 'global') return { decl, mode: 'locked', type: { kind: 'error' } };
    const { mode } = syntax;
    const scope = typeScope(decl, decl, []);
    const type = resolveValueType(typeContext(context), scope, syntax.type, 'A global variable');
    return { decl, mode, type };
  },
};
