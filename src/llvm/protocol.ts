/**
 * Orders to the code generation workers and their results: plain data, sent as JSON. Types are concrete,
 * layouts are joined in, and positions are absent: a fragment depends on nothing but its order.
 */
import type { Fingerprint } from '../base/fingerprint.ts';
import type { MirUnit } from '../ir/mir.ts';
import type { ValueShapes } from '../ir/value-shapes.ts';
import type { ConstantValue } from '../sema/constant-value.ts';
import type { GlobalVariable } from '../sema/model.ts';

/** What one unit's code mentions of other types; nothing else of them can change the unit's code. */
export interface LayoutFacts {
  /** Byte offset of a field, by `<typeKey of owner>.<field>`. */
  readonly fieldOffsets: Readonly<Record<string, number>>;
  /** Method table index, by `<typeKey of owner>.<slot>`. */
  readonly methodSlots: Readonly<Record<string, number>>;
  /** Parts of the structs and unions that the code holds by value or looks into. */
  readonly values: ValueShapes;
}

/** Result of `symbolOf` for a callee or class, by the key the MIR mentions it with, is computed by src/ir/symbol.ts. */
export type FragmentOrder =
  | {
      readonly kind: 'function';
      readonly unit: MirUnit;
      readonly layout: LayoutFacts /** Emitted by every module that uses it. */;
      readonly isInstance: boolean;
    }
  | { readonly kind: 'class'; readonly descriptor: ClassDescriptor }
  /** The memory of a global variable. */
  | {
      readonly kind: 'global';
      readonly global: GlobalVariable;
      readonly initial: ConstantValue;
      readonly values: ValueShapes;
    };

/** Everything the runtime and dispatch need of a class; becomes one constant. */
export interface ClassDescriptor {
  readonly symbol: string;
  /** As printed in messages, e.g. `Box<int>`. */
  readonly name: string;
  readonly superSymbol?: string;
  /** Size of an object in bytes, header included. */
  readonly sizeBytes: number;
  /** No field can hold a reference: allocated as pointer-free. */
  readonly pointerFree: boolean;
  /** Symbols of the implementations, by slot. */
  readonly methods: readonly string[];
  readonly isInstance: boolean;
}

/** LLVM IR of one unit, without metadata, attribute groups, target or positions. */
export interface Fragment {
  /** Symbols that this fragment defines; `symbols[0]` is the unit's own. */
  readonly symbols: readonly string[];
  /** `define`s and constants. */
  readonly definitions: string;
  /** `declare` and external-constant lines that the definitions need, one each, sorted. */
  readonly declarations: readonly string[];
  /** Ordinals of the places that may panic, in the order of the unit's site table `@"<symbol>$sites"`. */
  readonly sites: readonly number[];
  readonly isInstance: boolean;
  /** Functions that every fragment of a module defines alike, by symbol: the module has one of each. */
  readonly helpers?: readonly Helper[];
  /** What debuggers and stack traces need of each function; absent in fragments of classes. */
  readonly functions?: readonly FunctionNotes[];
  /** Of a class: the methods in its table, mentioned as `void ()*` until the module is assembled. */
  readonly methods?: readonly string[];
}

/** Code that belongs to a type rather than to a unit: equality, hashes, printed forms. */
export interface Helper {
  readonly symbol: string;
  /** The function, and constants that it alone uses. */
  readonly text: string;
}

/** Where a function's code comes from, by tokens of its declaration. */
export interface FunctionNotes {
  readonly symbol: string;
  readonly kind: 'declaration' | 'task';
  /** `typeKey`s: of the parameters, then of the result. */
  readonly types: readonly string[];
  readonly variables: readonly VariableHome[];
  /** The scope around each scope of variables, from scope 1. */
  readonly scopes: readonly number[];
  /**
   * For its instructions in the order of the text: how many there are, the token that they are made
   * from, and the innermost scope that they stand in, flattened; nothing says where those behind
   * come from. Made from nothing: -1 for the scope.
   */
  readonly places: readonly number[];
}

export interface VariableHome {
  /** The allocation that holds it, as IR text refers to it. */
  readonly home: string;
  readonly name: string;
  /** `typeKey`. */
  readonly type: string;
  readonly at: number;
  readonly scope: number;
  /** Of a parameter: its number, from 1. */
  readonly parameter?: number;
}

export type Profile = 'dev' | 'release';

/** What watches the program as it runs: data races. */
export type Sanitizer = 'thread';

export interface ObjectOrder {
  /** Module name, for messages. */
  readonly module: string;
  /** The assembled module. */
  readonly ir: string;
  readonly profile: Profile;
  /** Instruments the code for it. */
  readonly sanitizer?: Sanitizer;
}

/**
 * What can be shown of an order: its assembly, its IR after the release pipeline, or the IR after
 * each pass of it that changed something.
 */
export type ListingForm = 'assembly' | 'optimised' | 'passes';

export interface ListingPart {
  /** `assembly`, `optimised`, or a pass. */
  readonly title: string;
  readonly text: string;
}

/** An object file, kept under its fingerprint in the object folder. */
export interface ObjectResult {
  readonly fingerprint: Fingerprint;
  readonly sizeBytes: number;
}
