/**
 * From type syntax to types: which type the written name means here, and whether its arguments fit.
 * An unknown name is reported once, here, and becomes the error type, which stays silent ever
 * after.
 */

import type { DeclId, ModuleId } from '../base/ids.ts';
import { moduleOf } from '../base/ids.ts';
import { assertNever } from '../base/invariant.ts';
import { tokenSpan } from '../base/span.ts';
import type { Name, Range, TypeSyntax } from '../syntax/ast.ts';
import type { Binding, SemaContext } from './context.ts';
import { foreignType } from './foreign-names.ts';
import type { Mistake } from './mistake.ts';
import { count, mistake } from './mistake.ts';
import type { Signature, TypeParameter } from './model.ts';
import { primitiveNames, primitiveType, reservedPrimitiveType } from './primitive.ts';
import { substitute } from './subtype.ts';
import { didYouMean } from './suggest.ts';
import type { ClassType, StructType, Type } from './type.ts';
import { printType } from './type-key.ts';

export type TypeContext = Pick<
  SemaContext,
  'lookup' | 'lookupPublic' | 'namesInScope' | 'typeParameters' | 'aliasTarget' | 'report'
>;

export type ParameterType = Extract<Type, { kind: 'parameter' }>;

/** Where a type is written. */
export interface TypeScope {
  readonly module: ModuleId;
  /** The declaration whose tokens the syntax consists of. */
  readonly decl: DeclId;
  /** Type parameters that may be named here. */
  readonly parameters: readonly ParameterType[];
}

/**
 * The scope of `decl`'s tokens, with the type parameters that `owner` (itself, or its class)
 * declares.
 */
export function typeScope(
  decl: DeclId,
  owner: DeclId,
  parameters: readonly TypeParameter[],
): TypeScope {
  return { module: moduleOf(decl), decl, parameters: parameterTypes(owner, parameters) };
}

/** The scope of a body: the type parameters of its class or struct, then those of its own signature. */
export function bodyScope(
  signature: Signature,
  thisType: ClassType | StructType | undefined,
): TypeScope {
  const { decl, typeParameters } = signature;
  const ofClass = thisType?.args.filter((argument) => argument.kind === 'parameter') ?? [];
  const parameters = [...ofClass, ...parameterTypes(decl, typeParameters)];
  return { module: moduleOf(decl), decl, parameters };
}

/** The type parameters of `owner` as types: the arguments of its own type inside it. */
export function parameterTypes(
  owner: DeclId,
  parameters: readonly TypeParameter[],
): readonly ParameterType[] {
  return parameters.map(({ name }, index) => ({ kind: 'parameter', owner, index, name }));
}

/** The type that `syntax` means, `void` included. */
export function resolveType(context: TypeContext, scope: TypeScope, syntax: TypeSyntax): Type {
  switch (syntax.kind) {
    case 'path':
      return resolvePath(context, scope, syntax);
    case 'array': {
      const element = resolveValueType(context, scope, syntax.element, 'An element');
      return { kind: 'array', element, isRead: syntax.isRead };
    }
    case 'tuple': {
      const elements = syntax.elements.map((element) =>
        resolveValueType(context, scope, element, 'An element'),
      );
      return { kind: 'tuple', elements };
    }
    case 'optional': {
      const value = resolveValueType(context, scope, syntax.value, 'An optional value');
      return { kind: 'optional', value };
    }
    case 'pointer':
      return { kind: 'pointer', target: resolveType(context, scope, syntax.target) };
    case 'error':
      return errorType;
    default:
      return assertNever(syntax);
  }
}

function resolvePath(context: TypeContext, scope: TypeScope, syntax: PathSyntax): Type {
  const named = resolveTypeName(context, scope, syntax);
  switch (named.kind) {
    case 'class':
    case 'struct':
    case 'type':
      return instantiate(context, scope, syntax, named);
    case 'plain':
      return withoutArguments(context, scope, syntax, named.type);
    case 'unknown':
      resolveArguments(context, scope, syntax);
      return errorType;
    default:
      return assertNever(named);
  }
}

