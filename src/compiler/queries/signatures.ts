/**
 * What signatures and fields mean. The values are free of positions: an edit that only moves
 * tokens, or a `public`, re-runs these queries and nobody else's.
 */

import type { DeclId } from '../../base/ids.ts';
import { InternalError, present } from '../../base/invariant.ts';
import type { DerivedQuery, QueryContext } from '../../query/query.ts';
import type { CallSignature, Field, Signature, TypeParameter } from '../../sema/model.ts';
import type { MemberOwner } from '../../sema/signature.ts';
import {
  callSignatureOf,
  resolveField,
  resolveMethod,
  resolveSignature,
  unknownField,
  unknownSignature,
} from '../../sema/signature.ts';
import { resolveStructMethod } from '../../sema/struct.ts';
import type { SignatureSyntax } from '../../syntax/ast.ts';
import { capabilitiesQuery } from './classes.ts';
import { declarationInput } from './inputs.ts';
import { typeParametersQuery } from './names.ts';
import { implementedStructQuery } from './structs.ts';
import { signatureSyntaxQuery } from './syntax.ts';
import { typeContext } from './types.ts';

/** Signature of a function, method or `main`. */
export const signatureQuery: DerivedQuery<DeclId, Signature> = {
  kind: 'derived',
  name: 'signature',
  storage: 'value',
  execute(context, decl) {
    const syntax = context.get(signatureSyntaxQuery, decl);
    if (isCallable(syntax)) {
      return resolveSignature(typeContext(context), decl, syntax);
    }
    if (syntax.kind === 'method') {
      const struct = structOf(context, decl);
      return struct === undefined
        ? resolveMethod(typeContext(context), decl, syntax, ownerOf(context, decl))
        : resolveStructMethod(typeContext(context), decl, syntax, struct);
    }
    const info = context.get(declarationInput, decl);
    const declared = info?.kind ?? 'function';
    const kind = declared === 'test' ? 'function' : declared;
    if (kind === 'function' || kind === 'method' || kind === 'main' || kind === 'extern') {
      return unknownSignature(decl, kind, info?.name ?? '');
    }
    throw new InternalError(`${decl} has no signature`);
  },
};

function isCallable({ kind }: SignatureSyntax): boolean {
  return kind === 'function' || kind === 'main' || kind === 'extern' || kind === 'test';
}

/** The part of a signature that others depend on. */
export const callSignatureQuery: DerivedQuery<DeclId, CallSignature> = {
  kind: 'derived',
  name: 'callSignature',
  storage: 'value',
  execute: (context, decl) => callSignatureOf(context.get(signatureQuery, decl)),
};

/** A field as its declaration has it, in terms of its class's parameters. */
export const ownFieldQuery: DerivedQuery<DeclId, Field> = {
  kind: 'derived',
  name: 'ownField',
  storage: 'value',
  execute(context, decl) {
    const syntax = context.get(signatureSyntaxQuery, decl);
    if (syntax.kind === 'field') {
      return resolveField(typeContext(context), decl, syntax, ownerOf(context, decl));
    }
    return unknownField(decl, context.get(declarationInput, decl)?.name ?? '');
  },
};

/** What a method takes from the struct of its `implement`; undefined for a member of a class. */
function structOf(
  context: QueryContext,
  member: DeclId,
): { readonly decl: DeclId; readonly typeParameters: readonly TypeParameter[] } | undefined {
  const parent = present(context.get(declarationInput, member)?.parent, `what holds ${member}`);
  if (context.get(declarationInput, parent)?.kind !== 'implement') return undefined;
  return {
    decl: context.get(implementedStructQuery, parent) ?? parent,
    typeParameters: context.get(typeParametersQuery, parent),
  };
}

/** What a member takes from its class; reads only what the member turns out to need. */
function ownerOf(context: QueryContext, member: DeclId): MemberOwner {
  const decl = present(context.get(declarationInput, member)?.parent, `the class of ${member}`);
  return {
    decl,
    typeParameters: context.get(typeParametersQuery, decl),
    defaultCapabilities: () => context.get(capabilitiesQuery, decl).map(({ name }) => name),
  };
}
