/** The rules on single declarations, bodies aside. */

import type { DeclId, ModuleId } from '../../base/ids.ts';
import { moduleOf, parseDeclId } from '../../base/ids.ts';
import { assertNever, present } from '../../base/invariant.ts';
import { nameSpan } from '../../base/span.ts';
import type { DerivedQuery, QueryContext } from '../../query/query.ts';
import type { CapabilityContext } from '../../sema/check-callable.ts';
import { checkMain, checkParameters, checkTypeParameters } from '../../sema/check-callable.ts';
import type { ClassCheckContext } from '../../sema/check-class.ts';
import { checkClass } from '../../sema/check-class.ts';
import { checkExtern } from '../../sema/check-extern.ts';
import type { MemberCheckContext } from '../../sema/check-member.ts';
import { checkField, checkMethod } from '../../sema/check-member.ts';
import type { ImplementCheckContext, StructCheckContext } from '../../sema/check-struct.ts';
import { checkImplement, checkStruct, checkStructMethod } from '../../sema/check-struct.ts';
import type { TypeCheckContext } from '../../sema/check-type.ts';
import { checkTypeDeclaration } from '../../sema/check-type.ts';
import type { Duplicate } from '../../sema/duplicates.ts';
import { duplicateSignatures, duplicatesOf } from '../../sema/duplicates.ts';
import type { ImportContext } from '../../sema/imports.ts';
import { checkImport } from '../../sema/imports.ts';
import { mistake } from '../../sema/mistake.ts';
import type { ParameterSyntax } from '../../syntax/ast.ts';
import {
  ancestorsQuery,
  capabilitiesQuery,
  hasCapabilityQuery,
  hasUnknownAncestorQuery,
  inheritanceCycleQuery,
  needsAnnotationsQuery,
  superclassQuery,
} from './classes.ts';
import type { DeclarationInfo, MemberKey, NameKey } from './inputs.ts';
import {
  declarationInput,
  memberKey,
  memberNamesInput,
  modulePathInput,
  modulesInput,
  nameKey,
  namesInput,
  outlineInput,
} from './inputs.ts';
import { fieldQuery, methodsQuery } from './members.ts';
import { importTableQuery, packageQuery, publicNamesQuery, typeParametersQuery } from './names.ts';
import { callSignatureQuery, signatureQuery } from './signatures.ts';
import {
  declaredStructQuery,
  implementedStructQuery,
  structHeaderQuery,
  structMethodsQuery,
  valueCycleQuery,
} from './structs.ts';
import { signatureSyntaxQuery } from './syntax.ts';
import { aliasCycleQuery, typeContext } from './types.ts';
import { typeDeclarationQuery } from './unions.ts';

/** Reports what is wrong with a declaration apart from its syntax, types and body. */
export const checkDeclarationQuery: DerivedQuery<DeclId, null> = {
  kind: 'derived',
  name: 'checkDeclaration',
  storage: 'value',
  execute(context, decl) {
    const info = context.get(declarationInput, decl);
    if (info === null) return null;
    checkUnique(context, decl, info);
    checkRules(context, decl, info);
    return null;
  },
};

/** Of a module's declarations with one name, those that an earlier one excludes. */
export const duplicateNamesQuery: DerivedQuery<NameKey, readonly Duplicate[]> = {
  kind: 'derived',
  name: 'duplicateNames',
  storage: 'value',
  execute(context, key) {
    const entries = context.get(namesInput, key);
    const idsOf = (...kinds: readonly string[]): DeclId[] =>
      entries.filter((entry) => kinds.includes(entry.kind)).map((entry) => entry.id);
    const functions = idsOf('function', 'extern');
    return [
      ...duplicatesOf(entries.filter(({ kind }) => typeKinds.has(kind)).map(({ id }) => id)),
      ...duplicatesOf(idsOf('main')),
      ...functionsCalledAsStructs(idsOf('struct'), functions),
      ...duplicatesOf(idsOf('constant', 'global')),
      ...duplicateSignatures(functions.map((id) => context.get(callSignatureQuery, id))),
    ];
  },
};

/** What a name stands for as a type: only one of them. */
const typeKinds: ReadonlySet<string> = new Set(['class', 'struct', 'type']);

/** A call of a struct's name builds one: no function can have the name too. */
function functionsCalledAsStructs(
  [earlier]: readonly DeclId[],
  functions: readonly DeclId[],
): readonly Duplicate[] {
  return earlier === undefined ? [] : functions.map((decl) => ({ decl, earlier }));
}

