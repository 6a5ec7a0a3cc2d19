/** Which pieces of code a module consists of, by name. */
import type { DeclId } from '../base/ids.ts';
import type { ClassType, Type } from '../sema/type.ts';

export type CodeUnit =
  /** A function, method or `main`; `typeArgs` replace the parameters of its class, then its own. */
  | { readonly kind: 'function'; readonly decl: DeclId; readonly typeArgs: readonly Type[] }
  /** A class's descriptor with its method table. */
  | { readonly kind: 'class'; readonly type: ClassType }
  /** The memory of a global variable. */
  | { readonly kind: 'global'; readonly decl: DeclId };
