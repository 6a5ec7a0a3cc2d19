/**
 * The mid-level IR: a control-flow graph over typed temporaries and local slots. One `MirUnit` is
 * what one declaration (or one instance of a generic one) becomes. It names classes, fields and
 * methods symbolically: offsets and slot numbers are joined at code generation, so a field added to
 * a class re-lowers nothing. Types may mention type parameters until `instantiate` has replaced
 * them.
 */
import type { DeclId } from '../base/ids.ts';
import type { Ordinal } from '../base/span.ts';
import type { ConstantValue } from '../sema/constant-value.ts';
import type { GlobalVariable } from '../sema/model.ts';
import type {
  ArrayType,
  ClassType,
  OptionalType,
  StructType,
  TupleType,
  Type,
  UnionType,
} from '../sema/type.ts';
import type { MirCallee, MirField, MirMethod } from './mir-members.ts';
import type { RuntimeFunction } from './runtime-functions.ts';

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
  /** What a compile-time constant is; arrays in it are static data, shared by all who read them. */
  | { readonly kind: 'constant'; readonly type: Type; readonly value: ConstantValue }
  /**
   * What a field holds before it is set, all bits zero: the unset reference, zero, `none`, the empty
   * array or string, of a union its first member's.
   */
  | { readonly kind: 'zero'; readonly type: Type };

/**
 * From a value to a part of it: names of a struct's fields and digits of a tuple's elements, outermost
 * first. Absent or empty: the whole value.
 */
export type MirPath = readonly string[];

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
export type NullReason = 'receiver' | 'field-access' | 'unset-field' | 'unset-element';

export type Instruction = Operation & Placed;

/** For debuggers and stack traces; code by hand goes without. */
interface Placed {
  /** The token that it is made from. */
  readonly at?: Ordinal;
  /** The innermost scope that it stands in; absent: the function's own. */
  readonly scope?: ScopeId;
}

