/**
 * `printf(format, arguments…)`: the format is checked against the arguments and rewritten to what C needs.
 * Narrow integers, `bool` and `f32` are widened here, as C's variadic calls do; 64-bit integers get an `l`;
 * `%d` of an unsigned value prints as `%u`; a character is printed as the string that it makes.
 */
import type { Expr } from '../../syntax/ast.ts';
import type { HirExpr } from '../hir.ts';
import { count } from '../mistake.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanAt, spanOf, withoutParentheses } from './checker.ts';
import { plainText } from './interpolation.ts';
import { convertNumber } from './literals.ts';
import type { IntType } from './primitives.ts';
import { F64, INT, numericTypeOf, STRING, UINT, VOID } from './primitives.ts';
import type { Conversion, PrintfFormat } from './printf-format.ts';
import { parsePrintfFormat } from './printf-format.ts';

type CallSyntax = Extract<Expr, { kind: 'call' }>;

export function checkPrintf(checker: Checker, syntax: CallSyntax): HirExpr {
  const [formatSource, ...sources] = syntax.args;
  const format = formatSource && readFormat(checker, formatSource);
  if (formatSource === undefined) {
    report(checker, 'E0332', spanOf(checker, syntax), '`printf` needs a format', {
      notes: ['Its first argument is a string literal: `printf("%d\\n", n)`.'],
    });
  }
  const values = sources.map((source, index) =>
    checker.expr(checker, source, expectedBy(format?.conversions[index])),
  );
  if (format === undefined || formatSource === undefined) return errorNode(syntax.at, VOID);
  if (!checkCount(checker, format, { formatSource, sources })) return errorNode(syntax.at, VOID);
  let text = format.texts[0] ?? '';
  const args: HirExpr[] = [];
  for (const [index, conversion] of format.conversions.entries()) {
    const value = values[index];
    const source = sources[index];
    if (value === undefined || source === undefined) continue;
    const converted = convertArgument(conversion, value);
    if (converted === undefined) reportArgument(checker, conversion, { value, source });
    else args.push(converted.value);
    text += (converted?.conversion ?? '') + (format.texts[index + 1] ?? '');
  }
  if (args.length < values.length) return errorNode(syntax.at, VOID);
  return { kind: 'printf', type: VOID, format: text, args, at: syntax.at };
}

/** The parsed format; undefined where it was reported. */
function readFormat(checker: Checker, source: Expr): PrintfFormat | undefined {
  const inner = withoutParentheses(source);
  const text = inner.kind === 'string' ? plainText(inner) : undefined;
  if (text === undefined) {
    checker.expr(checker, source, STRING);
    const notes =
      inner.kind === 'string'
        ? ['Pass the values behind the format instead, with a conversion such as `%d` for each.']
        : [
            'The format is checked when the program is compiled. To print a string, write `printf("%s", text)`.',
          ];
    report(
      checker,
      'E0332',
      spanOf(checker, source),
      'The format of `printf` must be a plain string literal',
      { notes },
    );
    return undefined;
  }
  const format = parsePrintfFormat(text);
  for (const { message, note } of format.mistakes) {
    report(checker, 'E0333', spanOf(checker, source), message, { notes: [note] });
  }
  return format.mistakes.length === 0 ? format : undefined;
}

function checkCount(
  checker: Checker,
  format: PrintfFormat,
  { formatSource, sources }: { readonly formatSource: Expr; readonly sources: readonly Expr[] },
): boolean {
  const wanted = format.conversions.length;
  const given = sources.length;
  if (wanted === given) return true;
  // What the parser could not read may have been any number of arguments.
  if (sources.some((source) => source.kind === 'error')) return false;
  const extra = sources[wanted];
  const missing = format.conversions[given];
  const message = `The format has ${count(wanted, 'conversion')}, but ${count(given, 'argument')} ${given === 1 ? 'is' : 'are'} given`;
  report(
    checker,
    'E0334',
    extra === undefined ? spanAt(checker, formatSource.from) : spanOf(checker, extra),
    message,
    {
      notes:
        missing === undefined
          ? ['Nothing in the format prints this argument.']
          : [`\`${missing.text}\` has no argument. A percent sign is written \`%%\`.`],
    },
  );
  return false;
}

