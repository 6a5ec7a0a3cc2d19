/** The name of a function or method and the types of its parameters, as its identity needs them. */

import type { TokenRange } from '../canonical-text.ts';
import type { TokenTable } from '../token.ts';
import { isWord, Kind, kindAt, textAt } from '../token.ts';
import { guardEnd } from './header.ts';

export interface Callable {
  /** Index of the name's token; undefined where the header has none. */
  readonly name: number | undefined;
  /** `name(int,List<int>)` */
  readonly id: string;
}

/**
 * Reads a header. The name is the word before the first `(`, type parameters between them left out.
 */
export function readCallable(tokens: TokenTable, header: TokenRange): Callable {
  for (let index = header.from; index < header.to; index += 1) {
    if (kindAt(tokens, index) !== Kind.parenOpen) continue;
    const name = nameBefore(tokens, header.from, index);
    if (name === undefined) continue;
    const types = parameterTypes(tokens, index, header.to);
    return { name, id: `${textAt(tokens, name)}(${types.join(',')})` };
  }
  return { name: undefined, id: '()' };
}

function nameBefore(tokens: TokenTable, from: number, paren: number): number | undefined {
  let index = paren - 1;
  if (kindAt(tokens, index) === Kind.greater) {
    let depth = 0;
    for (; index > from; index -= 1) {
      const kind = kindAt(tokens, index);
      if (kind === Kind.greater) depth += 1;
      else if (kind === Kind.less) depth -= 1;
      if (depth === 0) break;
    }
    index -= 1;
  }
  return index >= from && kindAt(tokens, index) === Kind.identifier ? index : undefined;
}

/** Token texts of each parameter's type, without `borrowed`, guard and name. */
function parameterTypes(tokens: TokenTable, open: number, end: number): string[] {
  const types: string[] = [];
  let start = open + 1;
  let depth = 0;
  for (let index = open + 1; index < end; index += 1) {
    switch (kindAt(tokens, index)) {
      case Kind.parenOpen:
      case Kind.bracketOpen:
      case Kind.less:
        depth += 1;
        break;
      case Kind.bracketClose:
      case Kind.greater:
        depth -= 1;
        break;
      case Kind.braceOpen:
        index = guardEnd(tokens, index) ?? index;
        break;
      case Kind.comma:
        if (depth <= 0) {
          types.push(typeText(tokens, { from: start, to: index }));
          start = index + 1;
        }
        break;
      case Kind.parenClose:
        if (depth <= 0) {
          if (index > open + 1) types.push(typeText(tokens, { from: start, to: index }));
          return types;
        }
        depth -= 1;
        break;
      default:
    }
  }
  if (start < end) types.push(typeText(tokens, { from: start, to: end }));
  return types;
}

function typeText(tokens: TokenTable, parameter: TokenRange): string {
  let { from, to } = parameter;
  if (kindAt(tokens, from) === Kind.borrowed) from += 1;
  if (to - from > 1 && kindAt(tokens, to - 1) === Kind.identifier) to -= 1;
  let text = '';
  for (let index = from; index < to; index += 1) {
    const guard = kindAt(tokens, index) === Kind.braceOpen ? guardEnd(tokens, index) : undefined;
    if (guard === undefined) text += idText(tokens, index);
    else index = guard;
  }
  return text;
}

/** `geometry.shapes as g`, `geometry.shapes.{Circle,area as a}` */
export function importText(tokens: TokenTable, path: TokenRange): string {
  let text = '';
  for (let index = path.from; index < path.to; index += 1) {
    if (kindAt(tokens, index) === Kind.semicolon) break;
    const isAs = isWord(tokens, index, 'as') && kindAt(tokens, index + 1) === Kind.identifier;
    text += isAs ? ' as ' : idText(tokens, index);
  }
  return text;
}

/** Identities stay short and on one line, whatever the user wrote in the place of a type. */
function idText(tokens: TokenTable, index: number): string {
  const kind = kindAt(tokens, index);
  const isOpaque = kind === Kind.error || (kind >= Kind.float && kind <= Kind.openComment);
  return isOpaque ? '?' : textAt(tokens, index);
}
