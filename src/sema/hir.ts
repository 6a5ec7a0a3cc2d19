/**
 * Typed bodies: what type checking records for the stages behind it (races, lowering). Every name is
 * resolved, every type is final, every implicit step (conversion, capture, folding of literals) is a node.
 * `at` is the ordinal of the token that a message or a panic about the node points to.
 */
import type { DeclId } from '../base/ids.ts';
import type { Ordinal } from '../base/span.ts';
import type { ClassType, Type } from './type.ts';

/** Index into `TypedBody.locals`. */
export type LocalId = number;

export interface Local {
  readonly name: string;
  readonly type: Type;
  readonly kind: 'this' | 'parameter' | 'let';
  /** Declared `borrowed` (parameters). */
  readonly borrowed: boolean;
  readonly at: Ordinal;
}

export interface TypedBody {
  readonly decl: DeclId;
  /** `this` first in methods, then the parameters in order, then `let`s in textual order. */
  readonly locals: readonly Local[];
  readonly parameterCount: number;
  readonly result: Type;
  /** Without a value where `result` is void. */
  readonly root: HirBlock;
  /** A mistake was reported: the body is never lowered. Absent otherwise. */
  readonly isErroneous?: true;
}

export interface HirBlock {
  readonly statements: readonly HirExpr[];
  /** The last statement's value is the block's value (no trailing `;`, and not of type void). */
  readonly yields: boolean;
  readonly type: Type;
  readonly at: Ordinal;
}

interface Node {
  readonly type: Type;
  readonly at: Ordinal;
}

/** A field as accessed: `owner` is the class that declares it, with concrete arguments as seen here. */
export interface FieldRef {
  readonly decl: DeclId;
  readonly name: string;
  readonly owner: ClassType;
  /** Its declared type, as seen here (the owner's arguments substituted). Lowering reads it; the body checker sets it. */
  readonly type: Type;
  /** Its annotation names a `locked` capability: every access takes the object's lock. */
  readonly locked: boolean;
}

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '&'
  | '|'
  | '^'
  | '<<'
  | '>>'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '&&'
  | '||';

export type UnaryOperator = '-' | '!' | '~';

export type HirExpr =
  /** Integer (also char code points); `value` is decimal, in range of `type`, a leading `-` allowed. */
  | (Node & { readonly kind: 'int'; readonly value: string })
  /** `value` is the shortest decimal form that reads back to the same float (`Infinity` cannot occur). */
  | (Node & { readonly kind: 'float'; readonly value: string })
  | (Node & { readonly kind: 'bool'; readonly value: boolean })
  | (Node & { readonly kind: 'string'; readonly value: string })
  | (Node & { readonly kind: 'local'; readonly local: LocalId })
  | (Node & { readonly kind: 'field'; readonly object: HirExpr; readonly field: FieldRef })
  | (Node & {
      readonly kind: 'new';
      readonly class: ClassType;
      readonly inits: readonly {
        readonly field: FieldRef;
        readonly value: HirExpr;
        readonly at: Ordinal;
      }[];
    })
  | (Node & { readonly kind: 'let'; readonly local: LocalId; readonly value: HirExpr })
  | (Node & { readonly kind: 'assignLocal'; readonly local: LocalId; readonly value: HirExpr })
  /** `exclusive`: a locked field whose right side reads the same object directly and calls nothing: one exclusive lock around all. */
  | (Node & {
      readonly kind: 'assignField';
      readonly object: HirExpr;
      readonly field: FieldRef;
      readonly value: HirExpr;
      readonly exclusive: boolean;
    })
  /** `target op= value`; the target's object is evaluated once. */
  | (Node & {
      readonly kind: 'compoundLocal';
      readonly local: LocalId;
      readonly operator: BinaryOperator;
      readonly value: HirExpr;
    })
  | (Node & {
      readonly kind: 'compoundField';
      readonly object: HirExpr;
      readonly field: FieldRef;
      readonly operator: BinaryOperator;
      readonly value: HirExpr;
      readonly exclusive: boolean;
    })
  | (Node & { readonly kind: 'consumeLocal'; readonly local: LocalId })
  | (Node & { readonly kind: 'consumeField'; readonly object: HirExpr; readonly field: FieldRef })
  /** `parameters`: the callee's parameter types after substitution; so in `callMethod`. Each argument has exactly its parameter's type. */
  | (Node & {
      readonly kind: 'callFunction';
      readonly callee: DeclId;
      readonly typeArgs: readonly Type[];
      readonly parameters: readonly Type[];
      readonly args: readonly HirExpr[];
      readonly borrowed: boolean;
    })
  /** `owner`: the class that declares `method`, as seen here; `slot` as in MethodSlot. `type` is the slot's result after substitution. */
  | (Node & {
      readonly kind: 'callMethod';
      readonly receiver: HirExpr;
      readonly method: DeclId;
      readonly owner: ClassType;
      readonly slot: string;
      readonly parameters: readonly Type[];
      readonly args: readonly HirExpr[];
      readonly borrowed: boolean;
    })
  /** `format` is a C format, already checked against `args` and with the length modifiers that their types need. */
  | (Node & { readonly kind: 'printf'; readonly format: string; readonly args: readonly HirExpr[] })
  /** String interpolation: literal texts and values of scalar or string type, in order. */
  | (Node & { readonly kind: 'interpolate'; readonly parts: readonly (string | HirExpr)[] })
  | (Node & {
      readonly kind: 'if';
      readonly condition: HirExpr;
      readonly then: HirBlock;
      readonly otherwise?: HirBlock;
    })
  /** Of type never where the condition is `true` and no `break` leaves it; so is `for`. */
  | (Node & {
      readonly kind: 'while';
      readonly condition: HirExpr;
      readonly body: HirBlock;
      readonly loop: LoopId;
    })
  | (Node & {
      readonly kind: 'for';
      readonly init: HirExpr;
      readonly condition: HirExpr;
      readonly step: HirExpr;
      readonly body: HirBlock;
      readonly loop: LoopId;
    })
  /** `for (x in from..to)`; `inclusive` for `..=`. `local` is fresh in every pass. */
  | (Node & {
      readonly kind: 'forRange';
      readonly local: LocalId;
      readonly from: HirExpr;
      readonly to: HirExpr;
      readonly inclusive: boolean;
      readonly body: HirBlock;
      readonly loop: LoopId;
    })
  | (Node & { readonly kind: 'block'; readonly block: HirBlock })
  | (Node & { readonly kind: 'finish'; readonly body: HirBlock })
  /** A task of the innermost `finish`. `captures`: the outer locals that it mentions, copied when it is spawned. */
  | (Node & {
      readonly kind: 'async';
      readonly body: HirBlock;
      readonly captures: readonly LocalId[];
    })
  /** Both operands have one type; also the count of a shift, whose low bits are all that matter. Never `+` of strings, which is `interpolate`. */
  | (Node & {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: HirExpr;
      readonly right: HirExpr;
    })
  | (Node & { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: HirExpr })
  /** Numeric `as`, or the implicit upcast of a class reference. */
  | (Node & { readonly kind: 'convert'; readonly operand: HirExpr })
  | (Node & { readonly kind: 'return'; readonly value?: HirExpr })
  | (Node & { readonly kind: 'break'; readonly loop: LoopId })
  | (Node & { readonly kind: 'continue'; readonly loop: LoopId })
  /** Stands where a reported mistake was; a body with one is never lowered. */
  | (Node & { readonly kind: 'error' });

/** Number of a loop within its body, in textual order; `break` and `continue` name it. */
export type LoopId = number;
