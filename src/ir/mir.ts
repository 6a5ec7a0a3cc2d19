/**
 * The mid-level IR: a control-flow graph over typed temporaries and local slots. One `MirUnit` is
 * what one declaration (or one instance of a generic one) becomes. It names classes, fields and
 * methods symbolically: offsets and slot numbers are joined at code generation, so a field added to
 * a class re-lowers nothing. Types may mention type parameters until `instantiate` has replaced
 * them.
 */
import type { DeclId } from '../base/ids.ts';
import type { Ordinal } from '../base/span.ts';
import type { ClassType, Type } from '../sema/type.ts';

/**
 * Index into `MirFunction.temps`; each is assigned exactly once, and its definition dominates its
 * uses.
 */
export type TempId = number;
/**
 * Index into `MirFunction.locals`; a mutable slot. A variable that nothing assigns has one that is
 * stored to once and never loaded: for debuggers.
 */
export type SlotId = number;
/** A block of the source that declares variables; 0 is the function. */
export type ScopeId = number;
/** Index into `MirFunction.blocks`; block 0 is the entry and has no predecessors. */
export type BlockId = number;

export interface MirUnit {
  readonly decl: DeclId;
  /** Link name of `functions[0]`; see `symbolOf` in src/ir/symbol.ts. */
  readonly symbol: string;
  /** Type parameters that come from the method's class, before the function's own; absent: none. */
  readonly classParameterCount?: number;
  /** The declaration's own function first, then its outlined `async` blocks. */
  readonly functions: readonly MirFunction[];
}

export interface MirFunction {
  readonly symbol: string;
  /** `task`: an outlined async block; its parameters are the captures, its result is void. */
  readonly kind: 'declaration' | 'task';
  /**
   * The first `parameterCount` locals are the parameters (`this` first in methods). One that is
   * never stored to is loaded at most once, in the entry block, so its slot may be the argument
   * itself.
   */
  readonly parameterCount: number;
  readonly locals: readonly MirLocal[];
  readonly temps: readonly Type[];
  readonly result: Type;
  readonly blocks: readonly MirBlock[];
  /** The scope around each scope of variables, from scope 1; absent: there are none inside. */
  readonly scopes?: readonly ScopeId[];
}

export interface MirLocal {
  /** Empty: no variable of the source. */
  readonly name: string;
  readonly type: Type;
  readonly at: Ordinal;
  /** Where its name is known; absent: in all of the function. */
  readonly scope?: ScopeId;
}

export interface MirBlock {
  readonly instructions: readonly Instruction[];
  readonly terminator: Terminator;
}

