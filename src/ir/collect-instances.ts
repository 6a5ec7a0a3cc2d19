/**
 * Which instances of generic declarations a module's code needs: directly, through other instances,
 * and through the method tables of instantiated classes. Each module that uses an instance emits
 * it, so the search follows instances wherever they are declared, and stops at code that is not
 * generic.
 */

import type { DeclId } from '../base/ids.ts';
import { assertNever } from '../base/invariant.ts';
import type { MethodSlot } from '../sema/model.ts';
import type { ClassType, Type } from '../sema/type.ts';
import { partsOf } from '../sema/type-parts.ts';
import { declaredArgumentsOf, typeArgumentsOf } from './instantiate.ts';
import type { TypeMap } from './map-types.ts';
import type { GenericReferences } from './references.ts';
import type { CodeUnit } from './unit.ts';
import { isInstance, typeArgsOf, unitKey } from './unit-key.ts';

export interface InstanceContext {
  /** What the code of a function or method refers to, in terms of its type parameters. */
  references(decl: DeclId): GenericReferences;
  /**
   * The methods of a class by slot, inherited ones included, in terms of the class's type
   * parameters.
   */
  methodTable(decl: DeclId): readonly Pick<MethodSlot, 'method' | 'owner'>[];
  superclass(decl: DeclId): ClassType | undefined;
}

export type Instances =
  /** By link name. */
  | { readonly kind: 'collected'; readonly units: readonly CodeUnit[] }
  /** The way from a root to an instance that shows that there is no end. */
  | { readonly kind: 'runaway'; readonly chain: readonly CodeUnit[] };

/**
 * How deep type arguments may be nested, how large they may be, and how many instances a module may
 * need.
 */
const limits = { depth: 64, nodes: 1024, instances: 100_000 };

/** `roots`: the module's own functions, methods and classes that are not generic. */
export function collectInstances(roots: readonly CodeUnit[], context: InstanceContext): Instances {
  const found = new Map<string, CodeUnit>();
  // Depth first, so that a chain without end is seen before its side branches are explored.
  const pending: Step[] = roots.toReversed().map((unit) => ({ unit, from: undefined }));
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    if (isInstance(step.unit)) {
      if (isTooLarge(step.unit)) return { kind: 'runaway', chain: chainTo(step) };
      const key = unitKey(step.unit);
      if (found.has(key)) continue;
      if (found.size >= limits.instances) return { kind: 'runaway', chain: chainTo(step) };
      found.set(key, step.unit);
    }
    const needed = neededBy(step.unit, context);
    for (const unit of needed.reverse()) pending.push({ unit, from: step });
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return { kind: 'collected', units: sorted.map(([, unit]) => unit) };
}

/** A unit and the one that needs it. */
interface Step {
  readonly unit: CodeUnit;
  readonly from: Step | undefined;
}

/** What the code or the descriptor of `unit` refers to. */
function neededBy(unit: CodeUnit, context: InstanceContext): CodeUnit[] {
  switch (unit.kind) {
    case 'function': {
      const generic = context.references(unit.decl);
      const map = typeArgumentsOf(generic, unit.typeArgs);
      return generic.units.filter(isInstance).map((reference) => substitute(map, reference));
    }
    case 'class':
      return neededByClass(unit.type, context);
    case 'global':
      return [];
    default:
      return assertNever(unit);
  }
}

function neededByClass(type: ClassType, context: InstanceContext): CodeUnit[] {
  const map = declaredArgumentsOf(type);
  const superclass = context.superclass(type.decl);
  const methods = context.methodTable(type.decl).map(
    ({ method, owner }): CodeUnit => ({
      kind: 'function',
      decl: method,
      typeArgs: owner.args.map(map.type),
    }),
  );
  const needed: CodeUnit[] =
    superclass === undefined
      ? methods
      : [{ kind: 'class', type: map.inside(superclass) }, ...methods];
  return needed.filter(isInstance);
}

function substitute(map: TypeMap, unit: CodeUnit): CodeUnit {
  switch (unit.kind) {
    case 'function':
      return { ...unit, typeArgs: unit.typeArgs.map(map.type) };
    case 'class':
      return { ...unit, type: map.inside(unit.type) };
    case 'global':
      return unit;
    default:
      return assertNever(unit);
  }
}

function isTooLarge(unit: CodeUnit): boolean {
  const budget = { nodes: limits.nodes };
  return typeArgsOf(unit).some((type) => exceeds(type, limits.depth, budget));
}

function exceeds(type: Type, depth: number, budget: { nodes: number }): boolean {
  budget.nodes -= 1;
  if (depth === 0 || budget.nodes < 0) return true;
  return partsOf(type).some((part) => exceeds(part, depth - 1, budget));
}

function chainTo(last: Step): CodeUnit[] {
  const chain: CodeUnit[] = [];
  for (let step: Step | undefined = last; step !== undefined; step = step.from) {
    chain.push(step.unit);
  }
  return chain.reverse();
}
