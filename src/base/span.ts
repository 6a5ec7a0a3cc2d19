/**
 * Where something stands, without line numbers: token ordinals inside one declaration. Memos, IR and
 * diagnostics hold spans; only rendering and the assembly of a module turn them into lines and columns.
 */
import type { DeclId } from './ids.ts';

/**
 * A token of a declaration. Body tokens count 0, 1, 2 … from the body's first token; signature tokens
 * count -1, -2, -3 … from the declaration's first token. The two spaces are independent, so an edit in
 * the signature renames no token of the body.
 */
export type Ordinal = number;

export type Span =
  /** The tokens `from` to `to`, both included. */
  | { readonly kind: 'tokens'; readonly decl: DeclId; readonly from: Ordinal; readonly to: Ordinal }
  /** The declared name of `decl`, wherever it stands now. */
  | { readonly kind: 'name'; readonly decl: DeclId }
  /** A place in a file that is not split into declarations (the manifest). Lines and columns from 1. */
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly line: number;
      readonly column: number;
      readonly length: number;
    };

export function tokenSpan(decl: DeclId, from: Ordinal, to: Ordinal = from): Span {
  return { kind: 'tokens', decl, from, to };
}

export function nameSpan(decl: DeclId): Span {
  return { kind: 'name', decl };
}
