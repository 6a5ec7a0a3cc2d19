/**
 * A program in memory, edited and checked through the real engine: the evidence is what it
 * executed.
 */

import type { DeclId, ModuleId } from '../../src/base/ids.ts';
import { moduleId } from '../../src/base/ids.ts';
import { moduleDiagnosticsQuery } from '../../src/compiler/queries/diagnostics.ts';
import { frontEndInputs, frontEndQueries } from '../../src/compiler/queries/front-end.ts';
import { setModule, setModules } from '../../src/compiler/queries/inputs.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { createEngine } from '../../src/query/engine.ts';
import type { Engine } from '../../src/query/engine-api.ts';
import type { QueryEvent } from '../../src/query/events.ts';
import { createMemoryStore } from '../../src/query/memory-store.ts';
import type { QueryStore } from '../../src/query/store.ts';
import { splitDeclarations } from '../../src/syntax/split.ts';

export type Files = Readonly<Record<string, string>>;

export interface Program {
  readonly engine: Engine;
  /** Makes the program consist of these modules. */
  replace(files: Files): void;
  /** Sets one module's text. */
  edit(module: string, text: string): void;
  check(): readonly Diagnostic[];
  /** `query(key)` of everything that was executed since the last call, sorted. */
  executed(): readonly string[];
  /** Inputs that changed since the last call, sorted. */
  changedInputs(): readonly string[];
  /** The same program in a new process: an engine that starts from what the store has. */
  restart(): Program;
}

export function openProgram(files: Files, store: QueryStore = createMemoryStore()): Program {
  const program = connect(store, new Set());
  program.replace(files);
  return program;
}

/** Codes of everything wrong with a program, in order. */
export function codesOf(files: Files): readonly string[] {
  return openProgram(files)
    .check()
    .map((diagnostic) => diagnostic.code);
}

export function decl(text: string): DeclId {
  return text as DeclId;
}

function connect(store: QueryStore, modules: Set<ModuleId>): Program {
  const events: QueryEvent[] = [];
  const engine = createEngine({
    store,
    queries: [...frontEndInputs, ...frontEndQueries],
    onEvent: (event) => events.push(event),
    now: () => 0,
  });
  const take = (kind: QueryEvent['kind']): readonly string[] => {
    const taken = events.filter((event) => event.kind === kind);
    const rest = events.filter((event) => event.kind !== kind);
    events.splice(0, events.length, ...rest);
    return taken.map(({ node }) => `${node.query}(${node.key})`).sort();
  };
  return {
    engine,
    replace(files) {
      const wanted = new Set(Object.keys(files).map(moduleId));
      for (const module of modules) {
        if (!wanted.has(module)) setModule(engine, module, undefined);
      }
      modules.clear();
      for (const module of wanted) modules.add(module);
      setModules(engine, [...wanted]);
      for (const [name, text] of Object.entries(files)) this.edit(name, text);
    },
    edit(name, text) {
      const module = moduleId(name);
      const path = `src/${name.replaceAll('.', '/')}.bolt`;
      setModule(engine, module, splitDeclarations(module, path, text));
    },
    check: () =>
      [...modules].sort().flatMap((module) => engine.get(moduleDiagnosticsQuery, module)),
    executed: () => take('willExecute'),
    changedInputs: () => take('didChangeInput'),
    restart() {
      engine.flush();
      return connect(store, modules);
    },
  };
}
