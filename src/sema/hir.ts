/**
 * Typed bodies: what type checking records for the stages behind it (races, lowering). Every name is
 * resolved, every type is final, every implicit step (conversion, capture, folding of literals) is a node.
 * `at` is the ordinal of the token that a message or a panic about the node points to.
 */
import type { DeclId } from '../base/ids.ts';
import type { Ordinal } from '../base/span.ts';
import type { ConstantValue } from './constant-value.ts';
import type { GlobalVariable } from './model.ts';
import type { ArrayType, ClassType, StructType, Type, UnionType } from './type.ts';

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

/**
 * Something that can be assigned to: a root, and the members (names of a struct's fields, digits of a tuple's
 * elements) that lead from it to the part which is meant. Roots are evaluated once, left to right.
 */
export interface HirPlace {
  readonly root:
    | { readonly kind: 'local'; readonly local: LocalId }
    | { readonly kind: 'field'; readonly object: HirExpr; readonly field: FieldRef }
    | { readonly kind: 'element'; readonly array: HirExpr; readonly index: HirExpr }
    | { readonly kind: 'global'; readonly global: GlobalVariable };
  readonly path: readonly string[];
  /** Of the part. */
  readonly type: Type;
  readonly at: Ordinal;
}

/** What a value is asked to be, beside what its type says. */
export type TypeTest =
  /** Index in the union's list of members. */
  | { readonly kind: 'member'; readonly union: UnionType; readonly member: number }
  /** An object of the class or a subclass. */
  | { readonly kind: 'class'; readonly class: ClassType };

/** Patterns bind into locals; the alternatives of an `or` bind the same ones. */
export type HirPattern =
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'bind'; readonly local: LocalId }
  /** `value` is an `int`, `float`, `bool` or `string` node of the subject's type. */
  | { readonly kind: 'literal'; readonly value: HirExpr }
  /** Of integers or chars; decimal bounds in range of the subject's type. */
  | {
      readonly kind: 'range';
      readonly from: string;
      readonly to: string;
      readonly inclusive: boolean;
    }
  | { readonly kind: 'none' }
  /** An optional's value. */
  | { readonly kind: 'some'; readonly pattern: HirPattern }
  /** What passes the test, as what it then is. */
  | {
      readonly kind: 'is';
      readonly test: TypeTest;
      readonly type: Type;
      readonly pattern: HirPattern;
    }
  /** Parts of a tuple or struct, by member as in `HirPlace.path`. */
  | {
      readonly kind: 'members';
      readonly members: readonly {
        readonly member: string;
        /** Of the part. */
        readonly type: Type;
        readonly pattern: HirPattern;
      }[];
    }
  /** Fields of an object, read in this order where the pattern is tried. */
  | {
      readonly kind: 'fields';
      readonly fields: readonly {
        readonly field: FieldRef;
        readonly pattern: HirPattern;
        readonly at: Ordinal;
      }[];
    }
  | { readonly kind: 'or'; readonly alternatives: readonly HirPattern[] };

