/** What a call may mean, and the call itself, as overload resolution sees them. */
import type { Expr, Range } from '../../syntax/ast.ts';
import type { CallSignature } from '../model.ts';
import type { Type } from '../type.ts';

/** A declaration that a call may mean, with the receiver's type arguments already substituted. */
export interface Candidate<T> {
  readonly signature: CallSignature;
  readonly parameters: readonly Type[];
  readonly result: Type;
  readonly target: T;
}

export interface CallSite {
  /** For messages: `area`, `Circle.area`. */
  readonly name: string;
  /** Where the callee is named. */
  readonly nameRange: Range;
  readonly whole: Range;
  readonly args: readonly Expr[];
  /** Explicit type arguments; empty where they are to be inferred. */
  readonly typeArgs: readonly Type[];
  readonly expected: Type | undefined;
}
