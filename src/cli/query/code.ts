/**
 * Code of a declaration: boltd's IR, LLVM IR, assembly. What the cache has needs no toolchain; the
 * rest is made by a worker.
 */
import { moduleOf } from '../../base/ids.ts';
import { assertNever, present } from '../../base/invariant.ts';
import { fragmentQuery, mirQuery } from '../../compiler/queries/code.ts';
import type { OutlineEntry } from '../../compiler/queries/inputs.ts';
import { outlineInput, positionsInput } from '../../compiler/queries/inputs.ts';
import { typeParametersQuery } from '../../compiler/queries/names.ts';
import { signatureQuery } from '../../compiler/queries/signatures.ts';
import { printUnit } from '../../ir/print-mir.ts';
import type { UnitKey } from '../../ir/unit-key.ts';
import { unitKey } from '../../ir/unit-key.ts';
import { assembleModule } from '../../llvm/assemble.ts';
import type { Fragment, FragmentOrder, ListingForm, Profile } from '../../llvm/protocol.ts';
import type { Engine, WorkOrder } from '../../query/engine-api.ts';
import { siteOf } from '../../syntax/positions.ts';
import type { Asking } from './asking.ts';
import type { CodeWorkers } from './code-workers.ts';
import type { Description } from './description.ts';
import { isCallable, isMistaken, mistaken, nothing, text } from './description.ts';
import { renderPasses } from './show-passes.ts';

export interface CodeOptions {
  readonly aspect: 'ir' | 'llvm' | 'asm';
  readonly profile: Profile;
  /** After each pass that changes something. */
  readonly passes: boolean;
  /** Whole texts after each pass instead of differences. */
  readonly full: boolean;
}

export async function describeCode(
  asking: Asking,
  workers: CodeWorkers,
  entry: OutlineEntry,
  options: CodeOptions,
): Promise<Description> {
  const { aspect } = options;
  switch (aspect) {
    case 'ir':
      return asking.consistently(() => describeIr(asking.engine, entry, options.passes));
    case 'llvm':
    case 'asm':
      return describeMachineCode(asking, workers, entry, options);
    default:
      return assertNever(aspect);
  }
}

function describeIr(engine: Engine, entry: OutlineEntry, passes: boolean): Description {
  if (!isCallable(entry)) return nothing(withoutCode(engine, entry));
  const unit = engine.get(mirQuery, entry.id);
  if (unit === null) return mistaken;
  const printed = printUnit(unit);
  if (!passes) return text(printed);
  return {
    kind: 'text',
    text: printed,
    note: "Lowering is the only pass that makes boltd's IR, and none changes it afterwards: this is the whole of it",
    data: { passes: [{ title: 'lowering', text: printed }] },
  };
}

async function describeMachineCode(
  asking: Asking,
  workers: CodeWorkers,
  entry: OutlineEntry,
  options: CodeOptions,
): Promise<Description> {
  const plan = asking.consistently(() => planOf(asking.engine, entry));
  if (plan.kind !== 'order' && plan.kind !== 'ready') return plan;
  const fragment =
    plan.kind === 'ready' ? plan.fragment : await makeFragment(asking, workers, plan.order);
  const { aspect, passes, profile, full } = options;
  if (aspect === 'llvm' && !passes && profile === 'dev') return text(fragment.definitions);
  const form: ListingForm = aspect === 'asm' ? 'assembly' : passes ? 'passes' : 'optimised';
  const order = {
    module: moduleOf(entry.id),
    profile: passes ? 'release' : profile,
    ir: asking.consistently(() => moduleOfOne(asking.engine, entry, fragment)),
  } as const;
  const parts = await workers.list(order, form);
  if (form === 'passes') return renderPasses(parts, full);
  return text(parts.map((part) => part.text).join('\n'));
}

/** One unit as a module of its own: nothing of its neighbours can be inlined into it. */
function moduleOfOne(engine: Engine, entry: OutlineEntry, fragment: Fragment): string {
  const positions = engine.get(positionsInput, entry.id);
  const sites = fragment.sites.map((ordinal) =>
    siteOf(present(positions ?? undefined, `positions of ${entry.id}`), ordinal),
  );
  return assembleModule(moduleOf(entry.id), [{ fragment, sites }]);
}

type Plan =
  | { readonly kind: 'ready'; readonly fragment: Fragment }
  | { readonly kind: 'order'; readonly order: WorkOrder<FragmentOrder> }
  | ReturnType<typeof nothing>;

/** Of a declaration that is not generic; each instance of a generic one has code of its own. */
function planOf(engine: Engine, entry: OutlineEntry): Plan {
  if (!isCallable(entry) && entry.kind !== 'class') {
    return nothing(withoutCode(engine, entry));
  }
  if (isMistaken(engine, entry)) return mistaken;
  if (isGeneric(engine, entry)) {
    return nothing(
      'It is generic: LLVM IR is made for each instance, in the modules that use it; `query ir` shows ' +
        'what they share',
    );
  }
  const prepared = engine.prepare(fragmentQuery, keyOf(entry));
  switch (prepared.kind) {
    case 'ready':
      return { kind: 'ready', fragment: prepared.value };
    case 'order': {
      const { order } = prepared.order;
      return order === null ? mistaken : { kind: 'order', order: { ...prepared.order, order } };
    }
    case 'blocked':
      return mistaken;
    default:
      return assertNever(prepared);
  }
}

function keyOf({ id, kind }: OutlineEntry): UnitKey {
  return kind === 'class'
    ? unitKey({ kind: 'class', type: { kind: 'class', decl: id, args: [] } })
    : unitKey({ kind: 'function', decl: id, typeArgs: [] });
}

async function makeFragment(
  { engine, isLive }: Asking,
  workers: CodeWorkers,
  order: WorkOrder<FragmentOrder>,
): Promise<Fragment> {
  const { result, microseconds } = await workers.fragment(order);
  if (isLive) engine.complete(fragmentQuery, order, result, microseconds);
  return result;
}

function isGeneric(engine: Engine, { id, kind, parent }: OutlineEntry): boolean {
  const owner = kind === 'class' ? id : parent;
  if (owner !== undefined && engine.get(typeParametersQuery, owner).length > 0) return true;
  return kind !== 'class' && engine.get(signatureQuery, id).typeParameters.length > 0;
}

function withoutCode(engine: Engine, { id, kind }: OutlineEntry): string {
  if (kind !== 'class') return `A ${kind} has no code of its own`;
  const methods = engine
    .get(outlineInput, moduleOf(id))
    .filter((each) => each.parent === id && each.kind === 'method')
    .map((each) => each.name);
  const some = [...new Set(methods)].join(', ');
  return `A class has no IR of its own; its methods have${some === '' ? '' : `: ${some}`}`;
}
