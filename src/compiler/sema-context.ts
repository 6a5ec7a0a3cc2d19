/**
 * Answers the questions of semantic checks from queries: every call becomes a recorded dependency.
 */
import { InternalError } from '../base/invariant.ts';
import type { QueryContext } from '../query/query.ts';
import type { SemaContext } from '../sema/context.ts';
import {
  ancestorsQuery,
  capabilitiesQuery,
  classHeaderQuery,
  hasUnknownAncestorQuery,
  lockedCapabilitiesQuery,
} from './queries/classes.ts';
import { globalQuery } from './queries/globals.ts';
import { memberKey, nameKey } from './queries/inputs.ts';
import { allMemberNamesQuery, callableMethods, fieldQuery } from './queries/members.ts';
import {
  exportedQuery,
  lookupQuery,
  namesInScopeQuery,
  typeParametersQuery,
} from './queries/names.ts';
import { callSignatureQuery, signatureQuery } from './queries/signatures.ts';
import {
  structHeaderQuery,
  structMethodNamesQuery,
  structMethodsQuery,
} from './queries/structs.ts';
import { aliasTargetQuery } from './queries/types.ts';
import { typeDeclarationQuery } from './queries/unions.ts';

export function semaContext(context: QueryContext): SemaContext {
  return {
    lookup: (module, name) => context.get(lookupQuery, nameKey(module, name)),
    lookupPublic: (module, name) => context.get(exportedQuery, nameKey(module, name)),
    namesInScope: (module) => context.get(namesInScopeQuery, module),
    typeParameters: (decl) => context.get(typeParametersQuery, decl),
    signature: (decl) => context.get(callSignatureQuery, decl),
    parameterNames: (decl) =>
      context.get(signatureQuery, decl).parameters.map((parameter) => parameter.name),
    classHeader: (decl) => context.get(classHeaderQuery, decl),
    ancestors: (decl) => context.get(ancestorsQuery, decl),
    capabilities: (decl) => context.get(capabilitiesQuery, decl),
    lockedCapabilities: (decl) => context.get(lockedCapabilitiesQuery, decl),
    hasUnknownAncestor: (decl) => context.get(hasUnknownAncestorQuery, decl),
    field: (decl, name) => context.get(fieldQuery, memberKey(decl, name)) ?? undefined,
    methods: (decl, name) => callableMethods(context, decl, name),
    memberNames: (decl) => context.get(allMemberNamesQuery, decl),
    aliasTarget: (decl) => context.get(aliasTargetQuery, decl) ?? undefined,
    structHeader: (decl) => context.get(structHeaderQuery, decl),
    typeDeclaration: (decl) => context.get(typeDeclarationQuery, decl),
    structMethods: (decl, name) => context.get(structMethodsQuery, memberKey(decl, name)),
    structMethodNames: (decl) => context.get(structMethodNamesQuery, decl),
    constant: (decl) => {
      throw new InternalError(`Only bodies read the constant ${decl}`);
    },
    globalVariable: (decl) => context.get(globalQuery, decl),
    report: (diagnostic) => context.report(diagnostic),
  };
}