/** The type that a literal takes as argument of the conversion. */
function expectedBy(conversion: Conversion | undefined): Type | undefined {
  const isFloat = conversion !== undefined && 'fge'.includes(conversion.letter);
  return isFloat ? F64 : undefined;
}

interface Converted {
  readonly value: HirExpr;
  /** In C's notation. */
  readonly conversion: string;
}

/** What C gets for a value; undefined where the conversion does not print such values. */
function convertArgument(conversion: Conversion, value: HirExpr): Converted | undefined {
  const { letter } = conversion;
  const { type } = value;
  if (type.kind === 'error' || type.kind === 'never') return { value, conversion: conversion.text };
  switch (letter) {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
      if (type.kind === 'bool')
        return { value: convertNumber(value, INT), conversion: conversion.text };
      return type.kind === 'int' && type.bits < 128
        ? convertInteger(conversion, value, type)
        : undefined;
    case 'f':
    case 'g':
    case 'e':
      return type.kind === 'float'
        ? { value: convertNumber(value, F64), conversion: conversion.text }
        : undefined;
    case 'c':
      return type.kind === 'char' ? convertChar(conversion, value) : undefined;
    case 's':
      return type.kind === 'string' ? { value, conversion: conversion.text } : undefined;
    case 'p':
      return type.kind === 'class' ? { value, conversion: conversion.text } : undefined;
  }
}

function convertInteger(conversion: Conversion, value: HirExpr, type: IntType): Converted {
  const isDecimal = conversion.letter === 'd' || conversion.letter === 'i';
  const letter = isDecimal && !type.signed ? 'u' : conversion.letter;
  const flags = letter === 'u' ? withoutSigns(conversion.flags) : conversion.flags;
  const length = type.bits === 64 ? 'l' : '';
  const text = `%${flags}${conversion.width}${conversion.precision}${length}${letter}`;
  return { value: widen(value, type, isDecimal), conversion: text };
}

/** At least 32 bits; the bits of a negative number are printed in its own width. */
function widen(value: HirExpr, type: IntType, isDecimal: boolean): HirExpr {
  if (type.bits >= 32) return value;
  if (isDecimal) return convertNumber(value, type.signed ? INT : UINT);
  const unsigned = numericTypeOf(`u${type.bits}`) ?? UINT;
  return convertNumber(convertNumber(value, unsigned), UINT);
}

function withoutSigns(flags: string): string {
  return flags.replaceAll('+', '').replaceAll(' ', '');
}

function convertChar(conversion: Conversion, value: HirExpr): Converted {
  const text: HirExpr = { kind: 'interpolate', type: STRING, parts: [value], at: value.at };
  return { value: text, conversion: `%${conversion.flags}${conversion.width}s` };
}

function reportArgument(
  checker: Checker,
  conversion: Conversion,
  { value, source }: { readonly value: HirExpr; readonly source: Expr },
): void {
  report(
    checker,
    'E0335',
    spanOf(checker, source),
    `\`${conversion.text}\` does not print \`${printType(value.type)}\``,
    {
      notes: [advice(value.type)],
    },
  );
}

/** How a value of the type is printed. */
function advice(type: Type): string {
  switch (type.kind) {
    case 'int':
      return type.bits === 128
        ? 'No conversion prints 128 bits; put the value into a string: `printf("%s", "${value}")`.'
        : 'Integers are printed by `%d %u %x %X %o`.';
    case 'float':
      return 'Floats are printed by `%f %g %e`.';
    case 'bool':
      return '`%d` prints a `bool` as 0 or 1; `printf("%s", "${value}")` prints its name.';
    case 'char':
      return 'Characters are printed by `%c`; `as int` gives their code point.';
    case 'string':
      return 'Strings are printed by `%s`.';
    case 'class':
      return 'Of an object, `%p` prints the address.';
    case 'void':
      return 'The argument has no value.';
    case 'optional':
    case 'array':
    case 'tuple':
    case 'struct':
    case 'union':
      return 'Put the value into a string: `printf("%s", "${value}")`.';
    default:
      return 'Values of this type cannot be printed.';
  }
}
