/** The types without arguments, one object each, so that equal types are mostly identical objects. */
import { assertNever } from '../../base/invariant.ts';
import type { IntBits, Type } from '../type.ts';

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

/** Equality of types by structure; no text is built, unlike with `typeKey`. */
export function isSameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'int':
      return b.kind === 'int' && a.bits === b.bits && a.signed === b.signed;
    case 'float':
      return b.kind === 'float' && a.bits === b.bits;
    case 'class':
      return (
        b.kind === 'class' &&
        a.decl === b.decl &&
        a.args.every((argument, index) => {
          const other = b.args[index];
          return other !== undefined && isSameType(argument, other);
        })
      );
    case 'parameter':
      return b.kind === 'parameter' && a.owner === b.owner && a.index === b.index;
    case 'bool':
    case 'char':
    case 'string':
    case 'void':
    case 'never':
    case 'error':
      return a.kind === b.kind;
    default:
      return assertNever(a);
  }
}

/** Whether a reported mistake is the type or part of it. */
export function hasError(type: Type): boolean {
  return type.kind === 'error' || (type.kind === 'class' && type.args.some(hasError));
}

/** The least and the greatest value of an integer type. */
export function rangeOf(type: IntType): { readonly least: bigint; readonly greatest: bigint } {
  const magnitude = 1n << BigInt(type.signed ? type.bits - 1 : type.bits);
  return { least: type.signed ? -magnitude : 0n, greatest: magnitude - 1n };
}
