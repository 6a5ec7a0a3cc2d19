/**
 * From typed bodies to the orders for code generation: mid-level IR per declaration, the units that a
 * module consists of, and LLVM IR per unit.
 */
import type { DeclId } from '../../base/ids.ts';
import { InternalError } from '../../base/invariant.ts';
import { hasErrors } from '../../diagnostic/severity.ts';
import { instantiate } from '../../ir/instantiate.ts';
import type { LowerFacts } from '../../ir/lower.ts';
import { lowerBody } from '../../ir/lower.ts';
import type { MirUnit } from '../../ir/mir.ts';
import { fieldKey, mentions, methodKey } from '../../ir/references.ts';
import { functionSymbol } from '../../ir/symbol.ts';
import type { CodeUnit } from '../../ir/unit.ts';
import type { UnitKey } from '../../ir/unit-key.ts';
import { isInstance, parseUnitKey } from '../../ir/unit-key.ts';
import { shapesOfTypes, shapesOfUnit } from '../../ir/value-shapes.ts';
import { verifyUnit } from '../../ir/verify-mir.ts';
import type { Fragment, FragmentOrder, LayoutFacts } from '../../llvm/protocol.ts';
import type { DerivedQuery, ExternalQuery, QueryContext } from '../../query/query.ts';
import { typedBodyQuery } from './bodies.ts';
import { classDescriptor } from './class-code.ts';
import { lockedCapabilitiesQuery } from './classes.ts';
import { globalMemory } from './global-memory.ts';
import { declarationInput } from './inputs.ts';
import { fieldOffsetQuery, methodSlotQuery, placeKey } from './layouts.ts';
import { signatureQuery } from './signatures.ts';
import { bodySyntaxQuery, signatureSyntaxQuery } from './syntax.ts';
import { shapeSource } from './value-shapes.ts';

/** A declaration's IR, generic where the declaration is; null where its check found errors. */
export const mirQuery: DerivedQuery<DeclId, MirUnit | null> = {
  kind: 'derived',
  name: 'mir',
  storage: 'value',
  encoding: 'packed',
  execute(context, decl) {
    const body = context.get(typedBodyQuery, decl);
    if (body === null || body.isErroneous || isUnusable(context, decl)) return null;
    const unit = lowerBody(body, context.get(signatureQuery, decl), lowerFacts(context, decl));
    const [violation] = verifyUnit(unit);
    if (violation !== undefined) {
      const { function: fn, rule, message } = violation;
      throw new InternalError(`Lowering broke the IR of ${fn} (${rule}): ${message}`);
    }
    return unit;
  },
};

/** Whether mistakes outside the body's check leave the declaration without meaning. */
function isUnusable(context: QueryContext, decl: DeclId): boolean {
  return (
    hasErrors(context.reports(signatureSyntaxQuery, decl)) ||
    hasErrors(context.reports(signatureQuery, decl)) ||
    hasErrors(context.reports(bodySyntaxQuery, decl))
  );
}

function lowerFacts(context: QueryContext, decl: DeclId): LowerFacts {
  return {
    isLockedCapability(name) {
      const parent = context.get(declarationInput, decl)?.parent;
      if (parent === undefined) return false;
      return context.get(lockedCapabilitiesQuery, parent).includes(name);
    },
  };
}

/** LLVM IR of one unit, made by a worker; there is no order where mistakes, here or in a class it uses, leave it without meaning. */
export const fragmentQuery: ExternalQuery<UnitKey, FragmentOrder | null, Fragment> = {
  kind: 'external',
  name: 'fragment',
  prepare(context, key) {
    const unit = parseUnitKey(key);
    if (unit.kind === 'function') return functionOrder(context, unit);
    if (unit.kind === 'global') return globalOrder(context, unit.decl);
    const descriptor = classDescriptor(context, unit.type);
    return descriptor && { kind: 'class', descriptor };
  },
};

/** A global variable's memory; null where its declaration has mistakes. */
function globalOrder(context: QueryContext, decl: DeclId): FragmentOrder | null {
  const variable = globalMemory(context, decl);
  if (variable === null) return null;
  const { global, initial } = variable;
  const values = shapesOfTypes([global.type], shapeSource(context), 'all');
  return values && { kind: 'global', global, initial, values };
}

function functionOrder(
  context: QueryContext,
  unit: Extract<CodeUnit, { kind: 'function' }>,
): FragmentOrder | null {
  const generic = context.get(mirQuery, unit.decl);
  if (generic === null) return null;
  const mir = isInstance(unit)
    ? instantiate(generic, unit.typeArgs, functionSymbol(unit.decl, unit.typeArgs))
    : generic;
  const layout = layoutFacts(context, mir);
  return layout && { kind: 'function', unit: mir, layout, isInstance: isInstance(unit) };
}

/** The offsets and slots that the unit's code mentions, each read by name, and the shapes of values. */
function layoutFacts(context: QueryContext, unit: MirUnit): LayoutFacts | null {
  const { fields, methods } = mentions(unit);
  const fieldOffsets: Record<string, number> = {};
  for (const field of fields) {
    const offset = context.get(fieldOffsetQuery, placeKey(field.owner, field.name));
    if (offset === null) return null;
    fieldOffsets[fieldKey(field)] = offset;
  }
  const methodSlots: Record<string, number> = {};
  for (const method of methods) {
    methodSlots[methodKey(method)] = context.get(
      methodSlotQuery,
      placeKey(method.owner, method.slot),
    );
  }
  const values = shapesOfUnit(unit, shapeSource(context));
  return values && { fieldOffsets, methodSlots, values };
}
