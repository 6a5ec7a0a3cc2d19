/** The types without arguments, one object each, so that equal types are mostly identical objects. */
import type { IntBits, Type } from '../type.ts';
import { someType } from '../type-parts.ts';

export type IntType = Extract<Type, { kind: 'int' }>;
export type FloatType = Extract<Type, { kind: 'float' }>;
export type NumericType = IntType | FloatType;

export const INT: IntType = { kind: 'int', bits: 32, signed: true };
export const UINT: IntType = { kind: 'int', bits: 32, signed: false };
export const F64: FloatType = { kind: 'float', bits: 64 };
export const BOOL: Type = { kind: 'bool' };
export const CHAR: Type = { kind: 'char' };
export const STRING: Type = { kind: 'string' };
export const VOID: Type = { kind: 'void' };
export const NEVER: Type = { kind: 'never' };
export const ERROR: Type = { kind: 'error' };

/** Suffixes of literals, and nothing else. */
const numericTypes: ReadonlyMap<string, NumericType> = new Map<string, NumericType>([
  ...([8, 16, 32, 64, 128] as const).flatMap((bits: IntBits): [string, NumericType][] => [
    [`i${bits}`, bits === 32 ? INT : { kind: 'int', bits, signed: true }],
    [`u${bits}`, bits === 32 ? UINT : { kind: 'int', bits, signed: false }],
  ]),
  ['f32', { kind: 'float', bits: 32 }],
  ['f64', F64],
]);

export function numericTypeOf(suffix: string): NumericType | undefined {
  return numericTypes.get(suffix);
}

export function isNumeric(type: Type | undefined): type is NumericType {
  return type !== undefined && (type.kind === 'int' || type.kind === 'float');
}

/** Whether a reported mistake is the type or part of it. */
export function hasError(type: Type): boolean {
  return someType(type, (part) => part.kind === 'error');
}

/** The least and the greatest value of an integer type. */
export function rangeOf(type: IntType): { readonly least: bigint; readonly greatest: bigint } {
  const magnitude = 1n << BigInt(type.signed ? type.bits - 1 : type.bits);
  return { least: type.signed ? -magnitude : 0n, greatest: magnitude - 1n };
}
