/** Unions whose values end, as bodies see them. */
import type { DeclId } from '../../base/ids.ts';
import type { DerivedQuery } from '../../query/query.ts';
import type { TypeDeclaration } from '../../sema/model.ts';
import { endingType, valueCycleQuery } from './structs.ts';
import { aliasTargetQuery, declaredMembersQuery } from './types.ts';

/** What a declared type is; a member that would contain the union has the error type. */
export const typeDeclarationQuery: DerivedQuery<DeclId, TypeDeclaration> = {
  kind: 'derived',
  name: 'typeDeclaration',
  storage: 'value',
  execute(context, decl) {
    const target = context.get(aliasTargetQuery, decl);
    if (target !== null) return { kind: 'alias', target };
    const members = context.get(declaredMembersQuery, decl);
    if (context.get(valueCycleQuery, decl).length === 0) return { kind: 'union', members };
    return { kind: 'union', members: members.map((type) => endingType(context, decl, type)) };
  },
};
