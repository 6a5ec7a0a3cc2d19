/**
 * What the rules on data races know of classes, fields and callees: derived facts only, so that an edit
 * which changes none of them concerns nobody. Positions never occur.
 */
import type { Capability } from '../sema/model.ts';
import type { Type } from '../sema/type.ts';
import type { CapabilityMode } from '../syntax/capability-mode.ts';

/** Modes that restrict who may use an object; `read` and `locked` do not. */
export type ExclusiveMode = 'linear' | 'local' | 'subordinate';

/** In the order in which profiles name them. */
export const exclusiveModes: readonly ExclusiveMode[] = ['linear', 'local', 'subordinate'];

/**
 * All that the rules need to know of a type argument: `value` for numbers and texts, `shared` for a class that
 * reaches no exclusive mode, else the modes that it reaches, joined by `+`.
 */
export type Profile = string;

/** A class or callable, with the profiles of its type arguments: `m::class Box<linear,value>`. */
export type InstanceKey = string;

/** A class's fields and capabilities, inherited ones first; types in terms of its own parameters. */
export interface ClassShape {
  readonly capabilities: readonly Capability[];
  readonly fields: readonly FieldShape[];
  /** Of overriding methods, inherited ones included, as far as they use more than the overridden ones. */
  readonly furtherUses: readonly FurtherUse[];
}

/** What an overriding method uses beside what the callers of the overridden one know of. */
export interface FurtherUse {
  readonly known: readonly string[];
  readonly further: readonly string[];
}

export interface FieldShape {
  readonly type: Type;
  readonly isConst: boolean;
  readonly capabilities: readonly string[];
}

export interface CapabilityFacts {
  readonly name: string;
  readonly mode: CapabilityMode;
  /** Its own mode if exclusive, and those of the objects that it reaches through fields. */
  readonly reaches: readonly ExclusiveMode[];
  /** Capabilities that overriding methods use where callers know of this one; absent if there are none. */
  readonly standsFor?: readonly string[];
}

/** A class as the rules on bodies see it. */
export interface ClassFacts {
  readonly capabilities: readonly CapabilityFacts[];
  /** Pairs, in both orders, that two tasks may not use at the same time on one object. */
  readonly conflicts: readonly (readonly [string, string])[];
  /** Modes of its capabilities and of everything that it reaches. */
  readonly reaches: readonly ExclusiveMode[];
}

/** What a caller must know of a callee beyond its types. */
export interface CalleeFacts {
  /** Methods: capabilities used on the receiver. */
  readonly capabilities: readonly string[];
  readonly parameters: readonly {
    readonly borrowed: boolean;
    readonly guard?: readonly string[];
  }[];
  readonly borrowed: boolean;
}

/** An instance of a generic declaration that a body makes use of. */
export interface Need {
  readonly key: InstanceKey;
  /** In the body; undefined for what a class inherits. */
  readonly at?: number;
  /** As a message names it, `Box<Cell>`. */
  readonly name: string;
}
