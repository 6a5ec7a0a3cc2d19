/**
 * Semantic types: plain data, compared by structure and by `typeKey`. Positions and process-local ids
 * never occur in them, so they may be persisted. Later kinds (function, trait) join this union; what walks
 * types without caring for their kinds goes by src/sema/type-parts.ts.
 */
import type { DeclId } from '../base/ids.ts';

export type IntBits = 8 | 16 | 32 | 64 | 128;

export type Type =
  | { readonly kind: 'int'; readonly bits: IntBits; readonly signed: boolean }
  | { readonly kind: 'float'; readonly bits: 32 | 64 }
  | { readonly kind: 'bool' }
  | { readonly kind: 'char' }
  | { readonly kind: 'string' }
  | { readonly kind: 'void' }
  /** Type of an expression that never yields (`return`, `break`): a subtype of every type. */
  | { readonly kind: 'never' }
  | { readonly kind: 'class'; readonly decl: DeclId; readonly args: readonly Type[] }
  /** `T[]`: a reference to elements, which may be written through it unless it is `read T[]`. */
  | { readonly kind: 'array'; readonly element: Type; readonly isRead: boolean }
  /** Two elements or more. */
  | { readonly kind: 'tuple'; readonly elements: readonly Type[] }
  | { readonly kind: 'optional'; readonly value: Type }
  | { readonly kind: 'struct'; readonly decl: DeclId; readonly args: readonly Type[] }
  /** A closed sum, named by its declaration; aliases are gone, replaced by what they stand for. */
  | { readonly kind: 'union'; readonly decl: DeclId; readonly args: readonly Type[] }
  /** An address that C gave or takes; opaque. */
  | { readonly kind: 'pointer'; readonly target: Type }
  /** A type parameter of `owner` (a class or a function), by its index there. */
  | {
      readonly kind: 'parameter';
      readonly owner: DeclId;
      readonly index: number;
      readonly name: string;
    }
  /** Stands for whatever a reported mistake left unknown; related to every type, reports nothing more. */
  | { readonly kind: 'error' };

export type ClassType = Extract<Type, { kind: 'class' }>;
export type ArrayType = Extract<Type, { kind: 'array' }>;
export type TupleType = Extract<Type, { kind: 'tuple' }>;
export type OptionalType = Extract<Type, { kind: 'optional' }>;
export type StructType = Extract<Type, { kind: 'struct' }>;
export type UnionType = Extract<Type, { kind: 'union' }>;
/** Types that a declaration names, with the arguments for its type parameters. */
export type DeclaredType = ClassType | StructType | UnionType;