/** Of a class's own members with one name, those that an earlier one excludes. */
export const duplicateMembersQuery: DerivedQuery<MemberKey, readonly Duplicate[]> = {
  kind: 'derived',
  name: 'duplicateMembers',
  storage: 'value',
  execute(context, key) {
    const entries = context.get(memberNamesInput, key);
    const idsOf = (kind: string): DeclId[] =>
      entries.filter((entry) => entry.kind === kind).map((entry) => entry.id);
    return [
      ...duplicatesOf(idsOf('field')),
      ...duplicateSignatures(idsOf('method').map((id) => context.get(callSignatureQuery, id))),
    ];
  },
};

function checkRules(context: QueryContext, decl: DeclId, { parent }: DeclarationInfo): void {
  const syntax = context.get(signatureSyntaxQuery, decl);
  switch (syntax.kind) {
    case 'import':
      checkImport(importContext(context, moduleOf(decl)), decl, syntax);
      break;
    case 'class':
      checkClass(classCheckContext(context), decl, syntax);
      break;
    case 'field':
      checkField(memberCheckContext(context), { decl, owner: classOf(decl, parent), syntax });
      break;
    case 'struct':
      checkStruct(structCheckContext(context), context.get(declaredStructQuery, decl), syntax);
      break;
    case 'implement':
      checkImplement(implementCheckContext(context, moduleOf(decl)), decl, syntax);
      break;
    case 'type':
      checkTypeDeclaration(typeCheckContext(context), decl, syntax);
      break;
    case 'method':
      checkCallable(context, decl, syntax.parameters);
      if (isOfStruct(context, parent)) {
        checkStructMethod(context, decl, syntax.capabilities);
        break;
      }
      checkMethod(memberCheckContext(context), { decl, owner: classOf(decl, parent), syntax });
      break;
    case 'function': {
      const names = syntax.typeParameters.map(({ name }) => name);
      checkTypeParameters(context, decl, names);
      checkCallable(context, decl, syntax.parameters);
      break;
    }
    case 'main':
      checkMain(context, context.get(signatureQuery, decl), syntax);
      break;
    case 'extern':
      checkCallable(context, decl, syntax.parameters);
      checkExtern(context, context.get(signatureQuery, decl), syntax);
      break;
    case 'test':
      checkTitle(context, decl, syntax.title);
      break;
    case 'constant':
    case 'global':
    case 'error':
      break;
    default:
      assertNever(syntax);
  }
}

/** The splitter numbers tests of one title. */
function checkTitle(context: QueryContext, decl: DeclId, title: string): void {
  const [, first] = /^(.*)#\d+$/.exec(decl) ?? [];
  if (first === undefined || title === '') return;
  context.report(
    mistake({
      code: 'E0201',
      message: `A test of the title \`${title}\` is declared twice`,
      span: nameSpan(decl),
      notes: ['Titles tell the tests of a module apart.'],
      labels: [{ span: nameSpan(parseDeclId(first)), message: 'first declared here' }],
    }),
  );
}

function isOfStruct(context: QueryContext, parent: DeclId | undefined): boolean {
  return parent !== undefined && context.get(declarationInput, parent)?.kind === 'implement';
}

function classOf(member: DeclId, parent: DeclId | undefined): DeclId {
  return present(parent, `the class of ${member}`);
}

function checkCallable(
  context: QueryContext,
  decl: DeclId,
  parameters: readonly ParameterSyntax[],
): void {
  if (parameters.length === 0) return;
  checkParameters(capabilityContext(context), context.get(signatureQuery, decl), parameters);
}

/**
 * Reports `decl` where an earlier declaration excludes it. A name with one declaration asks no
 * more.
 */
function checkUnique(context: QueryContext, decl: DeclId, info: DeclarationInfo): void {
  const duplicates = duplicatesNamed(context, decl, info);
  const duplicate = duplicates.find((candidate) => candidate.decl === decl);
  if (duplicate === undefined) return;
  const isMember = info.kind === 'field' || info.kind === 'method';
  const isCallable = info.kind === 'function' || info.kind === 'extern' || info.kind === 'method';
  context.report(
    mistake({
      code: isMember ? 'E0202' : 'E0201',
      message: `${kindNames[info.kind] ?? 'Declaration'} \`${info.name}\` is declared twice`,
      span: nameSpan(decl),
      notes: isCallable ? ['Overloads must differ in the types of their parameters.'] : [],
      labels: [{ span: nameSpan(duplicate.earlier), message: 'first declared here' }],
    }),
  );
}

