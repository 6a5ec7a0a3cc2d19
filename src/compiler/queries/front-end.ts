/**
 * The front end's part of the catalogue: every input and every query between a file's text and
 * typed bodies.
 */
import type { AnyQuery } from '../../query/query.ts';
import { typedBodyQuery } from './bodies.ts';
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
import { diagnosticsQuery, moduleDiagnosticsQuery } from './diagnostics.ts';
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
import { bodySyntaxQuery, signatureSyntaxQuery } from './syntax.ts';

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
  packageQuery,
  importTableQuery,
  importedNameQuery,
  exportedQuery,
  lookupQuery,
  publicNamesQuery,
  namesInScopeQuery,
  mainsQuery,
  typeParametersQuery,
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
  typedBodyQuery,
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
