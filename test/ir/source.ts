/**
 * Programs in Bolt for the interpreter: through the parser, the checker and lowering, without LLVM.
 */

import type { DeclId } from '../../src/base/ids.ts';
import { moduleId } from '../../src/base/ids.ts';
import { present } from '../../src/base/invariant.ts';
import { mirQuery } from '../../src/compiler/queries/code.ts';
import { moduleDiagnosticsQuery } from '../../src/compiler/queries/diagnostics.ts';
import { frontEndInputs, frontEndQueries } from '../../src/compiler/queries/front-end.ts';
import { setModule, setModules } from '../../src/compiler/queries/inputs.ts';
import { methodTableQuery } from '../../src/compiler/queries/members.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { declaredArgumentsOf } from '../../src/ir/instantiate.ts';
import type { MirUnit } from '../../src/ir/mir.ts';
import { createEngine } from '../../src/query/engine.ts';
import { createMemoryStore } from '../../src/query/memory-store.ts';
import { splitDeclarations } from '../../src/syntax/split.ts';
import type { Outcome, Program } from './interpreter.ts';
import { execute } from './interpreter.ts';

export interface Compiled {
  readonly program: Program;
  readonly errors: readonly Diagnostic[];
  readonly units: readonly MirUnit[];
}

/** Compiles `text` as the module `m`. */
export function compile(text: string): Compiled {
  const module = moduleId('m');
  const engine = createEngine({
    store: createMemoryStore(),
    queries: [...frontEndInputs, ...frontEndQueries, mirQuery],
    onEvent: () => {},
    now: () => 0,
  });
  setModules(engine, [module]);
  const outline = splitDeclarations(module, 'src/m.bolt', text);
  setModule(engine, module, outline);
  const errors = engine
    .get(moduleDiagnosticsQuery, module)
    .filter(({ severity }) => severity === 'error')
    // Code does not depend on whether the program has data races.
    .filter(({ code }) => !code.startsWith('E06'));
  const withCode = outline.declarations.filter((declaration) => declaration.body !== undefined);
  const units =
    errors.length > 0
      ? []
      : withCode.map(({ id }) => present(engine.get(mirQuery, id) ?? undefined, `code of ${id}`));
  const dispatch: Program['dispatch'] = (type, slot) => {
    const table = engine.get(methodTableQuery, type.decl);
    const found = present(
      table.find((method) => method.slot === slot),
      `${type.decl}.${slot}`,
    );
    const map = declaredArgumentsOf(type);
    return { decl: found.method, typeArgs: found.owner.args.map(map.type) };
  };
  return { program: { units, dispatch }, errors, units };
}

/** What `main` does. */
export function runSource(text: string): Outcome {
  const { program, errors } = compile(text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${error.code}: ${error.message}`);
  const main = present(
    program.units.find((unit) => isMain(unit.decl)),
    'main',
  );
  return execute(program, main.symbol);
}

function isMain(decl: DeclId): boolean {
  return decl.startsWith('m::main') || decl.startsWith('m::function main');
}