function duplicatesNamed(
  context: QueryContext,
  decl: DeclId,
  { name, parent }: DeclarationInfo,
): readonly Duplicate[] {
  // Where the name is missing the parser has reported it.
  if (name === '') return [];
  if (parent !== undefined) {
    if (isOfStruct(context, parent)) return structDuplicates(context, parent, name);
    const key = memberKey(parent, name);
    if (context.get(memberNamesInput, key).length < 2) return [];
    return context.get(duplicateMembersQuery, key);
  }
  const key = nameKey(moduleOf(decl), name);
  return context.get(namesInput, key).length < 2 ? [] : context.get(duplicateNamesQuery, key);
}

/** Among all `implement` blocks of the struct. */
function structDuplicates(
  context: QueryContext,
  parent: DeclId,
  name: string,
): readonly Duplicate[] {
  const struct = context.get(implementedStructQuery, parent);
  if (struct === null) return [];
  const methods = context.get(structMethodsQuery, memberKey(struct, name));
  return duplicateSignatures(methods.map((decl) => context.get(callSignatureQuery, decl)));
}

const kindNames: Partial<Record<DeclarationInfo['kind'], string>> = {
  class: 'Class',
  constant: 'Constant',
  extern: 'Function',
  field: 'Field',
  function: 'Function',
  global: 'Global variable',
  main: 'Function',
  method: 'Method',
  struct: 'Struct',
  type: 'Type',
};

// Small contexts: one is made for every declaration.

function capabilityContext(context: QueryContext): CapabilityContext {
  return {
    capabilities: (decl) => context.get(capabilitiesQuery, decl),
    hasCapability: (decl, name) => context.get(hasCapabilityQuery, memberKey(decl, name)),
    hasUnknownAncestor: (decl) => context.get(hasUnknownAncestorQuery, decl),
    report: (diagnostic) => context.report(diagnostic),
  };
}

function classCheckContext(context: QueryContext): ClassCheckContext {
  return {
    ancestors: (decl) => context.get(ancestorsQuery, decl),
    capabilities: (decl) => context.get(capabilitiesQuery, decl),
    report: (diagnostic) => context.report(diagnostic),
    inheritanceCycle: (decl) => context.get(inheritanceCycleQuery, decl),
  };
}

function structCheckContext(context: QueryContext): StructCheckContext {
  return {
    structHeader: (decl) => context.get(structHeaderQuery, decl),
    typeDeclaration: (decl) => context.get(typeDeclarationQuery, decl),
    valueCycle: (decl) => context.get(valueCycleQuery, decl),
    report: (diagnostic) => context.report(diagnostic),
  };
}

function implementCheckContext(context: QueryContext, module: ModuleId): ImplementCheckContext {
  return {
    implementedStruct: (decl) => context.get(implementedStructQuery, decl) ?? undefined,
    structNames: () =>
      context
        .get(outlineInput, module)
        .filter(({ kind }) => kind === 'struct')
        .map(({ name }) => name),
    typeParameters: (decl) => context.get(typeParametersQuery, decl),
    report: (diagnostic) => context.report(diagnostic),
  };
}

function typeCheckContext(context: QueryContext): TypeCheckContext {
  return {
    ...typeContext(context),
    ancestors: (decl) => context.get(ancestorsQuery, decl),
    aliasCycle: (decl) => context.get(aliasCycleQuery, decl),
    valueCycle: (decl) => context.get(valueCycleQuery, decl),
  };
}

function memberCheckContext(context: QueryContext): MemberCheckContext {
  return {
    ...capabilityContext(context),
    field: (decl, name) => context.get(fieldQuery, memberKey(decl, name)) ?? undefined,
    methods: (decl, name) => context.get(methodsQuery, memberKey(decl, name)),
    signature: (decl) => context.get(callSignatureQuery, decl),
    wholeSignature: (decl) => context.get(signatureQuery, decl),
    superclass: (decl) => context.get(superclassQuery, decl) ?? undefined,
    needsAnnotations: (decl) => context.get(needsAnnotationsQuery, decl),
  };
}

function importContext(context: QueryContext, importer: ModuleId): ImportContext {
  return {
    ...typeContext(context),
    moduleExists: (module) => context.get(modulePathInput, module) !== null,
    allModules: () => context.get(modulesInput, ''),
    publicNames: (module) => context.get(publicNamesQuery, module),
    importTable: (module) => context.get(importTableQuery, module),
    scope: context.get(packageQuery, importer),
  };
}
