/** LLVM IR of units with their positions, put together to what becomes one object. */
import { present } from '../../base/invariant.ts';
import type { UnitKey } from '../../ir/unit-key.ts';
import { parseUnitKey } from '../../ir/unit-key.ts';
import type { ModulePart } from '../../llvm/assemble.ts';
import { assembleModule } from '../../llvm/assemble.ts';
import type { Fragment } from '../../llvm/protocol.ts';
import type { SitePosition } from '../../llvm/site-table.ts';
import type { QueryContext } from '../../query/query.ts';
import { siteOf } from '../../syntax/positions.ts';
import { fragmentQuery } from './code.ts';
import { positionsInput } from './inputs.ts';

export interface ModuleUnits {
  /** What the object's own texts are called by. */
  readonly name: string;
  readonly units: readonly UnitKey[];
  /** Code of other modules, to be inlined. */
  readonly imported?: readonly ModulePart[];
}

export function textOfUnits(
  context: QueryContext,
  { name, units, imported = [] }: ModuleUnits,
): string {
  const parts = units.map((key) => {
    const fragment = context.get(fragmentQuery, key);
    return { fragment, sites: sitesOf(context, key, fragment) };
  });
  return assembleModule(name, [...parts, ...imported]);
}

/** Where the places of a unit that may panic stand now. Code that cannot panic depends on no position. */
function sitesOf(
  context: QueryContext,
  key: UnitKey,
  { sites }: Fragment,
): readonly SitePosition[] {
  const unit = parseUnitKey(key);
  if (sites.length === 0 || unit.kind !== 'function') return [];
  const positions = context.get(positionsInput, unit.decl);
  const known = present(positions ?? undefined, `positions of ${unit.decl}`);
  return sites.map((ordinal) => siteOf(known, ordinal));
}
