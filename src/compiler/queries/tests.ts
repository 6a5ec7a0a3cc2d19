/**
 * Tests of a program: objects of their own beside the program's, so that a build without tests has nothing of
 * them, and what the outcome of each depends on.
 */
import { fingerprintOf } from '../../base/fingerprint.ts';
import type { Brand, DeclId, ModuleId } from '../../base/ids.ts';
import type { UnitKey } from '../../ir/unit-key.ts';
import { unitKey } from '../../ir/unit-key.ts';
import { referencedSymbols } from '../../llvm/fragment-references.ts';
import type { ObjectOrder, ObjectResult, Profile } from '../../llvm/protocol.ts';
import { testProgramText } from '../../llvm/test-program.ts';
import type { AnyQuery, DerivedQuery, ExternalQuery, QueryContext } from '../../query/query.ts';
import type { ShardId } from '../shard.ts';
import { projectShards } from '../shard.ts';
import { fragmentQuery } from './code.ts';
import { declarationsInput } from './inputs.ts';
import { textOfUnits } from './module-text.ts';
import { packageQuery } from './names.ts';
import { shardModulesInput } from './standard.ts';
import { linkedLibrariesInput, toolchainInput } from './toolchain.ts';
import { withInstances } from './units.ts';

/** The tests that a module declares, by id. */
export const moduleTestsQuery: DerivedQuery<ModuleId, readonly DeclId[]> = {
  kind: 'derived',
  name: 'moduleTests',
  storage: 'value',
  execute: (context, module) =>
    context
      .get(declarationsInput, module)
      .filter((entry) => entry.kind === 'test')
      .map((entry) => entry.id),
};

/** Modules of a shard that declare tests; those of other packages are tested where they are developed. */
export const shardTestedQuery: DerivedQuery<ShardId, readonly ModuleId[]> = {
  kind: 'derived',
  name: 'shardTested',
  storage: 'value',
  execute: (context, shard) =>
    context
      .get(shardModulesInput, shard)
      .filter(
        (module) =>
          context.get(moduleTestsQuery, module).length > 0 &&
          context.get(packageQuery, module).prefix === '',
      ),
};

/** Modules with tests, sorted. */
export const testedModulesQuery: DerivedQuery<'', readonly ModuleId[]> = {
  kind: 'derived',
  name: 'testedModules',
  storage: 'value',
  execute: (context) =>
    projectShards.flatMap((shard) => context.get(shardTestedQuery, shard)).sort(),
};

/** All tests of the program in the order of their numbers. */
export function testsOf(reader: Pick<QueryContext, 'get'>): readonly DeclId[] {
  return reader
    .get(testedModulesQuery, '')
    .flatMap((module) => reader.get(moduleTestsQuery, module));
}

/** What a module's tests object consists of; null where one has no code because of errors. */
export const testUnitsQuery: DerivedQuery<ModuleId, readonly UnitKey[] | null> = {
  kind: 'derived',
  name: 'testUnits',
  storage: 'value',
  execute: (context, module) =>
    withInstances(
      context,
      context
        .get(moduleTestsQuery, module)
        .map((decl) => ({ kind: 'function', decl, typeArgs: [] })),
    ),
};

/** `<module>@<profile>`; without a module: the start of a program that runs tests. */
export type TestObjectKey = Brand<string, 'TestObjectKey'>;

export function testObjectKey(module: ModuleId | '', profile: Profile): TestObjectKey {
  return `${module}@${profile}` as TestObjectKey;
}

/** LLVM IR of a module's tests; without a module, of the program that runs one of them by its number. */
export const testTextQuery: DerivedQuery<ModuleId | '', string | null> = {
  kind: 'derived',
  name: 'testText',
  storage: 'fingerprint',
  execute(context, module) {
    if (module === '') return testProgramText(testsOf(context));
    const units = context.get(testUnitsQuery, module);
    return units && textOfUnits(context, { name: `${module} tests`, units });
  },
};

export const testObjectQuery: ExternalQuery<TestObjectKey, ObjectOrder | null, ObjectResult> = {
  kind: 'external',
  name: 'testObject',
  prepare(context, key) {
    const at = key.lastIndexOf('@');
    const module = key.slice(0, at) as ModuleId | '';
    context.get(toolchainInput, 'emit');
    const ir = context.get(testTextQuery, module);
    if (ir === null) return null;
    return { module: `${module} tests`, profile: key.slice(at + 1) as Profile, ir };
  },
};

/** The objects that a program of tests has beside the program's own. */
export function testObjectKeys(
  reader: Pick<QueryContext, 'get'>,
  profile: Profile,
): readonly TestObjectKey[] {
  const modules = reader.get(testedModulesQuery, '');
  return ['' as const, ...modules].map((module) => testObjectKey(module, profile));
}

/** What a unit's machine code is made of, and the units that it refers to. */
export const unitCodeQuery: DerivedQuery<
  UnitKey,
  { readonly code: string; readonly units: readonly UnitKey[] }
> = {
  kind: 'derived',
  name: 'unitCode',
  storage: 'value',
  execute(context, key) {
    const fragment = context.get(fragmentQuery, key);
    const units = referencedSymbols(fragment) as readonly UnitKey[];
    // Notes for debuggers and stack traces change nothing of what a test that passes does.
    const { functions: _, ...code } = fragment;
    return { code: fingerprintOf(JSON.stringify(code)), units };
  },
};

/**
 * Fingerprint of all code that a test can reach: of units that a fragment mentions, directly or through
 * others. Where code stands in its file does not count.
 */
export const testCodeQuery: DerivedQuery<DeclId, string> = {
  kind: 'derived',
  name: 'testCode',
  storage: 'value',
  execute(context, test) {
    const reached = new Map<UnitKey, string>();
    const pending = [unitKey({ kind: 'function', decl: test, typeArgs: [] })];
    for (let unit = pending.pop(); unit !== undefined; unit = pending.pop()) {
      if (reached.has(unit)) continue;
      const { code, units } = context.get(unitCodeQuery, unit);
      reached.set(unit, code);
      pending.push(...units);
    }
    return fingerprintOf([...reached].sort().flat().join('\n'));
  },
};

/** `<test>@<profile>` */
export type TestRunKey = Brand<string, 'TestRunKey'>;

export function testRunKey(test: DeclId, profile: Profile): TestRunKey {
  return `${test}@${profile}` as TestRunKey;
}

export interface TestOrder {
  readonly test: DeclId;
  readonly code: string;
  /** The runtime, the C libraries, and whoever makes machine code of the code. */
  readonly toolchain: string;
}

/** That a test passed. One that fails has no result, so that it is run again. */
export const testRunQuery: ExternalQuery<TestRunKey, TestOrder, { readonly milliseconds: number }> =
  {
    kind: 'external',
    name: 'testRun',
    prepare(context, key) {
      const test = key.slice(0, key.lastIndexOf('@')) as DeclId;
      const tools = [context.get(toolchainInput, 'emit'), context.get(toolchainInput, 'link')];
      const toolchain = [...tools, ...context.get(linkedLibrariesInput, '')].join(' ');
      return { test, code: context.get(testCodeQuery, test), toolchain };
    },
  };

/** All that only tests need. */
export const testQueries: readonly AnyQuery[] = [
  moduleTestsQuery,
  shardTestedQuery,
  testedModulesQuery,
  testUnitsQuery,
  testTextQuery,
  testObjectQuery,
  unitCodeQuery,
  testCodeQuery,
  testRunQuery,
];
