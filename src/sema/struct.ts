/** From the syntax of a struct and of its `implement` blocks to what they mean, without positions. */
import type { DeclId } from '../base/ids.ts';
import type { Name, SignatureSyntax } from '../syntax/ast.ts';
import type { Derivable, Signature, StructField, StructHeader, TypeParameter } from './model.ts';
import type { TypeContext } from './resolve-type.ts';
import { parameterTypes, resolveType, resolveValueType, typeScope } from './resolve-type.ts';
import { resolveParameters } from './signature.ts';
import { substitute } from './subtype.ts';
import type { StructType, Type } from './type.ts';

export type StructSyntax = Extract<SignatureSyntax, { kind: 'struct' }>;

/** What can be derived, in the order in which it is listed. */
export const derivables: readonly Derivable[] = ['Equal', 'Hash', 'Show'];

/** The header as its tokens say it; of fields with one name, which is reported, the first counts. */
export function resolveStruct(
  context: TypeContext,
  decl: DeclId,
  syntax: StructSyntax,
): StructHeader {
  const typeParameters = namesOf(syntax.typeParameters);
  const scope = typeScope(decl, decl, typeParameters);
  const fields: StructField[] = [];
  for (const { name, type: source } of syntax.fields) {
    const type = resolveValueType(context, scope, source, 'A field');
    if (name.text === '' || fields.some((field) => field.name === name.text)) continue;
    fields.push({ name: name.text, type });
  }
  const derives = derivables.filter((each) => syntax.derives.some(({ text }) => text === each));
  return { decl, name: syntax.name.text, typeParameters, derives, fields };
}

/** Stands in for a struct that could not be parsed, which is reported. */
export function unknownStruct(decl: DeclId, name: string): StructHeader {
  return { decl, name, typeParameters: [], derives: [], fields: [] };
}

/** The fields as a value of type `type` has them. */
export function fieldsOf(header: StructHeader, { decl, args }: StructType): readonly StructField[] {
  if (args.length === 0) return header.fields;
  return header.fields.map(({ name, type }) => ({ name, type: substitute(type, decl, args) }));
}

/** A struct as its own methods see it; `names` are those that their `implement` gives its parameters. */
export function structTypeOf(decl: DeclId, names: readonly TypeParameter[]): StructType {
  return { kind: 'struct', decl, args: parameterTypes(decl, names) };
}

/** Signature of a method of the struct `owner`. */
export function resolveStructMethod(
  context: TypeContext,
  decl: DeclId,
  syntax: Extract<SignatureSyntax, { kind: 'method' }>,
  owner: { readonly decl: DeclId; readonly typeParameters: readonly TypeParameter[] },
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
    capabilities: [],
  };
}

export function namesOf(parameters: readonly { readonly name: Name }[]): readonly TypeParameter[] {
  return parameters.map(({ name }) => ({ name: name.text }));
}

/** What stands for a type that a value would have to contain itself for. */
export const endlessType: Type = { kind: 'error' };
