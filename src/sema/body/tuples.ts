/** Tuples: literals, and their elements by number. */
import type { Expr, Name } from '../../syntax/ast.ts';
import type { HirExpr } from '../hir.ts';
import { count } from '../mistake.ts';
import type { TupleType, Type } from '../type.ts';
import { printType } from '../type-key.ts';
import { checkElement, divergence } from './arrays.ts';
import type { Checker } from './checker.ts';
import { errorNode, isMissing, report, spanOf } from './checker.ts';
import { isAssignable, tryCoerce } from './coercion.ts';
import { onlyMember } from './unions.ts';

type TupleSyntax = Extract<Expr, { kind: 'tuple' }>;

/** Element by element as the context expects it. */
export function checkTuple(
  checker: Checker,
  syntax: TupleSyntax,
  expected: Type | undefined,
): HirExpr {
  const { at } = syntax;
  const wanted = tupleWanted(checker, expected, syntax.elements.length);
  const values = syntax.elements.map((source, index) =>
    checkElement(checker, source, wanted?.elements[index]),
  );
  const leaving = divergence(values, at);
  if (leaving !== undefined) return leaving;
  const elements = values.map((value, index) => {
    const target = wanted?.elements[index];
    if (target === undefined || !isAssignable(checker, value, target)) return value;
    return tryCoerce(checker, value, target) ?? value;
  });
  const type: TupleType = { kind: 'tuple', elements: elements.map((value) => value.type) };
  const node: HirExpr = { kind: 'tuple', type, elements, at };
  // A tuple of its own making takes what any context makes of its elements.
  checker.flexible.add(node);
  return node;
}

export function isTuple(node: HirExpr): node is HirExpr & { readonly type: TupleType } {
  return node.type.kind === 'tuple';
}

/** `t.0` */
export function readTupleElement(
  checker: Checker,
  object: HirExpr & { readonly type: TupleType },
  { name, at }: { readonly name: Name; readonly at: number },
): HirExpr {
  const { elements } = object.type;
  const type = /^\d+$/.test(name.text) ? elements[Number(name.text)] : undefined;
  if (type !== undefined)
    return { kind: 'member', type, object, member: String(Number(name.text)), at };
  if (!isMissing(checker, name)) {
    const last = elements.length - 1;
    const message = `\`${printType(object.type)}\` has no element \`${name.text}\``;
    report(checker, 'E0358', spanOf(checker, name), message, {
      notes: [`It has ${count(elements.length, 'element')}, \`.0\` to \`.${last}\`.`],
    });
  }
  return errorNode(at);
}

function tupleWanted(
  checker: Checker,
  expected: Type | undefined,
  length: number,
): TupleType | undefined {
  let wanted = expected;
  while (wanted?.kind === 'optional') wanted = wanted.value;
  const isMeant = (member: Type): member is TupleType =>
    member.kind === 'tuple' && member.elements.length === length;
  wanted = onlyMember(checker, wanted, isMeant) ?? wanted;
  return wanted?.kind === 'tuple' && wanted.elements.length === length ? wanted : undefined;
}
