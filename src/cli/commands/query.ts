/** `boltd query`: what the cache knows of a declaration; brought up to date first where it has to be. */
import type { ModuleId } from '../../base/ids.ts';
import { checkProject, syncProject } from '../../build/compile.ts';
import type { Session } from '../../build/session.ts';
import type { OutlineEntry } from '../../compiler/queries/inputs.ts';
import { outlineInput } from '../../compiler/queries/inputs.ts';
import { shardModulesInput } from '../../compiler/queries/program.ts';
import { allShards } from '../../compiler/shard.ts';
import { closestName } from '../../sema/suggest.ts';
import { aspects, describeDeclaration } from '../describe-declaration.ts';
import { exitCode, UsageError } from '../exit.ts';
import type { Output } from '../output.ts';
import { withSession } from '../session.ts';

export async function query(
  output: Output,
  what: string,
  symbol: string,
  target: string,
): Promise<number> {
  const aspect = aspects.find((each) => each === what);
  if (aspect === undefined) {
    const meant = closestName(what, aspects);
    const advice =
      meant === undefined ? `choose of ${aspects.join(', ')}` : `did you mean ${meant}?`;
    throw new UsageError(`Cannot query ${what}; ${advice}`);
  }
  return withSession(output, target, {}, async (work) => {
    const { session, clock } = work;
    syncProject(session);
    const entries = findDeclarations(session, symbol);
    // Only what was executed has dependents.
    if (aspect === 'deps' || aspect === 'rdeps') checkProject(session, clock, { stage: 'type' });
    let status: number = exitCode.done;
    for (const { id, ...entry } of entries) {
      const description = await describeDeclaration(work, aspect, { id, ...entry });
      if (description.kind === 'text') {
        const { text } = description;
        output.event('query', { what: aspect, symbol: id, text });
        if (!output.options.json) {
          output.result(`${output.resultColors.bold(id)}\n${text.trimEnd()}\n`);
        }
      } else {
        const { reason, isMistake } = description;
        output.event('query', { what: aspect, symbol: id, text: null, note: reason });
        output.notice(`${output.colors.yellow('note')}: ${id}: ${reason}`);
        if (isMistake) status = exitCode.diagnostics;
      }
    }
    session.engine.flush();
    return status;
  });
}

/** Declarations that `symbol` names: `a.b.f`, `a.b.C`, `a.b.C.m`, or a whole id. */
function findDeclarations({ engine }: Session, symbol: string): readonly OutlineEntry[] {
  const modules = allShards.flatMap((shard) => engine.get(shardModulesInput, shard)).sort();
  const named = modules.flatMap((module) =>
    engine
      .get(outlineInput, module)
      .map((entry) => ({ name: qualifiedName(module, entry), entry })),
  );
  const found = named.filter(({ name, entry }) => entry.id === symbol || name === symbol);
  if (found.length > 0) return found.map(({ entry }) => entry);
  throw new UsageError(unknownSymbol(symbol, modules, named));
}

function qualifiedName(module: ModuleId, { name, parent }: OutlineEntry): string {
  const owner = parent === undefined ? '' : `${parent.slice(parent.indexOf('::class ') + 8)}.`;
  return `${module}.${owner}${name}`;
}

interface Named {
  readonly name: string;
  readonly entry: OutlineEntry;
}

function unknownSymbol(
  symbol: string,
  modules: readonly ModuleId[],
  named: readonly Named[],
): string {
  const declared = named.filter(({ entry }) => entry.name !== '');
  if (modules.some((module) => module === symbol)) {
    const names = declared
      .filter(({ name, entry }) => entry.parent === undefined && name.startsWith(`${symbol}.`))
      .map(({ entry }) => entry.name);
    return `${symbol} is a module; ask for one of its declarations: ${[...new Set(names)].join(', ')}`;
  }
  // The name alone may be right.
  const meant =
    closestName(
      symbol,
      declared.map(({ name }) => name),
    ) ?? declared.find(({ entry }) => entry.name === symbol)?.name;
  return `No declaration is called ${symbol}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}
