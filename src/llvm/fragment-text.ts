/**
 * LLVM's print of a module, taken apart into what the fragment defines and what it needs declared.
 * Dropped: the module's header, the ABI's types, attribute groups and comments, which module
 * assembly adds or nobody needs. Texts of fragments can be put together, for every name in them is
 * global and unique. Places of the source, which LLVM prints behind instructions, are taken out.
 */
import { InternalError } from '../base/invariant.ts';
import { helperPrefix } from '../ir/helpers/helper.ts';
import type { PlaceMark } from './place-marks.ts';
import { readMark } from './place-marks.ts';
import type { Helper } from './protocol.ts';

export interface FragmentText {
  readonly definitions: string;
  /** What belongs to types rather than to the unit, by symbol. */
  readonly helpers?: readonly Helper[];
  /** Sorted. */
  readonly declarations: readonly string[];
  /** `FunctionNotes.places` of each function, in the order of the text. */
  readonly places: readonly (readonly number[])[];
}

export function splitModule(printed: string): FragmentText {
  const definitions: string[] = [];
  const declarations: string[] = [];
  const helpers = new Map<string, string[]>();
  const marked: string[][] = [];
  const marks = new Map<string, PlaceMark>();
  let target = definitions;
  /** Of each instruction: the name of its mark, or nothing. */
  let current: string[] | undefined;
  for (const line of printed.split('\n')) {
    if (current !== undefined) {
      target.push(unmarked(withoutComment(line), current));
      if (line === '}') current = undefined;
    } else if (line.startsWith('define ')) {
      target = targetOf(line, definitions, helpers);
      target.push(line);
      current = [];
      if (target === definitions) marked.push(current);
    } else if (line.startsWith('!')) {
      if (line.includes('!DILocation('))
        marks.set(line.slice(0, line.indexOf(' ')), readMark(line));
    } else if (line.startsWith('declare ')) {
      declarations.push(withoutGroup(line));
    } else if (line.startsWith('@')) {
      const list = isExternal(line) ? declarations : targetOf(line, definitions, helpers);
      list.push(line);
    } else if (!isIgnored(line)) {
      throw new InternalError(`Unexpected line in printed IR: ${line}`);
    }
  }
  const text = {
    definitions: joined(definitions),
    declarations: declarations.sort(),
    places: marked.map((names) => countPlaces(names, marks)),
  };
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

/** Whether a line of a function's body is the last one of an instruction. */
export function endsInstruction(line: string): boolean {
  // The cases of a switch stand further in, and its last line is a bracket.
  return line.startsWith('  ') && line[2] !== ' ' && !line.endsWith(' [');
}

const markPrefix = ', !dbg ';

function unmarked(line: string, names: string[]): string {
  if (!endsInstruction(line)) return line;
  const at = line.lastIndexOf(markPrefix);
  names.push(at < 0 ? '' : line.slice(at + markPrefix.length));
  return at < 0 ? line : line.slice(0, at);
}

function countPlaces(
  names: readonly string[],
  marks: ReadonlyMap<string, PlaceMark>,
): readonly number[] {
  const places: number[] = [];
  let count = 0;
  names.forEach((name, index) => {
    count += 1;
    if (names[index + 1] === name) return;
    const { at, scope } = marks.get(name) ?? { at: 0, scope: -1 };
    places.push(count, at, scope);
    count = 0;
  });
  return places;
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