export interface HirArm {
  readonly pattern: HirPattern;
  readonly guard?: HirExpr;
  readonly body: HirExpr;
  readonly at: Ordinal;
}

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
  /** String interpolation: literal texts and values of any type that can be shown, in order. */
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
  /** Numeric `as`, or the implicit upcast of a class reference (of a `T[]` to `read T[]` where it is lent). */
  | (Node & { readonly kind: 'convert'; readonly operand: HirExpr })
  /** The value of a constant, or of a part of one. */
  | (Node & { readonly kind: 'constant'; readonly value: ConstantValue })
  /** What a field or variable of this type holds before it is set; `none` of an optional. */
  | (Node & { readonly kind: 'none' })
  /** A value as the optional of it. */
  | (Node & { readonly kind: 'some'; readonly value: HirExpr })
  /** A member's value as the union; `member` is its index. */
  | (Node & { readonly kind: 'inject'; readonly member: number; readonly value: HirExpr })
  | (Node & { readonly kind: 'tuple'; readonly elements: readonly HirExpr[] })
  /** `Point(x: a, y: b)`; `fields` in the order of evaluation, each of the struct's exactly once; `order` names them as declared. */
  | (Node & {
      readonly kind: 'struct';
      readonly struct: StructType;
      readonly fields: readonly { readonly name: string; readonly value: HirExpr }[];
      readonly order: readonly string[];
    })
  /** A part of a tuple or struct. */
  | (Node & { readonly kind: 'member'; readonly object: HirExpr; readonly member: string })
  /** `[a, b]` */
  | (Node & { readonly kind: 'array'; readonly elements: readonly HirExpr[] })
  /** Elements hold what an unset field holds. `length` is an integer of any type; a negative one panics. */
  | (Node & { readonly kind: 'newArray'; readonly length: HirExpr })
  /** `index` is an integer of any type. Of a string: the character at the position in code points. */
  | (Node & { readonly kind: 'element'; readonly object: HirExpr; readonly index: HirExpr })
  /** Of an array (shares its elements) or a string (positions in code points). */
  | (Node & {
      readonly kind: 'slice';
      readonly object: HirExpr;
      readonly from?: HirExpr;
      readonly to?: HirExpr;
      readonly inclusive: boolean;
    })
  /** `.length` of an array (elements) and a string (code points), `.bytes` of a string. */
  | (Node & {
      readonly kind: 'length';
      readonly object: HirExpr;
      readonly unit: 'length' | 'bytes';
    })
  /** `xs.split(i)`: consumes the array; `join(a, b)`: consumes both. Both have mode linear in races. */
  | (Node & { readonly kind: 'split'; readonly array: HirExpr; readonly index: HirExpr })
  | (Node & { readonly kind: 'join'; readonly left: HirExpr; readonly right: HirExpr })
  /** `consume xs as read T[]` */
  | (Node & { readonly kind: 'freeze'; readonly array: HirExpr; readonly from: ArrayType })
  | (Node & { readonly kind: 'global'; readonly global: GlobalVariable })
  /** Wherever neither `assignLocal` nor `assignField` says it. `exclusive`: as in `assignField`, of a global's lock too. */
  | (Node & {
      readonly kind: 'assignPlace';
      readonly place: HirPlace;
      readonly value: HirExpr;
      readonly exclusive: boolean;
    })
  | (Node & {
      readonly kind: 'compoundPlace';
      readonly place: HirPlace;
      readonly operator: BinaryOperator;
      readonly value: HirExpr;
      readonly exclusive: boolean;
    })
  /** Whether `operand` passes; of type bool. */
  | (Node & { readonly kind: 'is'; readonly operand: HirExpr; readonly test: TypeTest })
  /** `operand` as what the test found it to be. `proven`: narrowed by an `is`, cannot fail; `optional`: `as?`. */
  | (Node & {
      readonly kind: 'cast';
      readonly operand: HirExpr;
      readonly test: TypeTest;
      readonly failure: 'panic' | 'optional' | 'proven';
      /** Of a `panic` on a union: how its members are called, for the message. */
      readonly memberNames?: readonly string[];
    })
  /** The first arm whose pattern and guard hold; the arms are exhaustive. Patterns may bind what they match by value. */
  | (Node & {
      readonly kind: 'match';
      readonly subject: HirExpr;
      readonly arms: readonly HirArm[];
    })
  /** `if let pattern = subject` */
  | (Node & {
      readonly kind: 'ifLet';
      readonly subject: HirExpr;
      readonly pattern: HirPattern;
      readonly then: HirBlock;
      readonly otherwise?: HirBlock;
    })
  | (Node & {
      readonly kind: 'whileLet';
      readonly subject: HirExpr;
      readonly pattern: HirPattern;
      readonly body: HirBlock;
      readonly loop: LoopId;
    })
  /** `let (a, b) = e`: the pattern cannot fail. */
  | (Node & { readonly kind: 'letPattern'; readonly pattern: HirPattern; readonly value: HirExpr })
  /** `for (x in xs)` over an array or a string; `local` is fresh in every pass. */
  | (Node & {
      readonly kind: 'forEach';
      readonly local: LocalId;
      readonly subject: HirExpr;
      readonly body: HirBlock;
      readonly loop: LoopId;
    })
  /** `optional ?? otherwise` */
  | (Node & { readonly kind: 'coalesce'; readonly optional: HirExpr; readonly otherwise: HirExpr })
  /** `e?`: the value, or the function returns `none`. */
  | (Node & { readonly kind: 'try'; readonly operand: HirExpr })
  /** A C function, or one of the runtime's own (`bolt_…`, in the standard library only). */
  | (Node & {
      readonly kind: 'callExtern';
      readonly symbol: string;
      readonly parameters: readonly Type[];
      readonly args: readonly HirExpr[];
    })
  /** `panic(message)`; of type never. */
  | (Node & { readonly kind: 'panic'; readonly message: HirExpr })
  /** `assert(condition)`; `text` is the condition as written. */
  | (Node & { readonly kind: 'assert'; readonly condition: HirExpr; readonly text: string })
  /** `assertEqual(actual, expected)` of one type that can be compared and shown. */
  | (Node & { readonly kind: 'assertEqual'; readonly actual: HirExpr; readonly expected: HirExpr })
  /** The hash of a value of a type that has one, u64. */
  | (Node & { readonly kind: 'hash'; readonly operand: HirExpr })
  | (Node & { readonly kind: 'return'; readonly value?: HirExpr })
  | (Node & { readonly kind: 'break'; readonly loop: LoopId })
  | (Node & { readonly kind: 'continue'; readonly loop: LoopId })
  /** Stands where a reported mistake was; a body with one is never lowered. */
  | (Node & { readonly kind: 'error' });

/** Number of a loop within its body, in textual order; `break` and `continue` name it. */
export type LoopId = number;
