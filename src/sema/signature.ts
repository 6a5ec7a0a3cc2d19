/** From the syntax of signatures and fields to what they mean, without positions. */

import type { DeclId } from '../base/ids.ts';
import { InternalError } from '../base/invariant.ts';
import type { Name, ParameterSyntax, SignatureSyntax } from '../syntax/ast.ts';
import type { CallSignature, Field, Parameter, Signature, TypeParameter } from './model.ts';
import type { TypeContext, TypeScope } from './resolve-type.ts';
import { resolveType, resolveValueType, typeScope } from './resolve-type.ts';

/** What a member takes from its class. */
export interface MemberOwner {
  readonly decl: DeclId;
  readonly typeParameters: readonly TypeParameter[];
  /** Names that a member without annotation uses; asked only for such a one. */
  defaultCapabilities(): readonly string[];
}

/** Signature of a function, a C function, a test (a function that nobody can call) or `main`. */
export function resolveSignature(
  context: TypeContext,
  decl: DeclId,
  syntax: SignatureSyntax,
): Signature {
  if (syntax.kind === 'main') {
    const scope = typeScope(decl, decl, []);
    return {
      decl,
      kind: 'main',
      name: syntax.name.text,
      typeParameters: [],
      parameters: resolveParameters(context, scope, syntax.parameters),
      result: resolveType(context, scope, syntax.result),
      borrowed: false,
      capabilities: [],
    };
  }
  if (syntax.kind === 'extern') {
    const scope = typeScope(decl, decl, []);
    return {
      decl,
      kind: 'extern',
      name: syntax.name.text,
      symbol: syntax.symbol ?? syntax.name.text,
      typeParameters: [],
      parameters: resolveParameters(context, scope, syntax.parameters),
      result: resolveType(context, scope, syntax.result),
      borrowed: false,
      capabilities: [],
    };
  }
  if (syntax.kind === 'test') {
    const result = { kind: 'void' } as const;
    return { ...unknownSignature(decl, 'function', syntax.title), result };
  }
  if (syntax.kind !== 'function') throw new InternalError(`${decl} has no signature`);
  const typeParameters = syntax.typeParameters.map(({ name }) => ({ name: name.text }));
  const scope = typeScope(decl, decl, typeParameters);
  return {
    decl,
    kind: 'function',
    name: syntax.name.text,
    typeParameters,
    parameters: resolveParameters(context, scope, syntax.parameters),
    result: resolveType(context, scope, syntax.result),
    borrowed: syntax.borrowed,
    capabilities: [],
  };
}

export function resolveMethod(
  context: TypeContext,
  decl: DeclId,
  syntax: Extract<SignatureSyntax, { kind: 'method' }>,
  owner: MemberOwner,
): Signature {
  const scope = typeScope(decl, owner.decl, owner.typeParameters);
  return {
    decl,
    kind: 'method',
    name: syntax.name.text,
    typeParameters: [],
    parameters: resolveParameters(context, scope, syntax.parameters),
    result: resolveType(context, scope, syntax.result),
    borrowed: syntax.borrowed,
    capabilities: annotated(syntax.capabilities, owner),
  };
}

export function resolveField(
  context: TypeContext,
  decl: DeclId,
  syntax: Extract<SignatureSyntax, { kind: 'field' }>,
  owner: MemberOwner,
): Field {
  const scope = typeScope(decl, owner.decl, owner.typeParameters);
  return {
    decl,
    name: syntax.name.text,
    type: resolveValueType(context, scope, syntax.type, 'A field'),
    isConst: syntax.isConst,
    capabilities: annotated(syntax.capabilities, owner),
  };
}

export function callSignatureOf(signature: Signature): CallSignature {
  return { ...signature, parameters: signature.parameters.map(({ name, ...rest }) => rest) };
}

/** Stands in for the signature of a declaration that could not be parsed, which is reported. */
export function unknownSignature(decl: DeclId, kind: Signature['kind'], name: string): Signature {
  return {
    decl,
    kind,
    name,
    typeParameters: [],
    parameters: [],
    result: { kind: 'error' },
    borrowed: false,
    capabilities: [],
  };
}

/** Stands in for a field that could not be parsed, which is reported. */
export function unknownField(decl: DeclId, name: string): Field {
  return { decl, name, type: { kind: 'error' }, isConst: false, capabilities: [] };
}

export function resolveParameters(
  context: TypeContext,
  scope: TypeScope,
  parameters: readonly ParameterSyntax[],
): readonly Parameter[] {
  return parameters.map(({ name, type, borrowed, guard }) => ({
    name: name.text,
    type: resolveValueType(context, scope, type, 'A parameter'),
    borrowed,
    ...(guard !== undefined && { guard: texts(guard) }),
  }));
}

function annotated(
  capabilities: readonly Name[] | undefined,
  owner: MemberOwner,
): readonly string[] {
  return capabilities === undefined ? owner.defaultCapabilities() : texts(capabilities);
}

function texts(names: readonly Name[]): readonly string[] {
  return names.map((name) => name.text);
}
