/**
 * Semantic types: plain data, compared by structure and by `typeKey`. Positions and process-local ids
 * never occur in them, so they may be persisted. Later kinds (array, tuple, optional, struct, union,
 * function, trait, pointer) join this union; nothing outside src/sema/type*.ts may assume the list is final.
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
