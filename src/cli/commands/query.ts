/** `boltd query`: what the cache knows of a declaration; brought up to date first where it has to be. */
import { selectFromCache } from '../../../cache/select.ts';
import { openMakers } from '../../build/makers.ts';
import { syncProject } from '../../build/compile.ts';
import type { Session } from '../../build/session.ts';
import type { DeclId, ModuleId } from '../../base/ids.ts';
import { makeUnitFragments } from '../../build/driver.ts';
import { typedBodyQuery } from '../../compiler/queries/bodies.ts';
import { fragmentQuery, mirQuery } from '../../compiler/queries/code.ts';
import type { OutlineEntry } from '../../compiler/queries/inputs.ts';
import { outlineInput } from '../../compiler/queries/inputs.ts';
import { shardModulesInput } from '../../compiler/queries/program.ts';
import { bodySyntaxQuery, signatureSyntaxQuery } from '../../compiler/queries/syntax.ts';
import { signatureQuery } from '../../compiler/queries/signatures.ts';
import { allShards } from '../../compiler/shard.ts';
import { printUnit } from '../../ir/print-mir.ts';
import { unitKey } from '../../ir/unit-key.ts';
import { printTypedBody } from '../../sema/print-hir.ts';
import { printBlock, printSignature } from '../../syntax/print-tree.ts';
import { exitCode, UsageError } from '../exit.ts';
import { installation } from '../installation.ts';
import type { Output } from '../output.ts';
import { withSession } from '../session.ts';
import type { SessionWork } from '../session.ts';

const kinds = ['ir', 'llvm', 'ast', 'types', 'deps', 'rdeps'] as const;
type Kind = (typeof kinds)[number];

export async function query(
  output: Output,
  what: string,
  symbol: string,
  target: string,
): Promise<number> {
  const kind = kinds.find((each) => each === what);
  if (kind === undefined) throw new UsageError(`Cannot query ${what}; choose of ${kinds.join(', ')}`);
  return withSession(output, target, {}, async (work) => {
    syncProject(work.session);
    const decls = findDeclarations(work.session, symbol);
    if (decls.length === 0) throw new UsageError(`No declaration is called ${symbol}`);
    for (const entry of decls) {
      const text = await describe(work, kind, entry);
      output.event('query', { what: kind, symbol: entry.id, text });
      if (!output.options.json) output.result(`${output.colors.bold(entry.id)}\n${text.trimEnd()}\n`);
    }
    work.session.engine.flush();
    return exitCode.done;
  });
}

/** Declarations that `symbol` names: `a.b.f`, `a.b.C`, `a.b.C.m`, or a whole id. */
function findDeclarations({ engine }: Session, symbol: string): readonly OutlineEntry[] {
  const modules = allShards.flatMap((shard) => engine.get(shardModulesInput, shard)).sort();
  return modules.flatMap((module) =>
    engine
      .get(outlineInput, module)
      .filter((entry) => entry.id === symbol || qualifiedName(module, entry) === symbol),
  );
}

function qualifiedName(module: ModuleId, { name, parent }: OutlineEntry): string {
  const owner = parent === undefined ? '' : `${parent.slice(parent.indexOf('::class ') + 8)}.`;
  return `${module}.${owner}${name}`;
}

async function describe(work: SessionWork, kind: Kind, entry: OutlineEntry): Promise<string> {
  const { engine } = work.session;
  switch (kind) {
    case 'ast': {
      const body = engine.get(bodySyntaxQuery, entry.id);
      const signature = printSignature(engine.get(signatureSyntaxQuery, entry.id));
      return body === null ? signature : `${signature}\n${printBlock(body)}`;
    }
    case 'types': {
      const body = engine.get(typedBodyQuery, entry.id);
      if (body !== null) return printTypedBody(body);
      return JSON.stringify(engine.get(signatureQuery, entry.id), undefined, 2);
    }
    case 'ir': {
      const unit = engine.get(mirQuery, entry.id);
      return unit === null ? 'No code: the declaration has mistakes' : printUnit(unit);
    }
    case 'llvm':
      return describeFragment(work, entry);
    case 'deps':
    case 'rdeps':
      return edges(work.session, entry.id, kind);
    default:
      return kind satisfies never;
  }
}

/** LLVM IR of a declaration that is not generic; of a generic one each instance has its own. */
async function describeFragment(
  { session, clock }: SessionWork,
  { id, kind }: OutlineEntry,
): Promise<string> {
  const key =
    kind === 'class'
      ? unitKey({ kind: 'class', type: { kind: 'class', decl: id, args: [] } })
      : unitKey({ kind: 'function', decl: id, typeArgs: [] });
  const { engine, objects, paths } = session;
  const makers = openMakers({ ...installation(), cacheFolder: paths.cache, objects, engine, clock });
  try {
    const isMade = await makeUnitFragments({ engine, makers }, [key]);
    if (!isMade) return 'No code: the declaration, or a class that it uses, has mistakes';
    return engine.get(fragmentQuery, key).definitions;
  } finally {
    await makers.close();
  }
}

/** What the declaration's memos read, or what reads them; itself left out. Asks the database, as users can. */
function edges({ engine, paths }: Session, decl: DeclId, direction: 'deps' | 'rdeps'): string {
  engine.flush();
  const { rows } = selectFromCache({
    folder: paths.cache,
    sql: direction === 'deps' ? depsSql : rdepsSql,
    parameters: [decl, decl],
    maxRows: 100_000,
  });
  return rows.map(([name, key]) => `${name}(${key})`).join('\n');
}

const depsSql = `SELECT DISTINCT to_query, to_key FROM v_dependencies
  WHERE from_key = ? AND to_key <> ? ORDER BY to_query, to_key`;

const rdepsSql = `SELECT DISTINCT dependent_query, dependent_key FROM v_dependents
  WHERE key = ? AND dependent_key <> ? ORDER BY dependent_query, dependent_key`;
