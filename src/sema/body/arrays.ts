/** Arrays: literals, `new T[n]`, `xs.split(i)` and `join(a, b)`. */
import type { Expr } from '../../syntax/ast.ts';
import { equalTypes } from '../equal-types.ts';
import type { HirExpr } from '../hir.ts';
import type { ArrayType, Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanAt, spanOf } from './checker.ts';
import { coerce, tryCoerce } from './coercion.ts';
import { commonTypeOf } from './common-type.ts';
import { checkPosition } from './indices.ts';
import { ERROR, hasError, INT, NEVER } from './primitives.ts';
import { typeOf } from './types.ts';
import { onlyMember } from './unions.ts';

type ArraySyntax = Extract<Expr, { kind: 'array' }>;
type NewArraySyntax = Extract<Expr, { kind: 'newArray' }>;
type CallSyntax = Extract<Expr, { kind: 'call' }>;

/** Elements have the type that the context expects, else the one that they have in common. */
export function checkArray(
  checker: Checker,
  syntax: ArraySyntax,
  expected: Type | undefined,
): HirExpr {
  const { at } = syntax;
  const wanted = arrayWanted(checker, expected);
  const values = syntax.elements.map((source) => checkElement(checker, source, wanted?.element));
  const leaving = divergence(values, at);
  if (leaving !== undefined) return leaving;
  if (wanted !== undefined) {
    const elements = values.map((value, index) =>
      coerce(checker, value, { target: wanted.element, range: syntax.elements[index] ?? syntax }),
    );
    return { kind: 'array', type: wanted, elements, at };
  }
  const element = values.length === 0 ? ERROR : commonTypeOf(checker, values);
  if (element === undefined) return reportMixed(checker, syntax, values);
  const type: ArrayType = { kind: 'array', element, isRead: false };
  const elements = values.map((value) => asElement(checker, value, element));
  const node: HirExpr = { kind: 'array', type, elements, at };
  checker.flexible.add(node);
  if (values.length === 0) checker.unsettled.set(node, syntax);
  return node;
}

/** A literal stays flexible: a context may still say something else of the whole array. */
function asElement(checker: Checker, value: HirExpr, element: Type): HirExpr {
  if (hasError(element) || equalTypes(value.type, element)) return value;
  const isFlexible = checker.flexible.has(value);
  const typed = tryCoerce(checker, value, element) ?? value;
  if (isFlexible) checker.flexible.add(typed);
  return typed;
}

/** `new T[length]` */
export function checkNewArray(
  checker: Checker,
  syntax: NewArraySyntax,
  expected: Type | undefined,
): HirExpr {
  const element = typeOf(checker, syntax.element, 'An element');
  const isRead = arrayWanted(checker, expected)?.isRead ?? false;
  const type: ArrayType = { kind: 'array', element, isRead };
  const length = checkPosition(checker, syntax.length, 'The length of an array');
  return { kind: 'newArray', type, length, at: syntax.at };
}

/** `xs.split(i)`: the elements before `i`, and the others. */
export function checkSplit(
  checker: Checker,
  syntax: CallSyntax,
  array: HirExpr & { readonly type: ArrayType },
): HirExpr {
  const { at } = syntax;
  const [source, ...others] = syntax.args;
  if (source === undefined || others.length > 0 || syntax.typeArgs.length > 0) {
    for (const argument of syntax.args) checker.expr(checker, argument, undefined);
    const message = '`split` takes one position';
    report(checker, 'E0352', spanAt(checker, at), message, {
      notes: ['`let (left, right) = xs.split(middle)` gives `xs` away in two halves.'],
    });
    return errorNode(at);
  }
  const index = checkPosition(checker, source, 'A position');
  const type: Type = { kind: 'tuple', elements: [array.type, array.type] };
  return { kind: 'split', type, array, index, at };
}

/** `join(consume a, consume b)`: what `split` has taken apart; no declaration hides the name. */
export function checkJoin(checker: Checker, syntax: CallSyntax): HirExpr {
  const { at } = syntax;
  const values = syntax.args.map((source) => checker.expr(checker, source, undefined));
  const [left, right] = values;
  if (values.some(({ type }) => hasError(type))) return errorNode(at, left?.type ?? ERROR);
  if (left === undefined || right === undefined || values.length > 2 || syntax.typeArgs.length > 0)
    return reportJoin(checker, syntax, '`join` takes two arrays');
  const { type } = left;
  if (type.kind !== 'array' || right.type.kind !== 'array')
    return reportJoin(
      checker,
      syntax,
      `\`join\` of \`${printType(type)}\` and \`${printType(right.type)}\``,
    );
  const other = coerce(checker, right, { target: type, range: syntax.args[1] ?? syntax });
  return { kind: 'join', type, left, right: other, at };
}

function reportJoin(checker: Checker, syntax: CallSyntax, message: string): HirExpr {
  report(checker, 'E0352', spanAt(checker, syntax.at), message, {
    notes: ['`join(consume a, consume b)` gives back what `split` has taken apart.'],
  });
  return errorNode(syntax.at);
}

/** The array that is expected, perhaps in an optional or as a union's only one; undefined where its elements are not known either. */
function arrayWanted(checker: Checker, expected: Type | undefined): ArrayType | undefined {
  let wanted = expected;
  while (wanted?.kind === 'optional') wanted = wanted.value;
  wanted = onlyMember(checker, wanted, (member) => member.kind === 'array') ?? wanted;
  return wanted?.kind === 'array' && !hasError(wanted) ? wanted : undefined;
}

/** A part of a literal, which must have a value. */
export function checkElement(checker: Checker, source: Expr, hint: Type | undefined): HirExpr {
  const value = checker.expr(checker, source, hint);
  if (value.type.kind !== 'void') return value;
  report(checker, 'E0322', spanOf(checker, source), 'There is no value to store', {
    notes: ['This expression has type `void`; make it a statement of its own.'],
  });
  return errorNode(value.at);
}

/** Where a part never yields: what still happens, in order. */
export function divergence(values: readonly HirExpr[], at: number): HirExpr | undefined {
  const index = values.findIndex(({ type }) => type.kind === 'never');
  if (index < 0) return undefined;
  const statements = values.slice(0, index + 1);
  return {
    kind: 'block',
    type: NEVER,
    block: { statements, yields: false, type: NEVER, at },
    at,
  };
}

function reportMixed(checker: Checker, syntax: ArraySyntax, values: readonly HirExpr[]): HirExpr {
  const first = values[0]?.type ?? INT;
  const other = values.findIndex(
    ({ type }) => type.kind !== 'error' && printType(type) !== printType(first),
  );
  const source = syntax.elements[other] ?? syntax;
  const [a, b] = [printType(first), printType(values[other]?.type ?? first)];
  report(checker, 'E0354', spanOf(checker, source), `Elements of types \`${a}\` and \`${b}\``, {
    labels: [
      { span: spanOf(checker, syntax.elements[0] ?? syntax), message: `this is \`${a}\`` },
      { span: spanOf(checker, source), message: `this is \`${b}\`` },
    ],
    notes: [
      'The elements of an array have one type, which the context may say: `let x: Shape[] = …`.',
    ],
  });
  return errorNode(syntax.at);
}
