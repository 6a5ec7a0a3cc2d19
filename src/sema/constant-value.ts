/** Values that are known at compile time: plain data, so that they may be persisted and compared. */
import type { Type } from './type.ts';

/** Without its type, which stands beside it wherever it is kept. */
export type ConstantValue =
  /** Decimal; also a char's code point. */
  | { readonly kind: 'int'; readonly value: string }
  /** As in `HirExpr`, or `inf`, `-inf`, `nan`. */
  | { readonly kind: 'float'; readonly value: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'some'; readonly value: ConstantValue }
  | { readonly kind: 'inject'; readonly member: number; readonly value: ConstantValue }
  /** Parts of a tuple or struct, in declared order. */
  | { readonly kind: 'members'; readonly members: readonly ConstantValue[] }
  /** Elements of a `read T[]`. */
  | { readonly kind: 'array'; readonly elements: readonly ConstantValue[] };

export interface TypedConstant {
  readonly type: Type;
  readonly value: ConstantValue;
}