/**
 * `resolveType` where a value is meant: `void` is reported. `what` begins the message: `A field`.
 */
export function resolveValueType(
  context: TypeContext,
  scope: TypeScope,
  syntax: TypeSyntax,
  what: string,
): Type {
  const type = resolveType(context, scope, syntax);
  if (type.kind !== 'void') return type;
  report(context, scope, syntax, {
    code: 'E0206',
    message: `${what} cannot have type \`void\``,
    notes: ['`void` has no values; it can only be the result of a function or method.'],
  });
  return errorType;
}

export type PathSyntax = Extract<TypeSyntax, { kind: 'path' }>;

/** A class, struct, alias or union. */
export interface DeclaredName {
  readonly kind: 'class' | 'struct' | 'type';
  readonly decl: DeclId;
}

/** What a type's name means, its arguments aside. */
export type NamedType =
  | DeclaredName
  /** Takes no arguments: a primitive type or a type parameter. */
  | { readonly kind: 'plain'; readonly type: Type }
  /** Reported. */
  | { readonly kind: 'unknown' };

export function resolveTypeName(
  context: TypeContext,
  scope: TypeScope,
  syntax: PathSyntax,
): NamedType {
  const [first, second] = syntax.path;
  if (first === undefined || hasMissingName(syntax.path)) return unknown;
  if (second !== undefined) return resolveQualified(context, scope, syntax);
  const name = first.text;
  const plain =
    scope.parameters.find((parameter) => parameter.name === name) ?? reservedPrimitiveType(name);
  if (plain !== undefined) return { kind: 'plain', type: plain };
  const bindings = context.lookup(scope.module, name);
  const primitive = primitiveType(name);
  // A module such as `std.string` hides no primitive type: a type never follows its name and a dot alone.
  const isModule = bindings.every(({ kind }) => kind === 'module');
  if (bindings.length > 0 && !(isModule && primitive !== undefined)) {
    return typeAmong(context, scope, first, bindings);
  }
  if (primitive !== undefined) return { kind: 'plain', type: primitive };
  reportUnknownType(context, scope, first);
  return unknown;
}

/** The declared type with the arguments that `syntax` gives it, whose number must be right. */
export function instantiate(
  context: TypeContext,
  scope: TypeScope,
  syntax: PathSyntax,
  { kind, decl }: DeclaredName,
): Type {
  const args = resolveArguments(context, scope, syntax);
  const expected = context.typeParameters(decl);
  if (args.length !== expected.length) {
    reportArgumentCount(context, scope, syntax, expected);
    return errorType;
  }
  if (kind !== 'type') return { kind, decl, args };
  const target = context.aliasTarget(decl);
  return target === undefined ? { kind: 'union', decl, args } : substitute(target, decl, args);
}

const errorType: Type = { kind: 'error' };
const unknown: NamedType = { kind: 'unknown' };

/** `shapes.Circle`: a public class of an imported module. */
function resolveQualified(context: TypeContext, scope: TypeScope, syntax: PathSyntax): NamedType {
  const [qualifier, item, ...rest] = syntax.path;
  if (qualifier === undefined || item === undefined) return unknown;
  const bindings = context.lookup(scope.module, qualifier.text);
  if (bindings.some((binding) => binding.kind === 'broken')) return unknown;
  const module = bindings.find((binding) => binding.kind === 'module')?.module;
  if (module === undefined || rest.length > 0) {
    const written = syntax.path.map((name) => name.text).join('.');
    report(context, scope, syntax, {
      code: 'E0203',
      message: `Unknown type \`${written}\``,
      notes:
        module === undefined
          ? [`\`${qualifier.text}\` is not an imported module.`]
          : ['A type of another module is written with the last part of the module, or its alias.'],
    });
    return unknown;
  }
  const found = context.lookupPublic(module, item.text);
  if (found.length > 0) return typeAmong(context, scope, item, found);
  const hidden = context.lookup(module, item.text).some((binding) => isDeclaredIn(binding, module));
  report(
    context,
    scope,
    item,
    hidden
      ? privateMistake(module, item.text)
      : { code: 'E0203', message: `Unknown type \`${item.text}\` in module \`${module}\`` },
  );
  return unknown;
}

