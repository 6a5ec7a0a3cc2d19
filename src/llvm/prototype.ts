/**
 * Types of functions as a module's fragments know them. LLVM 14 gives a symbol one type in a
 * module, but a class's descriptor mentions its methods without knowing theirs.
 */
import { symbolOfLine } from './fragment-text.ts';
import type { Fragment } from './protocol.ts';

/** Of each function that a fragment defines or calls, by symbol: its type, as `i32 (i8*, i32)`. */
export function prototypesOf(fragments: readonly Fragment[]): ReadonlyMap<string, string> {
  const prototypes = new Map<string, string>();
  if (!fragments.some((fragment) => fragment.methods !== undefined)) return prototypes;
  const add = (line: string): void => {
    prototypes.set(symbolOfLine(line), functionType(line));
  };
  for (const { definitions, declarations, methods } of fragments) {
    const untyped = new Set(methods ?? []);
    for (const line of declarations) {
      if (line.startsWith('declare ') && !untyped.has(symbolOfLine(line))) add(line);
    }
    for (const line of defineLines(definitions)) add(line);
  }
  return prototypes;
}

/** The type of a function's address. */
export function callPointer(prototype: string): string {
  return `${prototype}*`;
}

function* defineLines(definitions: string): Iterable<string> {
  let at = definitions.startsWith('define ') ? 0 : definitions.indexOf('\ndefine ') + 1;
  while (at > 0 || (at === 0 && definitions.startsWith('define '))) {
    const end = definitions.indexOf('\n', at);
    yield definitions.slice(at, end);
    const next = definitions.indexOf('\ndefine ', end);
    if (next < 0) return;
    at = next + 1;
  }
}

/** `i32 (i8*, i32)` of `define i32 @"f"(i8* %this, i32 %n) {` or `declare i32 @f(i8*, i32)`. */
function functionType(line: string): string {
  const result = line.slice(line.indexOf(' ') + 1, line.indexOf(' @'));
  const open = line.indexOf('(', line.indexOf('@') + symbolLength(line));
  const parameters = line.slice(open + 1, line.lastIndexOf(')'));
  if (!line.startsWith('define ')) return `${result} (${parameters})`;
  return `${result} (${splitParameters(parameters).map(withoutName).join(', ')})`;
}

/** Past the symbol, which may contain parentheses itself. */
function symbolLength(line: string): number {
  return symbolOfLine(line).length + 1;
}

/** Commas inside the type of a parameter do not separate. */
function splitParameters(text: string): readonly string[] {
  if (!text.includes('{')) return text === '' ? [] : text.split(', ');
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '{') depth += 1;
    else if (char === '}') depth -= 1;
    else if (char === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 2;
    }
  }
  return [...parts, text.slice(start)];
}

/** A parameter of a definition has a name, which no type contains the like of. */
function withoutName(parameter: string): string {
  return parameter.slice(0, parameter.lastIndexOf(' %'));
}
