/** Literals: numbers, characters and strings, from tokens to values. */
import type { Expr } from '../ast.ts';
import { endOf, Flag, hasFlag, Kind, kindAt, startOf, textAt } from '../token.ts';
import type { Cursor } from './cursor.ts';
import { advance, behind, describe, here, peek, report } from './cursor.ts';
import { decodeText } from './escape.ts';
import { unindent } from './raw-string.ts';

const integerSuffixes: ReadonlySet<string> = new Set(
  ['i', 'u'].flatMap((sign) => [8, 16, 32, 64, 128].map((width) => `${sign}${width}`)),
);
const digits: Readonly<Record<string, RegExp>> = {
  x: /^0x_*[0-9a-fA-F][0-9a-fA-F_]*/,
  b: /^0b_*[01][01_]*/,
  o: /^0o_*[0-7][0-7_]*/,
};
const decimal = /^[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9][0-9_]*)?/;

export function parseNumber(cursor: Cursor): Expr {
  const source = textAt(cursor.tokens, cursor.index);
  const isFloat = peek(cursor) === Kind.float;
  const radix = source.startsWith('0') ? digits[source[1] ?? ''] : undefined;
  const number = (radix ?? decimal).exec(source)?.[0];
  const at = here(cursor);
  const node = { at, from: at, to: at };
  if (number === undefined) {
    report(cursor, {
      code: 'E0105',
      message: `\`${shorten(source)}\` is not a number`,
      notes: ['Digits of its base must follow `0x`, `0b` or `0o`.'],
    });
    advance(cursor);
    return { kind: 'error', ...node };
  }
  const suffix = source.slice(number.length) || undefined;
  const text = number.replaceAll('_', '');
  const isFloatSuffix = suffix === 'f32' || suffix === 'f64';
  const fits =
    suffix === undefined ||
    (isFloatSuffix ? radix === undefined : !isFloat && integerSuffixes.has(suffix));
  if (!fits) reportSuffix(cursor, source, suffix, isFloat);
  advance(cursor);
  const kind = isFloat || isFloatSuffix ? 'float' : 'int';
  return { kind, text, suffix: fits ? suffix : undefined, ...node };
}

function reportSuffix(cursor: Cursor, source: string, suffix: string, isFloat: boolean): void {
  report(cursor, {
    code: 'E0105',
    message: `\`${shorten(suffix)}\` does not belong in the number \`${shorten(source)}\``,
    notes: [
      isFloat
        ? 'A number with a fraction or an exponent may end in `f32` or `f64`.'
        : 'A number may end in its type: `i8` to `i128`, `u8` to `u128`, `f32` or `f64`.',
    ],
  });
}

export function parseChar(cursor: Cursor): Expr {
  const { tokens, index } = cursor;
  const at = here(cursor);
  const node = { at, from: at, to: at };
  let value: number | undefined;
  if (hasFlag(tokens, index, Flag.unterminated)) {
    reportUnterminated(cursor, 'E0104', "Expected `'` at the end of the character", [
      'Text of several characters stands in double quotes.',
    ]);
  } else {
    const text = decodeText(cursor, startOf(tokens, index) + 1, endOf(tokens, index) - 1);
    const [first, second] = [...text.slice(0, 4)];
    value = first?.codePointAt(0);
    if (value === undefined || second !== undefined) {
      report(cursor, {
        code: 'E0104',
        message: `A character literal holds one character, not ${value === undefined ? 'none' : 'several'}`,
        notes: ['Text of several characters stands in double quotes.'],
      });
      value = undefined;
    }
    advance(cursor);
  }
  return value === undefined ? { kind: 'error', ...node } : { kind: 'char', value, ...node };
}

