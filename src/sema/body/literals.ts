/**
 * Numbers, and how they get their types. A literal without suffix takes the type that its context expects.
 * Where no context is known yet it gets the default type and stays *flexible*: the operator, call or
 * assignment that uses it may retype it. What is out of range is reported once the type is final.
 */
import type { Expr, Range } from '../../syntax/ast.ts';
import { equalTypes } from '../equal-types.ts';
import type { HirBlock, HirExpr } from '../hir.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanOf } from './checker.ts';
import type { FloatType, IntType, NumericType } from './primitives.ts';
import { CHAR, F64, INT, isNumeric, numericTypeOf, rangeOf } from './primitives.ts';

export type NumberSyntax = Extract<Expr, { kind: 'int' | 'float' }>;

/** A number; `sign` is a minus that stands directly before it, and `whole` the range of both. */
export function checkNumber(
  checker: Checker,
  syntax: NumberSyntax,
  context: { readonly sign: '' | '-'; readonly whole: Range; readonly expected: Type | undefined },
): HirExpr {
  const { sign, whole, expected } = context;
  const wanted = syntax.suffix === undefined ? expected : numericTypeOf(syntax.suffix);
  if (syntax.kind === 'float') return floatLiteral(checker, syntax, { sign, whole, wanted });
  const value = sign + normalInteger(syntax.text);
  if (isNumeric(wanted))
    return typedInteger(checker, value, { type: wanted, at: syntax.at, whole });
  const node: HirExpr = { kind: 'int', type: INT, value, at: syntax.at };
  checker.flexible.add(node);
  if (!fits(value, INT)) checker.unsettled.set(node, whole);
  return node;
}

export function checkChar(syntax: Extract<Expr, { kind: 'char' }>): HirExpr {
  return { kind: 'int', type: CHAR, value: String(syntax.value), at: syntax.at };
}

/** Whether `node`, which is flexible, can become a `type`. */
export function canRetype(node: HirExpr, type: Type): type is NumericType {
  if (!isNumeric(node.type)) return false;
  return type.kind === 'float' || (type.kind === 'int' && node.type.kind === 'int');
}

/** Gives the flexible `node` its final type; `canRetype` holds. */
export function retype(checker: Checker, node: HirExpr, type: NumericType): HirExpr {
  if (node.kind !== 'binary') return retypeLeaf(checker, node, type);
  const spine: (HirExpr & { readonly kind: 'binary' })[] = [];
  let left: HirExpr = node;
  while (left.kind === 'binary') {
    spine.push(left);
    left = left.left;
  }
  let result = retypeLeaf(checker, left, type);
  for (let index = spine.length - 1; index >= 0; index--) {
    const link = spine[index];
    if (link === undefined) continue;
    checker.flexible.delete(link);
    const right = checker.flexible.has(link.right)
      ? retype(checker, link.right, type)
      : convertNumber(link.right, type);
    result = { ...link, left: result, right, type };
  }
  return result;
}

/** `node` as a `type`; itself where it is one already. */
export function convertNumber(node: HirExpr, type: NumericType): HirExpr {
  return equalTypes(node.type, type) ? node : { kind: 'convert', type, operand: node, at: node.at };
}

/** Reports the literals that no context gave a type that they fit; called once, when the body is done. */
export function reportUnsettled(checker: Checker): void {
  for (const [node, range] of checker.unsettled) {
    if (node.kind === 'int') reportOutOfRange(checker, node.value, { type: INT, whole: range });
    else reportUnknown(checker, node, range);
  }
}

/** `none` or `[]` that nothing says the type of. */
export function reportUnknown(checker: Checker, node: HirExpr, range: Range): void {
  const [shown, type] = node.kind === 'none' ? ['`none`', 'int?'] : ['`[]`', 'int[]'];
  report(checker, 'E0350', spanOf(checker, range), `Nothing says what type ${shown} has`, {
    notes: [`Give the variable a type: \`let x: ${type} = …\`.`],
  });
}

/** Whether the decimal `value` is a value of the integer type. */
export function fits(value: string, type: IntType): boolean {
  if (value.length < 3 && value.charAt(0) !== '-') return true;
  const { least, greatest } = rangeOf(type);
  const number = BigInt(value);
  return number >= least && number <= greatest;
}

