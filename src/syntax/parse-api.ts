/**
 * The parser's two entry points; both are total: any text gives a tree and diagnostics, never a
 * throw.
 */
import type { DeclId } from '../base/ids.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { BlockSyntax, SignatureSyntax } from './ast.ts';
import type { DeclKind } from './outline.ts';

export interface Parsed<T> {
  readonly tree: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses the canonical signature text of an outline; ordinals are -1, -2 … */
export type ParseSignature = (
  decl: DeclId,
  kind: DeclKind,
  signature: string,
) => Parsed<SignatureSyntax>;

/** Parses the canonical body text of an outline; ordinals are 0, 1 … */
export type ParseBody = (decl: DeclId, body: string) => Parsed<BlockSyntax>;
