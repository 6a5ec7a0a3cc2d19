/**
 * Everything that the checks may ask about other declarations. The compiler answers from queries, so each
 * call is a recorded dependency: ask only for what the rule at hand needs, and by name where there is one.
 * Tests answer from literals.
 */
import type { DeclId, ModuleId } from '../base/ids.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { TypedConstant } from './constant-value.ts';
import type {
  CallSignature,
  Capability,
  ClassHeader,
  Field,
  GlobalVariable,
  MethodSlot,
  StructHeader,
  TypeDeclaration,
  TypeParameter,
} from './model.ts';
import type { ClassType, Type } from './type.ts';

/** What a name may mean at the top level of a module. */
export type Binding =
  | { readonly kind: 'class'; readonly decl: DeclId }
  | { readonly kind: 'struct'; readonly decl: DeclId }
  /** An alias or a union. */
  | { readonly kind: 'type'; readonly decl: DeclId }
  | { readonly kind: 'constant'; readonly decl: DeclId }
  | { readonly kind: 'global'; readonly decl: DeclId }
  /** One for each overload; C functions too. */
  | { readonly kind: 'function'; readonly decl: DeclId }
  /** A module's last segment or alias, from `import a.b;` or `import a.b as x;`. */
  | { readonly kind: 'module'; readonly module: ModuleId }
  /** An import names something that does not exist. The import reports it; uses stay silent. */
  | { readonly kind: 'broken' };

export interface FoundField {
  readonly field: Field;
  /** The class that declares it, in terms of the asked class's parameters. */
  readonly owner: ClassType;
}

export interface SemaContext {
  /** Own declarations of the module, else imported names; empty when unknown. */
  lookup(module: ModuleId, name: string): readonly Binding[];
  /** Public declarations of another module by name (`shapes.area` after `import geometry.shapes;`). */
  lookupPublic(module: ModuleId, name: string): readonly Binding[];
  /** Names worth suggesting. Depends on the whole module: ask only when an error is being reported. */
  namesInScope(module: ModuleId): readonly string[];
  signature(decl: DeclId): CallSignature;
  /** For messages: callers do not depend on them otherwise. */
  parameterNames(decl: DeclId): readonly string[];
  /** Of a class, struct, alias or union; narrower than its header. */
  typeParameters(decl: DeclId): readonly TypeParameter[];
  classHeader(decl: DeclId): ClassHeader;
  /** Superclasses, nearest first, in terms of the class's own parameters; stops before a cycle. */
  ancestors(decl: DeclId): readonly ClassType[];
  /** Own capabilities behind inherited ones. */
  capabilities(decl: DeclId): readonly Capability[];
  /** Names of those of mode `locked`; all that access to fields needs to know of capabilities. */
  lockedCapabilities(decl: DeclId): readonly string[];
  /**
   * Whether a superclass of the class, or of one of its ancestors, could not be made out, which is reported
   * there: a member that is not found may be inherited. Asked only when an error is about to be reported.
   */
  hasUnknownAncestor(decl: DeclId): boolean;
  /** The field `name` of the class or its nearest ancestor that has it. */
  field(decl: DeclId, name: string): FoundField | undefined;
  /** Own and inherited methods named `name`, overridden ones left out. */
  methods(decl: DeclId, name: string): readonly MethodSlot[];
  /** Names of all fields and methods, for suggestions; see `namesInScope`. */
  memberNames(decl: DeclId): readonly string[];
  /** Of a struct; the type of a field whose type is a mistake is the error type. */
  structHeader(decl: DeclId): StructHeader;
  /** What an alias stands for; undefined for a union, whose members it does not ask for. */
  aliasTarget(decl: DeclId): Type | undefined;
  /** Of `type X = …;`. */
  typeDeclaration(decl: DeclId): TypeDeclaration;
  /** Methods named `name` in the struct's `implement` blocks. */
  structMethods(decl: DeclId, name: string): readonly DeclId[];
  /** Names of all of them, for suggestions; see `namesInScope`. */
  structMethodNames(decl: DeclId): readonly string[];
  /** Type and value of a constant; undefined where a mistake leaves it without one. */
  constant(decl: DeclId): TypedConstant | undefined;
  /** Of a global variable. */
  globalVariable(decl: DeclId): GlobalVariable;
  report(diagnostic: Diagnostic): void;
}