function retypeLeaf(checker: Checker, node: HirExpr, type: NumericType): HirExpr {
  checker.flexible.delete(node);
  const whole = checker.unsettled.get(node);
  if (whole !== undefined) checker.unsettled.delete(node);
  switch (node.kind) {
    case 'int':
      return typedInteger(checker, node.value, {
        type,
        at: node.at,
        whole: whole ?? { from: node.at, to: node.at },
      });
    case 'float':
      if (type.kind === 'int') return node;
      return typedFloat(checker, node.value, {
        type,
        at: node.at,
        whole: { from: node.at, to: node.at },
      });
    case 'unary':
      return { ...node, type, operand: retype(checker, node.operand, type) };
    case 'block':
      return { ...node, type, block: retypeBlock(checker, node.block, type) };
    case 'if': {
      const then = retypeBlock(checker, node.then, type);
      const { otherwise } = node;
      if (otherwise === undefined) return { ...node, type, then };
      return { ...node, type, then, otherwise: retypeBlock(checker, otherwise, type) };
    }
    default:
      return node;
  }
}

function retypeBlock(checker: Checker, block: HirBlock, type: NumericType): HirBlock {
  const last = block.statements[block.statements.length - 1];
  if (!block.yields || last === undefined) return block;
  const value = checker.flexible.has(last) ? retype(checker, last, type) : last;
  return { ...block, type, statements: [...block.statements.slice(0, -1), value] };
}

function typedInteger(
  checker: Checker,
  value: string,
  { type, at, whole }: { readonly type: NumericType; readonly at: number; readonly whole: Range },
): HirExpr {
  if (type.kind === 'float') return typedFloat(checker, value, { type, at, whole });
  if (fits(value, type)) return { kind: 'int', type, value, at };
  reportOutOfRange(checker, value, { type, whole });
  return errorNode(at, type);
}

function reportOutOfRange(
  checker: Checker,
  value: string,
  { type, whole }: { readonly type: IntType; readonly whole: Range },
): void {
  const { least, greatest } = rangeOf(type);
  const name = printType(type);
  const wider = ([64, 128] as const)
    .flatMap((bits): IntType[] => [
      { kind: 'int', bits, signed: true },
      { kind: 'int', bits, signed: false },
    ])
    .find((candidate) => fits(value, candidate));
  const notes = [`\`${name}\` holds ${least} to ${greatest}.`];
  if (wider !== undefined)
    notes.push(`It fits \`${printType(wider)}\`: write \`${value}${printType(wider)}\`.`);
  report(
    checker,
    'E0324',
    spanOf(checker, whole),
    `The literal ${value} is out of range for \`${name}\``,
    {
      notes,
    },
  );
}

function floatLiteral(
  checker: Checker,
  syntax: NumberSyntax,
  {
    sign,
    whole,
    wanted,
  }: { readonly sign: string; readonly whole: Range; readonly wanted: Type | undefined },
): HirExpr {
  const type = wanted?.kind === 'float' ? wanted : F64;
  const node = typedFloat(checker, sign + syntax.text, { type, at: syntax.at, whole });
  if (node.kind === 'float' && wanted?.kind !== 'float') checker.flexible.add(node);
  return node;
}

function typedFloat(
  checker: Checker,
  text: string,
  { type, at, whole }: { readonly type: FloatType; readonly at: number; readonly whole: Range },
): HirExpr {
  const value = floatText(text, type);
  if (!value.endsWith('Infinity')) return { kind: 'float', type, value, at };
  const greatest = type.bits === 32 ? '3.4e38' : '1.8e308';
  const name = printType(type);
  report(checker, 'E0325', spanOf(checker, whole), `The literal is out of range for \`${name}\``, {
    notes: [`The greatest finite \`${name}\` is about ${greatest}.`],
  });
  return errorNode(at, type);
}

/** Decimal digits of an integer as written: `0x1F` is `31`, `007` is `7`. */
function normalInteger(text: string): string {
  const isShortDecimal = text.length < 10 && (text.length < 2 || text.charAt(0) !== '0');
  return isShortDecimal ? text : BigInt(text).toString();
}

/** The shortest decimal text that reads back as the nearest float of that width. */
function floatText(text: string, type: FloatType): string {
  const number = Number(text);
  if (Object.is(number, -0)) return '-0';
  if (type.bits === 64) return String(number);
  const single = Math.fround(number);
  if (!Number.isFinite(single)) return String(single);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return String(short);
  }
  return String(Number(single.toPrecision(9)));
}
