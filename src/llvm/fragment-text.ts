/**
 * LLVM's print of a module, taken apart into what the fragment defines and what it needs declared.
 * Dropped: the module's header, the ABI's types, attribute groups and comments, which module
 * assembly adds or nobody needs. Texts of fragments can be put together, for every name in them is
 * global and unique.
 */
import { InternalError } from '../base/invariant.ts';
import { helperPrefix } from '../ir/helpers/helper.ts';
import type { Helper } from './protocol.ts';

export interface FragmentText {
  readonly definitions: string;
  /** What belongs to types rather than to the unit, by symbol. */
  readonly helpers?: readonly Helper[];
  /** Sorted. */
  readonly declarations: readonly string[];
}

export function splitModule(printed: string): FragmentText {
  const definitions: string[] = [];
  const declarations: string[] = [];
  const helpers = new Map<string, string[]>();
  let target = definitions;
  let inFunction = false;
  for (const line of printed.split('\n')) {
    if (inFunction) {
      target.push(withoutComment(line));
      inFunction = line !== '}';
    } else if (line.startsWith('define ')) {
      target = targetOf(line, definitions, helpers);
      target.push(line);
      inFunction = true;
    } else if (line.startsWith('declare ')) {
      declarations.push(withoutGroup(line));
    } else if (line.startsWith('@')) {
      const list = isExternal(line) ? declarations : targetOf(line, definitions, helpers);
      list.push(line);
    } else if (!isIgnored(line)) {
      throw new InternalError(`Unexpected line in printed IR: ${line}`);
    }
  }
  const text = { definitions: joined(definitions), declarations: declarations.sort() };
  return helpers.size === 0 ? text : { ...text, helpers: helpersOf(helpers) };
}

/** The list that a definition belongs to: the unit's, or one of a helper and its constants. */
function targetOf(line: string, definitions: string[], helpers: Map<string, string[]>): string[] {
  const symbol = symbolOfLine(line);
  if (!symbol.startsWith(helperPrefix)) return definitions;
  const constant = helperConstant.exec(symbol)?.index;
  const owner = symbol.slice(0, constant ?? symbol.length);
  let lines = helpers.get(owner);
  if (lines === undefined) {
    lines = [];
    helpers.set(owner, lines);
  }
  return lines;
}

const helperConstant = /\$(text|data)\d+$/;

function helpersOf(lines: ReadonlyMap<string, readonly string[]>): readonly Helper[] {
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([symbol, own]) => ({ symbol, text: joined(own) }));
}

function joined(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
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
  return line.includes(' = external ');
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
