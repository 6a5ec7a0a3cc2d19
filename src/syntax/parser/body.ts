/** Parses bodies: blocks of functions, methods and tests, values of constants and globals. Total: any text gives a tree. */
import type { DeclId } from '../../base/ids.ts';
import { nameSpan } from '../../base/span.ts';
import type { Diagnostic, DiagnosticCode } from '../../diagnostic/diagnostic.ts';
import type { BlockSyntax, Expr } from '../ast.ts';
import type { Parsed } from '../parsed.ts';
import { parseBlock } from './block.ts';
import type { Cursor } from './cursor.ts';
import { atEnd, createCursor, describe, hasFailed, isTooLong, report } from './cursor.ts';
import { grammar } from './grammar.ts';
import { boundTreeDepth } from './tree-depth.ts';

/** Of a function, method, `main` or test. */
export function parseBody(decl: DeclId, body: string): Parsed<BlockSyntax> {
  const cursor = createCursor(decl, body, { space: 'body', grammar });
  if (cursor.tokens.count === 0) {
    const missing = missingBody(decl, 'E0126', 'Expected a body in braces behind the header');
    return { tree: blockOf([]), diagnostics: [missing] };
  }
  if (isTooLong(cursor)) return { tree: blockOf([]), diagnostics: cursor.diagnostics };
  const tree = boundTreeDepth(cursor, parseBlock(cursor));
  return { tree, diagnostics: cursor.diagnostics };
}

/** The value of a constant or global variable. */
export function parseInitializer(decl: DeclId, value: string): Parsed<Expr> {
  const cursor = createCursor(decl, value, { space: 'body', grammar });
  if (cursor.tokens.count === 0) {
    const missing = missingBody(decl, 'E0110', 'Expected a value between `=` and `;`');
    return { tree: noValue, diagnostics: [missing] };
  }
  if (isTooLong(cursor)) return { tree: noValue, diagnostics: cursor.diagnostics };
  const { statements } = boundTreeDepth(cursor, blockOf([parseValue(cursor)]));
  return { tree: statements[0] ?? noValue, diagnostics: cursor.diagnostics };
}

function parseValue(cursor: Cursor): Expr {
  const value = cursor.grammar.expression(cursor);
  if (!atEnd(cursor) && !hasFailed(cursor)) {
    report(cursor, {
      code: 'E0113',
      message: `Expected \`;\` behind the value, found ${describe(cursor)}`,
    });
  }
  return value;
}

const noValue: Expr = { kind: 'error', at: 0, from: 0, to: 0 };

function blockOf(statements: readonly Expr[]): BlockSyntax {
  const to = statements.at(-1)?.to ?? 0;
  return { kind: 'block', statements, trailingSemicolon: false, from: 0, to };
}

function missingBody(decl: DeclId, code: DiagnosticCode, message: string): Diagnostic {
  const span = nameSpan(decl);
  return { code, severity: 'error', message, span, labels: [], notes: [] };
}
