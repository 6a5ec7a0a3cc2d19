/** Everything that the rules on data races may ask about other declarations; see sema's context. */
import type { DeclId } from '../base/ids.ts';
import type { Type } from '../sema/type.ts';
import type { CalleeFacts, ClassFacts, Profile } from './model.ts';

export interface RaceContext {
  /** `undefined` for what is no object; `profiles` of the type parameters that occur in the type. */
  factsOf(type: Type, profiles: readonly Profile[]): ClassFacts | undefined;
  profileOf(type: Type, profiles: readonly Profile[]): Profile;
  /** Names in the annotation of a field, by its declaration. */
  fieldCapabilities(field: DeclId): readonly string[];
  /** Types of a union's members, in terms of its own parameters. */
  membersOf(decl: DeclId): readonly Type[];
  callee(decl: DeclId): CalleeFacts;
}