type Operation =
  | { readonly op: 'load'; readonly dest: TempId; readonly slot: SlotId; readonly path?: MirPath }
  | {
      readonly op: 'store';
      readonly slot: SlotId;
      readonly value: Operand;
      readonly path?: MirPath;
    }
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
   * Result is bool. `type` is the operands' type: numeric, bool, char, class (identity), string, and for
   * `eq` and `ne` whatever is made of these (and structs that derive `Equal`), part by part.
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
      readonly path?: MirPath;
    }
  | {
      readonly op: 'setField';
      readonly object: Operand;
      readonly field: MirField;
      readonly value: Operand;
      readonly path?: MirPath;
    }
  /** A tuple or struct; `parts` in declared order. */
  | {
      readonly op: 'aggregate';
      readonly dest: TempId;
      readonly type: TupleType | StructType;
      readonly parts: readonly Operand[];
    }
  /** A part of a value of type `type`; the path is not empty. */
  | {
      readonly op: 'extract';
      readonly dest: TempId;
      readonly value: Operand;
      readonly type: Type;
      readonly path: MirPath;
    }
  /** The optional that holds `value`; `none` is `zero`. */
  | {
      readonly op: 'some';
      readonly dest: TempId;
      readonly value: Operand;
      readonly type: OptionalType;
    }
  | {
      readonly op: 'isSome';
      readonly dest: TempId;
      readonly value: Operand;
      readonly type: OptionalType;
    }
  /** What an optional holds, which is not `none` here. */
  | {
      readonly op: 'unwrap';
      readonly dest: TempId;
      readonly value: Operand;
      readonly type: OptionalType;
    }
  /** The union that holds `value`, of its member type number `member`. */
  | {
      readonly op: 'inject';
      readonly dest: TempId;
      readonly value: Operand;
      readonly type: UnionType;
      readonly member: number;
    }
  /** Number of the member type that a union holds, an `int`. */
  | {
      readonly op: 'tag';
      readonly dest: TempId;
      readonly value: Operand;
      readonly type: UnionType;
    }
  /** What a union holds, which is of member type number `member` here. */
  | {
      readonly op: 'project';
      readonly dest: TempId;
      readonly value: Operand;
      readonly type: UnionType;
      readonly member: number;
    }
  /** Whether a reference, which is set here, is to an object of `class` or a subclass. */
  | {
      readonly op: 'isInstance';
      readonly dest: TempId;
      readonly value: Operand;
      readonly class: ClassType;
    }
  /** Lengths, indices and bounds of arrays are `i64`. A negative or unaffordable length panics. */
  | {
      readonly op: 'newArray';
      readonly dest: TempId;
      readonly type: ArrayType;
      readonly length: Operand;
      readonly at: Ordinal;
    }
  | {
      readonly op: 'arrayLiteral';
      readonly dest: TempId;
      readonly type: ArrayType;
      readonly elements: readonly Operand[];
    }
  | {
      readonly op: 'arrayLength';
      readonly dest: TempId;
      readonly value: Operand;
      readonly type: ArrayType;
    }
  /** Of a string: code points or bytes. */
  | {
      readonly op: 'stringLength';
      readonly dest: TempId;
      readonly value: Operand;
      readonly unit: 'length' | 'bytes';
    }
  /** Panics unless 0 <= `index` < `length`. */
  | {
      readonly op: 'checkIndex';
      readonly index: Operand;
      readonly length: Operand;
      readonly at: Ordinal;
    }
  /** `index` has been checked; so in `setElement`. */
  | {
      readonly op: 'getElement';
      readonly dest: TempId;
      readonly array: Operand;
      readonly type: ArrayType;
      readonly index: Operand;
      readonly path?: MirPath;
    }
  | {
      readonly op: 'setElement';
      readonly array: Operand;
      readonly type: ArrayType;
      readonly index: Operand;
      readonly value: Operand;
      readonly path?: MirPath;
    }
  /** The elements from `from` up to `to`, shared; panics unless 0 <= from <= to <= length. */
  | {
      readonly op: 'sliceArray';
      readonly dest: TempId;
      readonly array: Operand;
      readonly type: ArrayType;
      readonly from: Operand;
      readonly to: Operand;
      readonly at: Ordinal;
    }
  /** Both as one array; panics unless the elements of `right` lie right behind those of `left`. */
  | {
      readonly op: 'joinArrays';
      readonly dest: TempId;
      readonly left: Operand;
      readonly right: Operand;
      readonly type: ArrayType;
      readonly at: Ordinal;
    }
  | {
      readonly op: 'getGlobal';
      readonly dest: TempId;
      readonly global: GlobalVariable;
      readonly path?: MirPath;
    }
  | {
      readonly op: 'setGlobal';
      readonly global: GlobalVariable;
      readonly value: Operand;
      readonly path?: MirPath;
    }
  | {
      readonly op: 'lockGlobal';
      readonly global: GlobalVariable;
      readonly mode: LockMode;
      readonly at: Ordinal;
    }
  | { readonly op: 'unlockGlobal'; readonly global: GlobalVariable; readonly mode: LockMode }
  /** A u64 that is equal for equal values of a type that has a hash, in every run of the program. */
  | { readonly op: 'hash'; readonly dest: TempId; readonly value: Operand; readonly type: Type }
  /** A function of the runtime, by the table in runtime-functions.ts. `at` where it may panic. */
  | {
      readonly op: 'callRuntime';
      readonly dest?: TempId;
      readonly function: RuntimeFunction;
      readonly args: readonly Operand[];
      readonly at?: Ordinal;
    }
  /**
   * `abi` `c`: scalars and pointers as C takes them, a string as a NUL-terminated copy, a string result
   * copied (panics on NULL, `none` where it is an optional). `runtime`: as in `callRuntime`.
   */
  | {
      readonly op: 'callExtern';
      readonly dest?: TempId;
      readonly symbol: string;
      readonly abi: 'c' | 'runtime';
      readonly parameters: readonly Type[];
      readonly result: Type;
      readonly args: readonly Operand[];
      readonly at: Ordinal;
    }
  /** Ends the program with the string; an `unreachable` follows. */
  | { readonly op: 'panic'; readonly message: Operand; readonly at: Ordinal }
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
  /** A string made of literal texts and values of any type in their printed form. */
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
  /** `cases` are distinct values of an integer type, bool or char, in decimal. */
  | {
      readonly op: 'switch';
      readonly value: Operand;
      readonly type: Type;
      readonly cases: readonly { readonly value: string; readonly target: BlockId }[];
      readonly otherwise: BlockId;
    }
  | { readonly op: 'return'; readonly value?: Operand }
  /** Control never comes here (behind a call that does not return). */
  | { readonly op: 'unreachable' };
