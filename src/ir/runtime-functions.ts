/**
 * Functions of the C runtime that generated code calls by name, in terms of Bolt's types. Scalars and
 * references are passed as they are; strings, arrays, tuples and optionals by address, and as a result
 * through an address that comes first. The position of the call, where the function may panic, comes last.
 */
import type { Type } from '../sema/type.ts';

export interface RuntimeFunctionType {
  readonly symbol: string;
  readonly parameters: readonly Type[];
  readonly result: Type;
  readonly mayPanic: boolean;
}

const int64: Type = { kind: 'int', bits: 64, signed: true };
const char: Type = { kind: 'char' };
const string: Type = { kind: 'string' };

export type RuntimeFunction =
  | 'stringSlice'
  | 'stringAt'
  | 'stringDecode'
  | 'charBytes'
  | 'stringQuote'
  | 'charQuote';

export const runtimeFunctions: Readonly<Record<RuntimeFunction, RuntimeFunctionType>> = {
  /** Code points from `from` up to `to`; panics unless 0 <= from <= to <= length. */
  stringSlice: {
    symbol: 'bolt_string_slice',
    parameters: [string, int64, int64],
    result: string,
    mayPanic: true,
  },
  /** The code point at a position; panics where there is none. */
  stringAt: {
    symbol: 'bolt_string_at',
    parameters: [string, int64],
    result: char,
    mayPanic: true,
  },
  /** The code point that starts at a byte offset inside the string. */
  stringDecode: {
    symbol: 'bolt_string_decode',
    parameters: [string, int64],
    result: char,
    mayPanic: false,
  },
  /** Bytes that a code point takes in UTF-8. */
  charBytes: {
    symbol: 'bolt_char_bytes',
    parameters: [char],
    result: int64,
    mayPanic: false,
  },
  /** As a literal of the language, with quotes and escapes. */
  stringQuote: {
    symbol: 'bolt_string_quote',
    parameters: [string],
    result: string,
    mayPanic: false,
  },
  charQuote: {
    symbol: 'bolt_char_quote',
    parameters: [char],
    result: string,
    mayPanic: false,
  },
};
