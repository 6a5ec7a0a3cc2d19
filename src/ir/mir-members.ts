/** Fields, methods and functions as mid-level IR names them: by what they are, not where they lie. */
import type { DeclId } from '../base/ids.ts';
import type { ClassType, Type } from '../sema/type.ts';

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
