/**
 * Small functions of other modules, whose code the release profile takes into a module so that calls of them
 * cost nothing. Who takes a body in depends on it; in the dev profile nobody does.
 */
import type { DeclId, ModuleId } from '../../base/ids.ts';
import { moduleOf } from '../../base/ids.ts';
import type { MirUnit } from '../../ir/mir.ts';
import { referencedUnits } from '../../ir/references.ts';
import type { UnitKey } from '../../ir/unit-key.ts';
import { isInstance, parseUnitKey, unitKey } from '../../ir/unit-key.ts';
import type { DerivedQuery, QueryContext } from '../../query/query.ts';
import { mirQuery } from './code.ts';
import { codeUnitsQuery } from './units.ts';

/** What other code must know of a declaration to decide whether it takes its body in. */
export interface InlineFacts {
  readonly isSmall: boolean;
  /** Functions that it calls and that are not generic, sorted. */
  readonly callees: readonly DeclId[];
}

export const inlineFactsQuery: DerivedQuery<DeclId, InlineFacts> = {
  kind: 'derived',
  name: 'inlineFacts',
  storage: 'value',
  execute(context, decl) {
    const unit = context.get(mirQuery, decl);
    if (unit === null) return { isSmall: false, callees: [] };
    const callees = referencedUnits(unit).flatMap((each) =>
      each.kind === 'function' && !isInstance(each) ? [each.decl] : [],
    );
    return { isSmall: isSmall(unit), callees: [...new Set(callees)].sort() };
  },
};

/** The units of other modules that a module's optimised code takes in, by link name. */
export const importedUnitsQuery: DerivedQuery<ModuleId, readonly UnitKey[]> = {
  kind: 'derived',
  name: 'importedUnits',
  storage: 'value',
  execute(context, module) {
    const own = context.get(codeUnitsQuery, module) ?? [];
    const found = new Set<DeclId>();
    let round: readonly DeclId[] = own.flatMap((key) => calleesOf(context, key));
    for (let depth = 0; depth < maxDepth && round.length > 0; depth += 1) {
      const fresh = [...new Set(round)].filter(
        (decl) => moduleOf(decl) !== module && !found.has(decl),
      );
      const small = fresh.filter((decl) => context.get(inlineFactsQuery, decl).isSmall);
      for (const decl of small) found.add(decl);
      round = small.flatMap((decl) => context.get(inlineFactsQuery, decl).callees);
    }
    return [...found].map((decl) => unitKey({ kind: 'function', decl, typeArgs: [] })).sort();
  },
};

/** How far calls are followed: a small function may be a wrapper of a wrapper. */
const maxDepth = 3;

/** The size that LLVM inlines with little doubt. */
const mostInstructions = 32;

function isSmall({ functions }: MirUnit): boolean {
  const [only] = functions;
  if (only === undefined || functions.length > 1) return false;
  const size = only.blocks.reduce((sum, { instructions }) => sum + 1 + instructions.length, 0);
  return size <= mostInstructions;
}

function calleesOf(context: QueryContext, key: UnitKey): readonly DeclId[] {
  const unit = parseUnitKey(key);
  return unit.kind === 'function' ? context.get(inlineFactsQuery, unit.decl).callees : [];
}
