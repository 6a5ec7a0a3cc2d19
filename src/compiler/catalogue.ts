/** Every query there is, so that the engine can re-execute whatever it finds in a cache. */
import type { AnyQuery } from '../query/query.ts';
import { fragmentQuery, mirQuery } from './queries/code.ts';
import { frontEndInputs, frontEndQueries } from './queries/front-end.ts';
import { importedUnitsQuery, inlineFactsQuery } from './queries/imported-code.ts';
import { classLayoutQuery, fieldOffsetQuery, methodSlotQuery } from './queries/layouts.ts';
import {
  executableQuery,
  libraryQuery,
  moduleTextQuery,
  objectQuery,
  optimisedTextQuery,
} from './queries/output.ts';
import {
  entryModuleInput,
  programDiagnosticsQuery,
  shardDiagnosticsQuery,
} from './queries/program.ts';
import { shardModulesInput, shardStandardQuery, standardModulesQuery } from './queries/standard.ts';
import { testQueries } from './queries/tests.ts';
import { linkedLibrariesInput, toolchainInput } from './queries/toolchain.ts';
import { codeUnitsQuery, instanceReferencesQuery } from './queries/units.ts';

export const allQueries: readonly AnyQuery[] = [
  ...frontEndInputs,
  shardModulesInput,
  entryModuleInput,
  toolchainInput,
  linkedLibrariesInput,
  ...frontEndQueries,
  shardStandardQuery,
  standardModulesQuery,
  shardDiagnosticsQuery,
  programDiagnosticsQuery,
  mirQuery,
  instanceReferencesQuery,
  codeUnitsQuery,
  classLayoutQuery,
  fieldOffsetQuery,
  methodSlotQuery,
  fragmentQuery,
  inlineFactsQuery,
  importedUnitsQuery,
  moduleTextQuery,
  optimisedTextQuery,
  objectQuery,
  libraryQuery,
  executableQuery,
  ...testQueries,
];

/**
 * Values that later queries of the same build read: kept in memory. The others (trees, typed
 * bodies, IR) are large and read once, by the next stage, or seldom; they can be read back from the
 * cache or made again.
 */
export function isRetained(query: string): boolean {
  return !transient.has(query);
}

const transient: ReadonlySet<string> = new Set([
  'docText',
  'positions',
  'outline',
  'bodySyntax',
  'initializerSyntax',
  'signatureSyntax',
  'typedBody',
  'mir',
  'fragment',
  'moduleText',
  'optimisedText',
  'testText',
]);
