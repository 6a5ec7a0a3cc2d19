/** `xs[i]` and `xs[a..b]`, of arrays and strings, and their lengths. */
import type { Expr, Name } from '../../syntax/ast.ts';
import type { HirExpr } from '../hir.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanAt, spanOf } from './checker.ts';
import { CHAR, INT } from './primitives.ts';

type IndexSyntax = Extract<Expr, { kind: 'index' }>;
type SliceSyntax = Extract<Expr, { kind: 'slice' }>;

export function checkIndex(checker: Checker, syntax: IndexSyntax): HirExpr {
  const { at } = syntax;
  const object = checker.expr(checker, syntax.object, undefined);
  const index = checkPosition(checker, syntax.index, 'An index');
  const { type } = object;
  if (type.kind === 'array') return { kind: 'element', type: type.element, object, index, at };
  if (type.kind === 'string') return { kind: 'element', type: CHAR, object, index, at };
  return reportNotIndexed(checker, syntax, object);
}

export function checkSlice(checker: Checker, syntax: SliceSyntax): HirExpr {
  const { at, inclusive } = syntax;
  const object = checker.expr(checker, syntax.object, undefined);
  const from = syntax.start && checkPosition(checker, syntax.start, 'A bound');
  const to = syntax.end && checkPosition(checker, syntax.end, 'A bound');
  const { type } = object;
  if (type.kind !== 'array' && type.kind !== 'string')
    return reportNotIndexed(checker, syntax, object);
  return {
    kind: 'slice',
    type,
    object,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    inclusive,
    at,
  };
}

/** An integer of any type; `what` begins the message about something else. */
export function checkPosition(checker: Checker, syntax: Expr, what: string): HirExpr {
  const node = checker.expr(checker, syntax, INT);
  const { type } = node;
  if (type.kind === 'error' || type.kind === 'never') return node;
  if (type.kind !== 'int') {
    report(
      checker,
      'E0355',
      spanOf(checker, syntax),
      `${what} must be an integer, not \`${printType(type)}\``,
      { notes: type.kind === 'float' ? ['Convert it: `… as int`.'] : [] },
    );
    return errorNode(node.at, INT);
  }
  if (node.kind !== 'int' || !node.value.startsWith('-') || node.value === '-0') return node;
  report(checker, 'E0356', spanOf(checker, syntax), `${what} is never negative`, {
    notes: ['Positions count from 0; from the end, `xs.length - 1` is the last.'],
  });
  return errorNode(node.at, INT);
}

/** `xs.length`, `text.length`, `text.bytes`; undefined where the value has none. */
export function readLength(
  checker: Checker,
  object: HirExpr,
  { name, at }: { readonly name: Name; readonly at: number },
): HirExpr | undefined {
  const { kind } = object.type;
  if (kind !== 'array' && kind !== 'string') return undefined;
  const unit = name.text;
  if (unit === 'length' || (unit === 'bytes' && kind === 'string'))
    return { kind: 'length', type: INT, object, unit, at };
  if (name.text === '') return undefined;
  report(
    checker,
    'E0305',
    spanOf(checker, name),
    `\`${printType(object.type)}\` has no member \`${unit}\``,
    {
      notes: [
        kind === 'array'
          ? 'An array has a `length`, and is split by `split(i)`.'
          : 'A string has a `length` in characters, and its `bytes`.',
      ],
    },
  );
  return errorNode(at);
}

function reportNotIndexed(
  checker: Checker,
  syntax: IndexSyntax | SliceSyntax,
  { type }: HirExpr,
): HirExpr {
  if (type.kind !== 'error' && type.kind !== 'never') {
    const verb = syntax.kind === 'index' ? 'indexed' : 'sliced';
    const message = `A value of type \`${printType(type)}\` cannot be ${verb}`;
    report(checker, 'E0357', spanAt(checker, syntax.at), message, {
      labels: [{ span: spanOf(checker, syntax.object), message: `this is \`${printType(type)}\`` }],
      notes: hints(type),
    });
  }
  return errorNode(syntax.at);
}

function hints(type: Type): readonly string[] {
  if (type.kind === 'tuple') return ['Elements of a tuple are written `t.0`, `t.1`.'];
  if (type.kind === 'optional') return ['It may be `none`: take its value out by `if let x = …`.'];
  return ['Arrays and strings can.'];
}
