/** What a unit's code mentions of other declarations, each thing once and in a fixed order. */
import { typeKey } from '../sema/type-key.ts';
import type { Instruction, MirUnit } from './mir.ts';
import type { MirField, MirMethod } from './mir-members.ts';
import type { CodeUnit } from './unit.ts';
import { unitKey } from './unit-key.ts';

export interface Mentions {
  readonly fields: readonly MirField[];
  readonly methods: readonly MirMethod[];
}

/** What a generic unit refers to, in terms of its type parameters. */
export interface GenericReferences extends Pick<MirUnit, 'decl' | 'classParameterCount'> {
  readonly units: readonly CodeUnit[];
}

export function genericReferences(unit: MirUnit): GenericReferences {
  const units = referencedUnits(unit);
  const { decl, classParameterCount } = unit;
  return classParameterCount === undefined ? { decl, units } : { decl, classParameterCount, units };
}

/** The functions that a unit calls and the classes that it allocates or tests for; by link name. */
export function referencedUnits(unit: MirUnit): CodeUnit[] {
  const found = new Map<string, CodeUnit>();
  forEachInstruction(unit, (instruction) => {
    if (instruction.op === 'call') {
      const { decl, typeArgs } = instruction.callee;
      add(found, { kind: 'function', decl, typeArgs });
    } else if (instruction.op === 'new' || instruction.op === 'isInstance') {
      add(found, { kind: 'class', type: instruction.class });
    }
  });
  return sortedValues(found);
}

/** The fields and methods whose places in their classes the unit's code depends on. */
export function mentions(unit: MirUnit): Mentions {
  const fields = new Map<string, MirField>();
  const methods = new Map<string, MirMethod>();
  forEachInstruction(unit, (instruction) => {
    if (instruction.op === 'getField' || instruction.op === 'setField') {
      fields.set(fieldKey(instruction.field), instruction.field);
    } else if (instruction.op === 'callVirtual') {
      methods.set(methodKey(instruction.method), instruction.method);
    }
  });
  return { fields: sortedValues(fields), methods: sortedValues(methods) };
}

/** Names a field in `LayoutFacts.fieldOffsets`. */
export function fieldKey(field: Pick<MirField, 'owner' | 'name'>): string {
  return `${typeKey(field.owner)}.${field.name}`;
}

/** Names a method in `LayoutFacts.methodSlots`. */
export function methodKey(method: Pick<MirMethod, 'owner' | 'slot'>): string {
  return `${typeKey(method.owner)}.${method.slot}`;
}

function add(found: Map<string, CodeUnit>, unit: CodeUnit): void {
  found.set(unitKey(unit), unit);
}

function forEachInstruction(unit: MirUnit, visit: (instruction: Instruction) => void): void {
  for (const fn of unit.functions) {
    for (const block of fn.blocks) block.instructions.forEach(visit);
  }
}

function sortedValues<T>(found: ReadonlyMap<string, T>): T[] {
  const entries = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([, value]) => value);
}
