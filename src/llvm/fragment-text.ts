/**
 * LLVM's print of a module, taken apart into what the fragment defines and what it needs declared.
 * Dropped: the module's header, the ABI's types, attribute groups and comments, which module
 * assembly adds or nobody needs. Texts of fragments can be put together, for every name in them is
 * global and unique.
 */
import { InternalError } from '../base/invariant.ts';

export interface FragmentText {
  readonly definitions: string;
  /** Sorted. */
  readonly declarations: readonly string[];
}

export function splitModule(printed: string): FragmentText {
  const definitions: string[] = [];
  const declarations: string[] = [];
  let inFunction = false;
  for (const line of printed.split('\n')) {
    if (inFunction) {
      definitions.push(withoutComment(line));
      inFunction = line !== '}';
    } else if (line.startsWith('define ')) {
      definitions.push(line);
      inFunction = true;
    } else if (line.startsWith('declare ')) {
      declarations.push(withoutGroup(line));
    } else if (line.startsWith('@')) {
      (isExternal(line) ? declarations : definitions).push(line);
    } else if (!isIgnored(line)) {
      throw new InternalError(`Unexpected line in printed IR: ${line}`);
    }
  }
  return { definitions: `${definitions.join('\n')}\n`, declarations: declarations.sort() };
}

/** The name that a definition or declaration line is about, without its quotes. */
export function symbolOfLine(line: string): string {
  const at = line.indexOf('@');
  const isQuoted = line[at + 1] === '"';
  const start = at + (isQuoted ? 2 : 1);
  return line.slice(start, isQuoted ? line.indexOf('"', start) : endOfName(line, start));
}

/** `symbol` as IR text refers to it. */
export function quoteSymbol(symbol: string): string {
  return plainName.test(symbol) ? `@${symbol}` : `@"${symbol}"`;
}

const plainName = /^[-a-zA-Z._][-a-zA-Z._0-9]*$/;

function endOfName(line: string, start: number): number {
  let end = start;
  while (end < line.length && line[end] !== '(' && line[end] !== ' ') end++;
  return end;
}

function isExternal(line: string): boolean {
  return line.includes(' = external constant ');
}

function isIgnored(line: string): boolean {
  return (
    line === '' ||
    line.startsWith(';') ||
    line.startsWith('source_filename') ||
    line.startsWith('target ') ||
    line.startsWith('%bolt.') ||
    line.startsWith('attributes ')
  );
}

/** A label's list of predecessors is long and says nothing new. */
function withoutComment(line: string): string {
  if (line.startsWith(' ')) return line;
  const comment = line.indexOf(';');
  return comment < 0 ? line : line.slice(0, comment).trimEnd();
}

/** Intrinsics print with their attributes, which the parser knows anyway. */
function withoutGroup(line: string): string {
  const group = line.lastIndexOf(' #');
  return group > line.lastIndexOf(')') ? line.slice(0, group) : line;
}
