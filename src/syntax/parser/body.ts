/** Parses bodies of functions and methods. Total: any text gives a tree. */
import type { DeclId } from '../../base/ids.ts';
import { nameSpan } from '../../base/span.ts';
import type { BlockSyntax } from '../ast.ts';
import type { Parsed } from '../parsed.ts';
import { parseBlock } from './block.ts';
import { createCursor, isTooLong } from './cursor.ts';
import { grammar } from './grammar.ts';
import { boundTreeDepth } from './tree-depth.ts';

export function parseBody(decl: DeclId, body: string): Parsed<BlockSyntax> {
  const cursor = createCursor(decl, body, { space: 'body', grammar });
  if (cursor.tokens.count === 0) return missingBody(decl);
  if (isTooLong(cursor)) {
    return { tree: emptyBody, diagnostics: cursor.diagnostics };
  }
  const tree = boundTreeDepth(cursor, parseBlock(cursor));
  return { tree, diagnostics: cursor.diagnostics };
}

const emptyBody: BlockSyntax = {
  kind: 'block',
  statements: [],
  trailingSemicolon: false,
  from: 0,
  to: 0,
};

function missingBody(decl: DeclId): Parsed<BlockSyntax> {
  return {
    tree: emptyBody,
    diagnostics: [
      {
        code: 'E0126',
        severity: 'error',
        message: 'Expected a body in braces behind the header',
        span: nameSpan(decl),
        labels: [],
        notes: [],
      },
    ],
  };
}
