/** The primitive types by name. */
import type { IntBits, Type } from './type.ts';

/** `int`, `bool` and `void` are keywords: no declaration can take their names. */
export function reservedPrimitiveType(name: string): Type | undefined {
  return reserved.get(name);
}

/**
 * Any primitive type. The names that are not reserved mean it only where no declaration has them.
 */
export function primitiveType(name: string): Type | undefined {
  return reserved.get(name) ?? contextual.get(name);
}

const reserved: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['int', { kind: 'int', bits: 32, signed: true }],
  ['bool', { kind: 'bool' }],
  ['void', { kind: 'void' }],
]);

const widths: readonly IntBits[] = [8, 16, 32, 64, 128];

const contextual: ReadonlyMap<string, Type> = new Map<string, Type>([
  ...widths.flatMap((bits): [string, Type][] => [
    [`i${bits}`, { kind: 'int', bits, signed: true }],
    [`u${bits}`, { kind: 'int', bits, signed: false }],
  ]),
  ['f32', { kind: 'float', bits: 32 }],
  ['f64', { kind: 'float', bits: 64 }],
  ['float', { kind: 'float', bits: 64 }],
  ['char', { kind: 'char' }],
  ['string', { kind: 'string' }],
]);

export const primitiveNames: readonly string[] = [...reserved.keys(), ...contextual.keys()];
