/**
 * The front end's part of the catalogue: every input and every query between a file's text and
 * typed bodies.
 */
import type { AnyQuery } from '../../query/query.ts';
import { constantQuery, typedBodyQuery } from './bodies.ts';
import { checkDeclarationQuery, duplicateMembersQuery, duplicateNamesQuery } from './checks.ts';
import {
  ancestorsQuery,
  capabilitiesQuery,
  classHeaderQuery,
  declaredCapabilitiesQuery,
  hasCapabilityQuery,
  hasUnknownAncestorQuery,
  inheritanceCycleQuery,
  lockedCapabilitiesQuery,
  needsAnnotationsQuery,
  superclassLinkQuery,
  superclassQuery,
} from './classes.ts';
import { constantTypeQuery } from './constants.ts';
import { diagnosticsQuery, moduleDiagnosticsQuery } from './diagnostics.ts';
import { globalTypeQuery, globalValueQuery } from './global-values.ts';
import { globalQuery } from './globals.ts';
import {
  bodyTextInput,
  declarationInput,
  declarationsInput,
  docTextInput,
  importsInput,
  memberNamesInput,
  modulePathInput,
  modulesInput,
  namesInput,
  outlineInput,
  ownFieldsInput,
  ownMethodsInput,
  packagesInput,
  positionsInput,
  signatureTextInput,
} from './inputs.ts';
import {
  allMemberNamesQuery,
  fieldLayoutQuery,
  fieldQuery,
  methodsQuery,
  methodTableQuery,
} from './members.ts';
import {
  exportedQuery,
  importedNameQuery,
  importTableQuery,
  lookupQuery,
  mainsQuery,
  namesInScopeQuery,
  packageQuery,
  publicNamesQuery,
  typeParametersQuery,
} from './names.ts';
import { classFactsQuery, classShapeQuery, instanceRacesQuery, racesQuery } from './races.ts';
import { callSignatureQuery, ownFieldQuery, signatureQuery } from './signatures.ts';
import {
  declaredStructQuery,
  implementedStructQuery,
  structHeaderQuery,
  structMethodNamesQuery,
  structMethodsQuery,
  valueCycleQuery,
} from './structs.ts';
import { bodySyntaxQuery, initializerSyntaxQuery, signatureSyntaxQuery } from './syntax.ts';
import {
  aliasCycleQuery,
  aliasTargetQuery,
  declaredMembersQuery,
  mentionedAliasesQuery,
} from './types.ts';
import { typeDeclarationQuery } from './unions.ts';

/** What a project's packages and files set. */
export const frontEndInputs: readonly AnyQuery[] = [
  packagesInput,
  modulesInput,
  modulePathInput,
  outlineInput,
  declarationsInput,
  importsInput,
  namesInput,
  declarationInput,
  signatureTextInput,
  bodyTextInput,
  docTextInput,
  positionsInput,
  ownFieldsInput,
  ownMethodsInput,
  memberNamesInput,
];

/** In the order in which a declaration passes through them. */
export const frontEndQueries: readonly AnyQuery[] = [
  signatureSyntaxQuery,
  bodySyntaxQuery,
  initializerSyntaxQuery,
  packageQuery,
  importTableQuery,
  importedNameQuery,
  exportedQuery,
  lookupQuery,
  publicNamesQuery,
  namesInScopeQuery,
  mainsQuery,
  typeParametersQuery,
  mentionedAliasesQuery,
  aliasCycleQuery,
  aliasTargetQuery,
  declaredMembersQuery,
  declaredStructQuery,
  valueCycleQuery,
  structHeaderQuery,
  typeDeclarationQuery,
  superclassLinkQuery,
  ancestorsQuery,
  superclassQuery,
  inheritanceCycleQuery,
  hasUnknownAncestorQuery,
  declaredCapabilitiesQuery,
  capabilitiesQuery,
  hasCapabilityQuery,
  lockedCapabilitiesQuery,
  classHeaderQuery,
  needsAnnotationsQuery,
  signatureQuery,
  callSignatureQuery,
  ownFieldQuery,
  fieldQuery,
  methodsQuery,
  methodTableQuery,
  fieldLayoutQuery,
  allMemberNamesQuery,
  implementedStructQuery,
  structMethodsQuery,
  structMethodNamesQuery,
  constantTypeQuery,
  globalQuery,
  typedBodyQuery,
  constantQuery,
  globalTypeQuery,
  globalValueQuery,
  duplicateNamesQuery,
  duplicateMembersQuery,
  checkDeclarationQuery,
  classShapeQuery,
  classFactsQuery,
  instanceRacesQuery,
  racesQuery,
  diagnosticsQuery,
  moduleDiagnosticsQuery,
];
