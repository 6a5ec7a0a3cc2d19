/**
 * The units of code that a module's object consists of: its own declarations, and the instances of generic
 * declarations that they use, wherever those are declared.
 */
import type { DeclId, ModuleId } from '../../base/ids.ts';
import { assertNever } from '../../base/invariant.ts';
import { collectInstances } from '../../ir/collect-instances.ts';
import { runawayInstantiation } from '../../ir/instantiation-error.ts';
import type { GenericReferences } from '../../ir/references.ts';
import { genericReferences } from '../../ir/references.ts';
import type { CodeUnit } from '../../ir/unit.ts';
import type { UnitKey } from '../../ir/unit-key.ts';
import { isInstance, unitKey } from '../../ir/unit-key.ts';
import type { DerivedQuery, QueryContext } from '../../query/query.ts';
import { superclassQuery } from './classes.ts';
import { mirQuery } from './code.ts';
import type { ModuleDeclaration } from './inputs.ts';
import { declarationsInput } from './inputs.ts';
import { methodTableQuery } from './members.ts';
import { typeParametersQuery } from './names.ts';
import { entryModuleInput } from './program.ts';
import { callSignatureQuery } from './signatures.ts';

/**
 * The instances that a declaration's code refers to, in terms of its own type parameters; null where it has
 * no code because of errors. Changes far more rarely than the code.
 */
export const instanceReferencesQuery: DerivedQuery<DeclId, GenericReferences | null> = {
  kind: 'derived',
  name: 'instanceReferences',
  storage: 'value',
  execute(context, decl) {
    const unit = context.get(mirQuery, decl);
    if (unit === null) return null;
    const references = genericReferences(unit);
    return { ...references, units: references.units.filter(isInstance) };
  },
};

/** By link name; null where a declaration has no code because of errors, here or in a generic it uses. */
export const codeUnitsQuery: DerivedQuery<ModuleId, readonly UnitKey[] | null> = {
  kind: 'derived',
  name: 'codeUnits',
  storage: 'value',
  execute(context, module) {
    const own = context
      .get(declarationsInput, module)
      .filter((entry) => entry.kind !== 'main' || context.get(entryModuleInput, '') === module)
      .flatMap((entry) => ownUnit(context, entry));
    return withInstances(context, own);
  },
};

/** Units and the instances that they need, by link name; null where one has no code because of errors. */
export function withInstances(
  context: QueryContext,
  own: readonly CodeUnit[],
): readonly UnitKey[] | null {
  let isComplete = true;
  const instances = collectInstances(own, {
    references(decl) {
      const references = context.get(instanceReferencesQuery, decl);
      if (references === null) isComplete = false;
      return references ?? { decl, units: [] };
    },
    methodTable: (decl) => context.get(methodTableQuery, decl),
    superclass: (decl) => context.get(superclassQuery, decl) ?? undefined,
  });
  if (!isComplete) return null;
  if (instances.kind === 'runaway') {
    context.report(runawayInstantiation(instances.chain));
    return null;
  }
  return [...own, ...instances.units].map(unitKey).sort();
}

/** The unit of a declaration that has code and is not generic. */
function ownUnit(context: QueryContext, entry: ModuleDeclaration): readonly CodeUnit[] {
  switch (entry.kind) {
    case 'class':
      return isGeneric(context, entry.id)
        ? []
        : [{ kind: 'class', type: { kind: 'class', decl: entry.id, args: [] } }];
    case 'function':
    case 'main':
      return context.get(callSignatureQuery, entry.id).typeParameters.length > 0
        ? []
        : [{ kind: 'function', decl: entry.id, typeArgs: [] }];
    case 'method':
      return entry.parent === undefined || isGeneric(context, entry.parent)
        ? []
        : [{ kind: 'function', decl: entry.id, typeArgs: [] }];
    case 'global':
      return [{ kind: 'global', decl: entry.id }];
    case 'field':
    case 'struct':
    case 'type':
    case 'implement':
    case 'constant':
    case 'extern':
    case 'test':
    case 'stray':
      return [];
    default:
      return assertNever(entry.kind);
  }
}

function isGeneric(context: QueryContext, decl: DeclId): boolean {
  return context.get(typeParametersQuery, decl).length > 0;
}