export type Operand =
  | { readonly kind: 'temp'; readonly temp: TempId }
  | { readonly kind: 'int'; readonly type: Type; readonly value: string }
  | { readonly kind: 'float'; readonly type: Type; readonly value: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  /** The unset reference, or zero: what a field holds before it is set. */
  | { readonly kind: 'zero'; readonly type: Type };

export interface MirField {
  readonly owner: ClassType;
  readonly name: string;
  readonly type: Type;
}

export interface MirMethod {
  readonly owner: ClassType;
  readonly slot: string;
  /** Types of the parameters (without the receiver) and result, as the slot declares them. */
  readonly parameters: readonly Type[];
  readonly result: Type;
}

export interface MirCallee {
  readonly decl: DeclId;
  readonly typeArgs: readonly Type[];
  readonly parameters: readonly Type[];
  readonly result: Type;
}

export type ArithmeticOperator =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'rem'
  | 'and'
  | 'or'
  | 'xor'
  | 'shl'
  | 'shr';
export type CompareOperator = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';
export type LockMode = 'shared' | 'exclusive';

/** Why a reference that must be set is not; selects the panic's message. */
export type NullReason = 'receiver' | 'field-access' | 'unset-field';

export type Instruction = Operation & Placed;

/** For debuggers and stack traces; code by hand goes without. */
interface Placed {
  /** The token that it is made from. */
  readonly at?: Ordinal;
  /** The innermost scope that it stands in; absent: the function's own. */
  readonly scope?: ScopeId;
}

type Operation =
  | { readonly op: 'load'; readonly dest: TempId; readonly slot: SlotId }
  | { readonly op: 'store'; readonly slot: SlotId; readonly value: Operand }
  /**
   * Both operands and the result have one numeric type; wraps; `div` and `rem` follow a
   * `checkDivisor`.
   */
  | {
      readonly op: 'arith';
      readonly dest: TempId;
      readonly operator: ArithmeticOperator;
      readonly left: Operand;
      readonly right: Operand;
      readonly type: Type;
    }
  /**
   * Result is bool. `type` is the operands' type: numeric, bool, char, class (identity), string.
   */
  | {
      readonly op: 'compare';
      readonly dest: TempId;
      readonly operator: CompareOperator;
      readonly left: Operand;
      readonly right: Operand;
      readonly type: Type;
    }
  | { readonly op: 'negate'; readonly dest: TempId; readonly value: Operand; readonly type: Type }
  /** `!` on bool, `~` on integers. */
  | {
      readonly op: 'complement';
      readonly dest: TempId;
      readonly value: Operand;
      readonly type: Type;
    }
  /** Numeric conversion with the semantics of `as`; class to superclass is the identity. */
  | {
      readonly op: 'convert';
      readonly dest: TempId;
      readonly value: Operand;
      readonly from: Type;
      readonly to: Type;
    }
  /** A zero-filled object. */
  | { readonly op: 'new'; readonly dest: TempId; readonly class: ClassType }
  | {
      readonly op: 'getField';
      readonly dest: TempId;
      readonly object: Operand;
      readonly field: MirField;
    }
  | {
      readonly op: 'setField';
      readonly object: Operand;
      readonly field: MirField;
      readonly value: Operand;
    }
  /** Panics unless `value` is set. `name`: the variable or field for the message. */
  | {
      readonly op: 'checkSet';
      readonly value: Operand;
      readonly reason: NullReason;
      readonly name: string;
      readonly at: Ordinal;
    }
  /** Panics when the integer `value` is zero. */
  | {
      readonly op: 'checkDivisor';
      readonly value: Operand;
      readonly type: Type;
      readonly at: Ordinal;
    }
  /** `dest` is absent exactly when the result is void. */
  | {
      readonly op: 'call';
      readonly dest?: TempId;
      readonly callee: MirCallee;
      readonly args: readonly Operand[];
    }
  /** Dispatched on `receiver`, which a `checkSet` has vetted. */
  | {
      readonly op: 'callVirtual';
      readonly dest?: TempId;
      readonly receiver: Operand;
      readonly method: MirMethod;
      readonly args: readonly Operand[];
    }
  | {
      readonly op: 'printf';
      readonly format: string;
      readonly args: readonly { readonly value: Operand; readonly type: Type }[];
    }
  /** A string made of literal texts and values in their printed form. */
  | {
      readonly op: 'interpolate';
      readonly dest: TempId;
      readonly parts: readonly (string | { readonly value: Operand; readonly type: Type })[];
    }
  | { readonly op: 'lock'; readonly object: Operand; readonly mode: LockMode; readonly at: Ordinal }
  | { readonly op: 'unlock'; readonly object: Operand; readonly mode: LockMode }
  /** Opens a scope for tasks; `scope` numbers it within the function. */
  | { readonly op: 'finishBegin'; readonly scope: number }
  /** Starts `functions[task]` of this unit with copies of `captures`. */
  | {
      readonly op: 'spawn';
      readonly scope: number;
      readonly task: number;
      readonly captures: readonly Operand[];
      readonly at: Ordinal;
    }
  /** Waits for every task of the scope, their descendants included. */
  | { readonly op: 'finishEnd'; readonly scope: number };

export type Terminator = Ending & Placed;

type Ending =
  | { readonly op: 'goto'; readonly target: BlockId }
  | {
      readonly op: 'branch';
      readonly condition: Operand;
      readonly then: BlockId;
      readonly otherwise: BlockId;
    }
  | { readonly op: 'return'; readonly value?: Operand }
  /** Control never comes here (behind a call that does not return). */
  | { readonly op: 'unreachable' };
