/**
 * What declarations mean, without positions: signatures and classes. These values are the boundary
 * between declarations: a body's check reads other declarations only through them. Visibility is not
 * here: it belongs to names, so that adding `public` re-checks no user of the declaration.
 */
import type { DeclId } from '../base/ids.ts';
import type { CapabilityMode } from '../syntax/capability-mode.ts';
import type { ClassType, Type } from './type.ts';

export interface Capability {
  readonly mode: CapabilityMode;
  readonly name: string;
}

export interface TypeParameter {
  readonly name: string;
}

export interface Parameter {
  readonly name: string;
  readonly type: Type;
  readonly borrowed: boolean;
  /** Capabilities that the callee uses on the argument; undefined: all of them. */
  readonly guard?: readonly string[];
}

/**
 * All that callers and overriding methods read, for types and for data races: renaming a parameter concerns none of
 * them. (Guards and capabilities change seldom; a value of their own would cost a memo for every declaration.)
 */
export interface CallSignature {
  readonly decl: DeclId;
  /** `method` of a class or a struct; `extern`: a C function. */
  readonly kind: 'function' | 'method' | 'main' | 'extern';
  readonly name: string;
  /** Of a C function: its name there. */
  readonly symbol?: string;
  readonly typeParameters: readonly TypeParameter[];
  readonly parameters: readonly Omit<Parameter, 'name'>[];
  readonly result: Type;
  /** Result is borrowed (functions and methods declared `borrowed`). */
  readonly borrowed: boolean;
  /** Methods: the capabilities that the method uses, by name, as declared (or `self`, the implicit one). */
  readonly capabilities: readonly string[];
}

/** Signature of a function, method or `main`. */
export interface Signature extends CallSignature {
  readonly parameters: readonly Parameter[];
}

export interface Field {
  readonly decl: DeclId;
  readonly name: string;
  readonly type: Type;
  readonly isConst: boolean;
  /** Names of the capabilities through which it may be accessed. */
  readonly capabilities: readonly string[];
}

/** The header of a class: what its own tokens say, resolved. Members are separate declarations. */
export interface ClassHeader {
  readonly decl: DeclId;
  readonly name: string;
  readonly typeParameters: readonly TypeParameter[];
  /** The superclass, its arguments in terms of this class's parameters. */
  readonly superclass?: ClassType;
  /** Own capabilities only; the implicit `local self` where the class and its ancestors declare none. */
  readonly capabilities: readonly Capability[];
}

/** A method as seen from a class: where it is declared, and in which of the vtable's slots it lives. */
export interface MethodSlot {
  /** `name(parameter type keys)` of the declaration that introduced the slot; unique within the class. */
  readonly slot: string;
  /** The most derived implementation for this class. */
  readonly method: DeclId;
  /** The class (in terms of this class's parameters) that declares `method`. */
  readonly owner: ClassType;
}

/** What can be derived for a struct. */
export type Derivable = 'Equal' | 'Hash' | 'Show';

export interface StructField {
  readonly name: string;
  readonly type: Type;
}

/** A struct is its fields: whoever holds one by value depends on all of them. */
export interface StructHeader {
  readonly decl: DeclId;
  readonly name: string;
  readonly typeParameters: readonly TypeParameter[];
  readonly derives: readonly Derivable[];
  readonly fields: readonly StructField[];
}

export type TypeDeclaration =
  | { readonly kind: 'alias'; readonly target: Type }
  /** Distinct members, two or more, in declared order; in terms of the union's parameters. */
  | { readonly kind: 'union'; readonly members: readonly Type[] };

export interface GlobalVariable {
  readonly decl: DeclId;
  readonly mode: 'locked' | 'local';
  readonly type: Type;
}