/** What to say about an item of `module` that exists, but not for others. */
export function privateMistake(module: ModuleId, name: string): Omit<Mistake, 'span'> {
  return {
    code: 'E0222',
    message: `\`${name}\` is private to module \`${module}\``,
    notes: [`Declare it \`public\` in \`${module}\` to use it from other modules.`],
  };
}

/** Whether `binding` is a declaration of `module` itself, not one that it imports. */
export function isDeclaredIn(binding: Binding, module: ModuleId): boolean {
  return (
    binding.kind !== 'module' && binding.kind !== 'broken' && moduleOf(binding.decl) === module
  );
}

/**
 * The type among `bindings`; of several with the same name, which is reported elsewhere, the
 * first.
 */
function typeAmong(
  context: TypeContext,
  scope: TypeScope,
  range: Range,
  bindings: readonly Binding[],
): NamedType {
  for (const binding of bindings) {
    switch (binding.kind) {
      case 'class':
      case 'struct':
      case 'type':
        return { kind: binding.kind, decl: binding.decl };
      case 'broken':
        return unknown;
      case 'function':
      case 'constant':
      case 'global':
      case 'module':
        break;
      default:
        assertNever(binding);
    }
  }
  const [binding] = bindings;
  if (binding === undefined) return unknown;
  report(context, scope, range, {
    code: 'E0204',
    message: `Expected a type, found a ${describe(binding)}`,
  });
  return unknown;
}

/** The parser puts an empty name where it has reported a missing one. */
function hasMissingName(path: readonly Name[]): boolean {
  return path.some((name) => name.text === '');
}

function describe(binding: Binding): string {
  switch (binding.kind) {
    case 'module':
      return `module, \`${binding.module}\``;
    case 'global':
      return 'global variable';
    case 'function':
    case 'class':
    case 'struct':
    case 'type':
    case 'constant':
    case 'broken':
      return binding.kind;
    default:
      return assertNever(binding);
  }
}

function reportArgumentCount(
  context: TypeContext,
  scope: TypeScope,
  syntax: PathSyntax,
  expected: readonly TypeParameter[],
): void {
  const name = syntax.path.map((part) => part.text).join('.');
  const needed =
    expected.length === 0 ? 'no type arguments' : count(expected.length, 'type argument');
  const parameters = expected.map((parameter) => parameter.name).join(', ');
  report(context, scope, syntax, {
    code: 'E0205',
    message: `\`${name}\` takes ${needed}, not ${syntax.args.length}`,
    notes: expected.length === 0 ? [] : [`It is declared as \`${name}<${parameters}>\`.`],
  });
}

function withoutArguments(
  context: TypeContext,
  scope: TypeScope,
  syntax: PathSyntax,
  type: Type,
): Type {
  if (syntax.args.length === 0) return type;
  resolveArguments(context, scope, syntax);
  report(context, scope, syntax, {
    code: 'E0205',
    message: `\`${printType(type)}\` takes no type arguments`,
  });
  return errorType;
}

/** What is wrong inside the arguments is reported even where the class itself is unknown. */
export function resolveArguments(
  context: TypeContext,
  scope: TypeScope,
  syntax: PathSyntax,
): readonly Type[] {
  return syntax.args.map((argument) =>
    resolveValueType(context, scope, argument, 'A type argument'),
  );
}

function reportUnknownType(context: TypeContext, scope: TypeScope, name: Name): void {
  const foreign = foreignType(name.text);
  const candidates = [
    ...scope.parameters.map((parameter) => parameter.name),
    ...context.namesInScope(scope.module),
    ...primitiveNames,
  ];
  report(context, scope, name, {
    code: 'E0203',
    message: `Unknown type \`${name.text}\``,
    notes: foreign.length > 0 ? foreign : didYouMean(name.text, candidates),
  });
}

function report(
  context: Pick<SemaContext, 'report'>,
  scope: TypeScope,
  range: Range,
  what: Omit<Mistake, 'span'>,
): void {
  context.report(mistake({ ...what, span: tokenSpan(scope.decl, range.from, range.to) }));
}
