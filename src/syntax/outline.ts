/**
 * What the declaration splitter makes of a file: its declarations, from tokens alone. The texts
 * here are the compiler's inputs; none contains a position, a comment or white space that the user
 * chose.
 *
 * Canonical text: the texts of the tokens, with one space between each two. Lexing it gives the
 * same tokens again. Where a space would change what the tokens mean, there is something else in
 * its place:
 * - Nothing, behind a `>` that touches a `>` or `=` in the source: the parser joins adjacent ones
 *   only (`a >> b`, `a >= b`, but `List<List<int> >`).
 * - A line break, behind a `}` that ends its line, if the next token could go on with an expression
 *   as well as begin a statement (`(` `[` `-` `*` `&` `as` `is`). All other line breaks are
 *   forgotten.
 * - A line break, behind a string, character or interpolation that ends with its line for want of a
 *   quote or brace. (An interpolation without its `}` has an empty token for it, with no space
 *   before.)
 * Two tokens have other texts than in the source: line breaks in a `"""` string are LF, and of one
 * (or of a comment) that never ends only its opening is left.
 */
import type { DeclId, ModuleId } from '../base/ids.ts';

export type DeclKind =
  | 'import'
  | 'function'
  | 'main'
  | 'class'
  | 'field'
  | 'method'
  | 'struct'
  /** `type X = …;`: an alias or a union. */
  | 'type'
  /** `implement S { … }`; its methods are declarations of kind `method` with it as `parent`. */
  | 'implement'
  | 'constant'
  | 'global'
  /** A C function. */
  | 'extern'
  | 'test'
  /**
   * Tokens between declarations (or members, with `parent`) that begin none; reported, never lost.
   */
  | 'stray';

export interface DeclOutline {
  readonly id: DeclId;
  readonly kind: DeclKind;
  /**
   * The declared name; empty for imports and stray tokens, `main` for the main function, the struct's for an
   * implementation, the title as it is written, quotes included, for a test.
   */
  readonly name: string;
  /** The class or implementation of a field, method or stray member. */
  readonly parent?: DeclId;
  readonly isPublic: boolean;
  /**
   * Canonical text of the signature's tokens. For a class or implementation: its header, `{`, its
   * capability clause and its `}`, without the members. For a function, method or test: all before the body's
   * `{` (a `;` in its place included). For a constant or global: all up to its `=`, and its `;`. For
   * all else: everything.
   */
  readonly signature: string;
  /**
   * Canonical text of a function's, method's, main's or test's body, braces included, and of a constant's or
   * global's value; empty where only it is missing. Undefined for all else, and where the header is
   * broken as well.
   */
  readonly body?: string;
  /** Text of the doc comment before the declaration, without `///`; empty where there is none. */
  readonly doc: string;
  readonly positions: DeclPositions;
}

/**
 * The map from token ordinals to lines and columns of one declaration. Read by rendering and
 * assembly only.
 */
export interface DeclPositions {
  /** Path of the file, relative to the project's root, with forward slashes. */
  readonly path: string;
  /** Ordinal of the name's token; the first token where the declaration has no name. */
  readonly name: number;
  /**
   * Per signature token: line (from 1), column (from 1, in UTF-16 units), length, flattened. The
   * length of a token of several lines is that of its first.
   */
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
