/** A promise of the mid-level IR that a unit breaks. */
import type { BlockId } from '../mir.ts';

export type VerifierRule =
  /** A unit is its declaration's function and that function's tasks, each under its symbol. */
  | 'functions'
  /** Parameters are the first locals; tasks return nothing. */
  | 'parameters'
  /** Targets exist. */
  | 'target'
  /** Nothing jumps to the entry. */
  | 'entry'
  /** Control can come to every block. */
  | 'unreachable'
  /** Each temp is assigned exactly once. */
  | 'single-assignment'
  /** Definitions dominate uses. */
  | 'dominance'
  /** Slots exist. */
  | 'slot'
  /** Operands and results have the types that the instruction needs. */
  | 'type'
  /** A division follows the check of its divisor. */
  | 'divisor'
  /** Returned values have the function's result type. */
  | 'result'
  /** A task gets exactly its parameters. */
  | 'captures'
  /** `finish` scopes and locks nest, and are closed on every way out. */
  | 'balance';

export interface Violation {
  readonly rule: VerifierRule;
  /** Symbol of the function. */
  readonly function: string;
  readonly block?: BlockId;
  readonly message: string;
}

export type Report = (rule: VerifierRule, message: string, block?: BlockId) => void;
