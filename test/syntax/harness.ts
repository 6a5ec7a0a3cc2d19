/** What the tests of the syntax layer share: sources in, trees and diagnostics out. */
import { moduleId } from '../../src/base/ids.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import type { Expr } from '../../src/syntax/ast.ts';
import type { DeclOutline, FileOutline } from '../../src/syntax/outline.ts';
import { parseBody, parseInitializer } from '../../src/syntax/parser/body.ts';
import { parseSignature } from '../../src/syntax/parser/signature.ts';
import { locate } from '../../src/syntax/positions.ts';
import { printSignature } from '../../src/syntax/print-signature.ts';
import { printBlock } from '../../src/syntax/print-tree.ts';
import { splitDeclarations } from '../../src/syntax/split.ts';

export function split(text: string): FileOutline {
  return splitDeclarations(moduleId('m'), 'm.bolt', text);
}

/** Local ids, in order. */
export function idsOf(text: string): readonly string[] {
  return split(text).declarations.map(({ id }) => id.replace('m::', ''));
}

export function only(text: string): DeclOutline {
  const { declarations } = split(text);
  const [first] = declarations;
  if (first === undefined || declarations.length > 1) {
    throw new Error(`Expected one declaration, found ${declarations.length}`);
  }
  return first;
}

/**
 * Everything that the parser reports about a file, in textual order: `line:column code message`.
 */
export function problemsOf(text: string): readonly string[] {
  const found = split(text).declarations.flatMap((declaration) =>
    diagnosticsOf(declaration).map((diagnostic) => {
      const { line, column } = locate(declaration.positions, diagnostic.span);
      return { line, column, text: `${diagnostic.code} ${diagnostic.message}` };
    }),
  );
  return found
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(({ line, column, text: message }) => `${line}:${column} ${message}`);
}

export function diagnosticsOf(declaration: DeclOutline): readonly Diagnostic[] {
  const { id, kind, signature, body } = declaration;
  const header = parseSignature(id, kind, signature).diagnostics;
  if (body === undefined) return header;
  const isValue = kind === 'constant' || kind === 'global';
  const parsed = isValue ? parseInitializer(id, body) : parseBody(id, body);
  return [...header, ...parsed.diagnostics];
}

/** Codes and messages for statements inside `main`, without places. */
export function mistakesIn(statements: string): readonly string[] {
  return problemsOf(`void main() {\n${statements}\n}`).map((problem) =>
    problem.replace(/^\S+ /, ''),
  );
}

/** The tree of the statements of a body that has no mistakes. */
export function treeOf(statements: string): string {
  const declaration = only(`void main() {\n${statements}\n}`);
  const { tree, diagnostics } = parseBody(declaration.id, declaration.body ?? '');
  const [first] = diagnostics;
  if (first !== undefined) throw new Error(`${first.code} ${first.message}`);
  return printBlock(tree);
}

/** The tree of a header that has no mistakes. */
export function signatureTreeOf(text: string): string {
  const [declaration] = split(text).declarations;
  if (declaration === undefined) throw new Error('Expected a declaration');
  const { id, kind, signature } = declaration;
  const { tree, diagnostics } = parseSignature(id, kind, signature);
  const [first] = diagnostics;
  if (first !== undefined) throw new Error(`${first.code} ${first.message}`);
  return printSignature(tree);
}

/** The only statement of a body that has no mistakes. */
export function exprOf(text: string): Expr {
  const declaration = only(`void main() { ${text} }`);
  const { tree, diagnostics } = parseBody(declaration.id, declaration.body ?? '');
  const [statement] = tree.statements;
  const [first] = diagnostics;
  if (first !== undefined) throw new Error(`${first.code} ${first.message}`);
  if (statement === undefined) throw new Error('Expected a statement');
  return statement;
}

/** Operators with all their parentheses: `(p + (q * r))`. */
export function grouped(expr: Expr): string {
  switch (expr.kind) {
    case 'binary':
      return `(${grouped(expr.left)} ${expr.operator} ${grouped(expr.right)})`;
    case 'unary':
      return `(${expr.operator}${grouped(expr.operand)})`;
    case 'assign':
      return `(${grouped(expr.target)} ${expr.operator} ${grouped(expr.value)})`;
    case 'consume':
      return `(consume ${grouped(expr.operand)})`;
    case 'let':
      return `(let ${expr.name.text} = ${grouped(expr.value)})`;
    case 'as':
      return `(${grouped(expr.operand)} as …)`;
    case 'parenthesized':
      return `[${grouped(expr.inner)}]`;
    case 'name':
      return expr.name;
    case 'int':
      return expr.text;
    default:
      return expr.kind;
  }
}
