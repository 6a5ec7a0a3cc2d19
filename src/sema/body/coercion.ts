/** Values where a type is wanted: literals adapt, subclasses are converted, anything else is a mistake. */
import type { Range } from '../../syntax/ast.ts';
import { equalTypes } from '../equal-types.ts';
import type { HirBlock, HirExpr } from '../hir.ts';
import { isSubtype } from '../subtype.ts';
import type { ArrayType, OptionalType, Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Coercion } from './adapt.ts';
import { adapt, canAdapt } from './adapt.ts';
import type { Checker, Details } from './checker.ts';
import { errorNode, report, spanOf } from './checker.ts';
import { isNumeric } from './primitives.ts';
import { inject, isInjectable } from './unions.ts';

/** `node`, which stands at `range`, as a value of `target`; reports what cannot be one. */
export function coerce(
  checker: Checker,
  node: HirExpr,
  {
    target,
    range,
    details,
  }: { readonly target: Type; readonly range: Range; readonly details?: Details },
): HirExpr {
  const converted = tryCoerce(checker, node, target);
  if (converted !== undefined) return converted;
  checker.unsettled.delete(node);
  reportMismatch(checker, {
    expected: target,
    found: node.type,
    range,
    ...(details && { details }),
  });
  return errorNode(node.at, target);
}

/** `coerce` without the report. */
export function tryCoerce(checker: Checker, node: HirExpr, target: Type): HirExpr | undefined {
  if (checker.flexible.size > 0 && checker.flexible.has(node)) {
    const adapted = adapt(checker, node, { target, coercion });
    if (adapted !== undefined) return adapted;
  }
  const from = node.type;
  if (from === target || equalTypes(from, target)) return node;
  if (!isSubtype(checker.ctx, from, target)) {
    if (target.kind === 'optional') return wrap(checker, node, target);
    return target.kind === 'union' ? inject(checker, node, { union: target, coercion }) : undefined;
  }
  const isUpcast = from.kind === 'class' && target.kind === 'class' && from.decl !== target.decl;
  return isUpcast ? { kind: 'convert', type: target, operand: node, at: node.at } : node;
}

const coercion: Coercion = { isAssignable, tryCoerce };

/** Whether `coerce` would succeed, without changing anything. */
export function isAssignable(checker: Checker, node: HirExpr, target: Type): boolean {
  if (canAdapt(checker, node, { target, coercion })) return true;
  if (target.kind === 'union' && isInjectable(checker, node, { union: target, coercion }))
    return true;
  if (isSubtype(checker.ctx, node.type, target)) return true;
  return (
    target.kind === 'optional' && mayWrap(node, target) && isAssignable(checker, node, target.value)
  );
}

/** A value as the optional of it; of optionals of optionals, only where it is an optional itself. */
function wrap(checker: Checker, node: HirExpr, target: OptionalType): HirExpr | undefined {
  if (!mayWrap(node, target)) return undefined;
  const value = tryCoerce(checker, node, target.value);
  return value && { kind: 'some', type: target, value, at: node.at };
}

function mayWrap(node: HirExpr, { value }: OptionalType): boolean {
  return value.kind !== 'optional' || node.type.kind === 'optional';
}

/** A block whose value becomes a `target`; its type is a subtype, or `coerce` of its last statement reports. */
export function coerceBlock(
  checker: Checker,
  block: HirBlock,
  {
    target,
    range,
    details,
  }: { readonly target: Type; readonly range: Range; readonly details?: Details },
): HirBlock {
  const last = block.statements[block.statements.length - 1];
  if (!block.yields || last === undefined) return block;
  const value = coerce(checker, last, { target, range, ...(details && { details }) });
  if (value === last) return block;
  return { ...block, type: target, statements: [...block.statements.slice(0, -1), value] };
}

export function reportMismatch(
  checker: Checker,
  {
    expected,
    found,
    range,
    details,
  }: {
    readonly expected: Type;
    readonly found: Type;
    readonly range: Range;
    readonly details?: Details;
  },
): void {
  const hints = conversionHints(expected, found);
  report(
    checker,
    'E0301',
    spanOf(checker, range),
    `Expected \`${printType(expected)}\`, found \`${printType(found)}\``,
    { ...details, notes: [...(details?.notes ?? []), ...hints] },
  );
}

function conversionHints(expected: Type, found: Type): readonly string[] {
  if (isNumeric(expected) && (isNumeric(found) || found.kind === 'char')) {
    return [`Numbers are not converted silently; write \`as ${printType(expected)}\`.`];
  }
  if (
    expected.kind === 'string' &&
    (isNumeric(found) || found.kind === 'bool' || found.kind === 'char')
  ) {
    return ['A string with the value in it is written `"${value}"`.'];
  }
  if (found.kind === 'optional' && equalTypes(found.value, expected)) {
    return ['It may be `none`: take its value out by `if let x = …`, or say what else by `?? …`.'];
  }
  if (expected.kind === 'array' && found.kind === 'array') return arrayHints(expected, found);
  if (expected.kind === 'bool' && found.kind === 'int') return ['Compare it: `value != 0`.'];
  if (expected.kind === 'class' && found.kind === 'class' && expected.decl === found.decl) {
    return ['Generic classes with different type arguments are unrelated.'];
  }
  return [];
}

function arrayHints(expected: ArrayType, found: ArrayType): readonly string[] {
  if (!equalTypes(expected.element, found.element))
    return ['Arrays of different element types are unrelated, since elements can be written.'];
  return expected.isRead
    ? ['`consume xs as read T[]` gives it away for good; a `borrowed` parameter takes it as it is.']
    : ['Nobody writes to the elements of a `read` array.'];
}
