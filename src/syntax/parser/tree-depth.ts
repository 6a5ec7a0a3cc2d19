/** Bounds the depth of trees, so that the stages behind the parser may recurse on them. */
import { tokenSpan } from '../../base/span.ts';
import type { BlockSyntax, Expr } from '../ast.ts';
import { childrenOf } from '../children.ts';
import { maxTreeDepth } from '../limits.ts';
import type { Cursor } from './cursor.ts';

/** `body`, with an error node for each statement (or value of a `let`) that is too deep. */
export function boundTreeDepth(cursor: Cursor, body: BlockSyntax): BlockSyntax {
  // Each level takes a token at least.
  if (cursor.tokens.count <= maxTreeDepth) return body;
  const statements = body.statements.map((statement) => {
    const tooDeep = findBelow(statement, maxTreeDepth);
    if (tooDeep === undefined) return statement;
    if (!cursor.aborted) reportDepth(cursor, tooDeep);
    return withoutDepth(statement);
  });
  return { ...body, statements };
}

function reportDepth(cursor: Cursor, node: Expr): void {
  cursor.diagnostics.push({
    code: 'E0122',
    severity: 'error',
    message: `Code is nested more than ${maxTreeDepth} levels deep`,
    span: tokenSpan(cursor.decl, node.at),
    labels: [],
    notes: [
      'A chain of operators or `else if` counts a level for each.',
      'Name parts of it with `let`, or move them into functions.',
    ],
  });
}

function withoutDepth(statement: Expr): Expr {
  const { at, from, to } = statement;
  if (statement.kind !== 'let') return { kind: 'error', at, from, to };
  const { value } = statement;
  return { ...statement, value: { kind: 'error', at: value.at, from: value.from, to: value.to } };
}

/** Some node more than `limit` levels below `root`; walks without recursion. */
function findBelow(root: Expr, limit: number): Expr | undefined {
  const open: Expr[] = [root];
  const depths: number[] = [1];
  for (;;) {
    const node = open.pop();
    const depth = depths.pop();
    if (node === undefined || depth === undefined) return undefined;
    if (depth > limit) return node;
    for (const child of childrenOf(node)) {
      open.push(child);
      depths.push(depth + 1);
    }
  }
}
