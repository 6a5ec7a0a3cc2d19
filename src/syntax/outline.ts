/**
 * What the declaration splitter makes of a file: its declarations, from tokens alone. The texts here are
 * the compiler's inputs; none contains a position, a comment or white space that the user chose.
 */
import type { DeclId, ModuleId } from '../base/ids.ts';

export type DeclKind =
  | 'import'
  | 'function'
  | 'main'
  | 'class'
  | 'field'
  | 'method'
  /** Tokens between declarations that begin none; reported, never lost. */
  | 'stray';

export interface DeclOutline {
  readonly id: DeclId;
  readonly kind: DeclKind;
  /** The declared name; empty for imports and stray tokens, `main` for the main function. */
  readonly name: string;
  /** The class of a field or method. */
  readonly parent?: DeclId;
  readonly isPublic: boolean;
  /**
   * Canonical text of the signature's tokens: token texts joined by single spaces, so that lexing it again
   * gives the same tokens. For a class: its header, `{`, its capability clause and its `}`, without the
   * members. For a function or method: all before the body's `{`. For a field, import or stray: everything.
   */
  readonly signature: string;
  /** Canonical text of a function's or method's body, braces included. */
  readonly body?: string;
  /** Text of the doc comment before the declaration, without `///`; empty where there is none. */
  readonly doc: string;
  readonly positions: DeclPositions;
}

/** The map from token ordinals to lines and columns of one declaration. Read by rendering and assembly only. */
export interface DeclPositions {
  /** Path of the file, relative to the project's root, with forward slashes. */
  readonly path: string;
  /** Ordinal of the name's token; the first token where the declaration has no name. */
  readonly name: number;
  /** Per signature token: line (from 1), column (from 1, in UTF-16 units), length, flattened. */
  readonly signature: readonly number[];
  /** The same for the body's tokens. */
  readonly body: readonly number[];
}

export interface FileOutline {
  readonly module: ModuleId;
  readonly path: string;
  /** Top-level declarations and, right behind their class, members; in textual order. */
  readonly declarations: readonly DeclOutline[];
}