export function parseString(cursor: Cursor): Expr {
  const { tokens, index } = cursor;
  const at = here(cursor);
  const start = startOf(tokens, index);
  const isOpen = hasFlag(tokens, index, Flag.unterminated);
  const isRaw = peek(cursor) === Kind.rawString;
  const text = isRaw
    ? unindent(tokens.text.slice(start + 3, endOf(tokens, index) - (isOpen ? 0 : 3)))
    : decodeText(cursor, start + 1, endOf(tokens, index) - (isOpen ? 0 : 1));
  if (isOpen) {
    reportUnterminated(
      cursor,
      'E0101',
      isRaw ? 'Expected `"""` at the end of the string' : 'Expected `"` at the end of the string',
      isRaw ? [] : ['A string ends on its line. Text of several lines stands between `"""`.'],
    );
  } else {
    advance(cursor);
  }
  return { kind: 'string', parts: text === '' ? [] : [text], at, from: at, to: at };
}

/** `"a ${x} b"`, from its first part. */
export function parseInterpolation(cursor: Cursor): Expr {
  const { tokens } = cursor;
  const at = here(cursor);
  const parts: (string | Expr)[] = [];
  addPart(
    parts,
    decodeText(cursor, startOf(tokens, cursor.index) + 1, endOf(tokens, cursor.index) - 2),
  );
  advance(cursor);
  for (;;) {
    parts.push(cursor.grammar.expression(cursor));
    if (!atInterpolationEnd(cursor)) {
      report(cursor, {
        code: 'E0106',
        message: `Expected \`}\` at the end of the interpolation, found ${describe(cursor)}`,
        notes: ['Between `${` and `}` stands one expression.'],
      });
      skipInterpolation(cursor);
      cursor.errorIndex = cursor.index;
      if (!atInterpolationEnd(cursor)) break;
    }
    if (!parseResumedText(cursor, parts)) break;
  }
  return { kind: 'string', parts, at, from: at, to: behind(cursor) };
}

/** The text behind an interpolation; true if another interpolation follows. */
function parseResumedText(cursor: Cursor, parts: (string | Expr)[]): boolean {
  const { tokens, index } = cursor;
  const start = startOf(tokens, index);
  const end = endOf(tokens, index);
  if (peek(cursor) === Kind.stringMiddle) {
    addPart(parts, decodeText(cursor, start + 1, end - 2));
    advance(cursor);
    return true;
  }
  const isOpen = hasFlag(tokens, index, Flag.unterminated);
  if (end > start) addPart(parts, decodeText(cursor, start + 1, isOpen ? end : end - 1));
  if (!isOpen) {
    advance(cursor);
  } else if (end === start) {
    reportUnterminated(cursor, 'E0106', 'Expected `}` at the end of the interpolation', [
      'An interpolation ends on its line.',
    ]);
  } else {
    reportUnterminated(cursor, 'E0101', 'Expected `"` at the end of the string', [
      'A string ends on its line. Text of several lines stands between `"""`.',
    ]);
  }
  return false;
}

function addPart(parts: (string | Expr)[], text: string): void {
  if (text !== '') parts.push(text);
}

function atInterpolationEnd(cursor: Cursor): boolean {
  return peek(cursor) === Kind.stringMiddle || peek(cursor) === Kind.stringEnd;
}

/** To the end of this interpolation; strings inside it are skipped with theirs. */
function skipInterpolation(cursor: Cursor): void {
  let depth = 0;
  while (cursor.index < cursor.tokens.count) {
    const kind = kindAt(cursor.tokens, cursor.index);
    if (kind === Kind.stringStart) depth += 1;
    if (depth === 0 && (kind === Kind.stringEnd || kind === Kind.stringMiddle)) return;
    if (kind === Kind.stringEnd) depth -= 1;
    cursor.index += 1;
  }
}

/** The lost end of the line may have held a `)` or `;`: their absence is no mistake of its own. */
function reportUnterminated(
  cursor: Cursor,
  code: 'E0101' | 'E0104' | 'E0106',
  message: string,
  notes: readonly string[],
): void {
  const { tokens, index } = cursor;
  const isEmpty = endOf(tokens, index) === startOf(tokens, index);
  report(cursor, { code, message, from: isEmpty ? behind(cursor) : here(cursor), notes });
  advance(cursor);
  cursor.errorIndex = cursor.index;
}

function shorten(text: string): string {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text;
}
