/** LLVM IR of units with their positions, put together to what becomes one object. */
import type { DeclId } from '../../base/ids.ts';
import { assertNever, present } from '../../base/invariant.ts';
import type { Ordinal } from '../../base/span.ts';
import { fieldKey } from '../../ir/references.ts';
import type { UnitKey } from '../../ir/unit-key.ts';
import { parseUnitKey } from '../../ir/unit-key.ts';
import type { ModulePart } from '../../llvm/assemble.ts';
import { assembleModule } from '../../llvm/assemble.ts';
import type { SourceOf } from '../../llvm/debug-info.ts';
import type { ClassShape } from '../../llvm/debug-types.ts';
import { callsProgram } from '../../llvm/fragment-references.ts';
import type { SitePosition } from '../../llvm/site-table.ts';
import type { QueryContext } from '../../query/query.ts';
import type { ClassType } from '../../sema/type.ts';
import { shownName, typeKey } from '../../sema/type-key.ts';
import { siteOf } from '../../syntax/positions.ts';
import { fragmentQuery } from './code.ts';
import { positionsInput } from './inputs.ts';
import { classKey, classLayoutQuery, concreteFields } from './layouts.ts';
import { shapeSource } from './value-shapes.ts';

export interface ModuleUnits {
  /** What the object's own texts are called by. */
  readonly name: string;
  readonly units: readonly UnitKey[];
  /** Code of other modules, to be inlined. */
  readonly imported?: readonly UnitKey[];
}

export function textOfUnits(
  context: QueryContext,
  { name, units, imported = [] }: ModuleUnits,
): string {
  const parts = units.map((key): ModulePart => {
    const fragment = context.get(fragmentQuery, key);
    const unit = parseUnitKey(key);
    switch (unit.kind) {
      case 'function': {
        const source = sourceOf(context, unit.decl);
        return { fragment, sites: fragment.sites.map(source.locate), source };
      }
      case 'class':
        return { fragment, sites: [], shape: classShape(context, unit.type) };
      case 'global':
        return { fragment, sites: [] };
      default:
        return assertNever(unit);
    }
  });
  const all = [...parts, ...importedPartsOf(context, imported)];
  return assembleModule(name, all, shapeSource(context));
}

/**
 * Units of other modules. Stack traces need the positions of those that call others; of a leaf,
 * which cannot panic, nobody depends on where it stands.
 */
function importedPartsOf(context: QueryContext, units: readonly UnitKey[]): readonly ModulePart[] {
  return units.flatMap((key): readonly ModulePart[] => {
    const fragment = context.get(fragmentQuery, key);
    // Its places are in tables of its own module.
    if (fragment.sites.length > 0) return [];
    const unit = parseUnitKey(key);
    const part: ModulePart = { fragment, sites: [], isImported: true };
    if (unit.kind !== 'function' || !callsProgram(fragment)) return [part];
    return [{ ...part, source: sourceOf(context, unit.decl) }];
  });
}

function sourceOf(context: QueryContext, decl: DeclId): SourceOf {
  const positions = present(context.get(positionsInput, decl) ?? undefined, `positions of ${decl}`);
  const locate = (ordinal: Ordinal): SitePosition => siteOf(positions, ordinal);
  return { name: shownName(decl), start: locate(positions.name), locate };
}

function classShape(context: QueryContext, type: ClassType): ClassShape {
  const key = classKey(type);
  const layout = context.get(classLayoutQuery, key);
  const { sizeBytes, offsets } = present(layout ?? undefined, `layout of ${key}`);
  const fields = concreteFields(context, type).map((field) => ({
    name: field.name,
    type: typeKey(field.type),
    offsetBytes: present(offsets[fieldKey(field)], `offset of ${field.name}`),
  }));
  return { key, sizeBytes, fields };
}
