/**
 * Fragments to the IR text of a module. Here they get what they must not depend on: linkage,
 * attributes, panic positions, and one type for each symbol. Pure text work, deterministic: the
 * order of the fragments given does not matter.
 */
import { InternalError, invariant } from '../base/invariant.ts';
import type { SourceOf } from './debug-info.ts';
import { DebugInfo } from './debug-info.ts';
import type { ClassShape } from './debug-types.ts';
import { quoteSymbol, symbolOfLine } from './fragment-text.ts';
import type { Fragment } from './protocol.ts';
import { callPointer, prototypesOf } from './prototype.ts';
import {
  abiTypeDefinitions,
  isRuntimeFunction,
  programMain,
  runtimeFunctions,
} from './runtime-abi.ts';
import type { SitePosition } from './site-table.ts';
import { createPathTexts, siteTable } from './site-table.ts';

export interface ModulePart {
  readonly fragment: Fragment;
  /** Where the places of `fragment.sites` stand now. */
  readonly sites: readonly SitePosition[];
  /** Of functions: where their code comes from. Without it they are unknown to debuggers. */
  readonly source?: SourceOf;
  /** Of a class: what an object of it looks like. */
  readonly shape?: ClassShape;
}

/** Of everything that is defined; of runtime functions; of those that never return; of main. */
const attributeGroups: readonly string[] = [
  'attributes #0 = { nounwind uwtable }',
  'attributes #1 = { nounwind }',
  'attributes #2 = { cold noreturn nounwind }',
  // What calls it has no source, and would take it along into nowhere.
  'attributes #3 = { noinline nounwind uwtable }',
];

export function assembleModule(module: string, parts: readonly ModulePart[]): string {
  const sorted = parts.toSorted((a, b) => (ownSymbol(a.fragment) < ownSymbol(b.fragment) ? -1 : 1));
  const fragments = sorted.map((part) => part.fragment);
  const defined = definedSymbols(fragments);
  const prototypes = prototypesOf(fragments);
  const paths = createPathTexts(module);
  const comdats: string[] = [];
  const definitions: string[] = [];
  const debug = debugInfoOf(sorted);
  for (const part of sorted) {
    const { fragment, sites } = part;
    const text = typed(fragment, prototypes);
    definitions.push(linked(text, fragment, { comdats, annotate: annotationOf(part, debug) }));
    if (fragment.methods !== undefined) definitions.push(classAlias(fragment, fragment.methods));
    if (sites.length > 0) definitions.push(siteTable(fragment, sites, paths, comdats));
  }
  return [
    `source_filename = "${module}"\n`,
    ...abiTypeDefinitions.map((line) => `${line}\n`),
    ...comdats,
    ...paths.definitions,
    ...definitions,
    ...declarationsOf(fragments, defined, prototypes),
    ...attributeGroups.map((line) => `${line}\n`),
    debug?.print(module) ?? '',
  ].join('');
}

function debugInfoOf(parts: readonly ModulePart[]): DebugInfo | undefined {
  const shapes = parts.flatMap(({ shape }) => (shape === undefined ? [] : [shape]));
  const isKnown = shapes.length > 0 || parts.some(({ source }) => source !== undefined);
  return isKnown ? new DebugInfo(shapes) : undefined;
}

/** The mark of the next function of a fragment, ` !dbg !5`, and its body with its own. */
type Annotate = (body: string) => { readonly mark: string; readonly body: string };

function annotationOf({ fragment, source }: ModulePart, debug: DebugInfo | undefined): Annotate {
  const functions = [...(fragment.functions ?? [])];
  return (body) => {
    const notes = functions.shift();
    if (debug === undefined || source === undefined || notes === undefined) {
      return { mark: '', body };
    }
    const annotated = debug.annotate(source, notes, body);
    return { mark: ` !dbg ${annotated.mark}`, body: annotated.body };
  };
}

function ownSymbol(fragment: Fragment): string {
  const [own] = fragment.symbols;
  if (own === undefined) throw new InternalError('A fragment defines nothing');
  return own;
}

function definedSymbols(fragments: readonly Fragment[]): ReadonlySet<string> {
  const defined = new Set<string>();
  for (const fragment of fragments) {
    for (const symbol of fragment.symbols) {
      invariant(!defined.has(symbol), `${symbol} is defined by two fragments of a module`);
      defined.add(symbol);
    }
    if (fragment.sites.length > 0) defined.add(`${ownSymbol(fragment)}$sites`);
  }
  return defined;
}

/** A class's definitions with its methods under the types that the module knows. */
function typed(fragment: Fragment, prototypes: ReadonlyMap<string, string>): string {
  let text = fragment.definitions;
  for (const method of new Set(fragment.methods ?? [])) {
    const prototype = prototypes.get(method);
    if (prototype === undefined) continue;
    const name = quoteSymbol(method);
    text = text.replaceAll(`void ()* ${name} to`, `${callPointer(prototype)} ${name} to`);
  }
  return text;
}

/**
 * Adds linkage and attributes to definitions. Every module that uses an instance has a copy: the
 * linker keeps one, through a COMDAT for each symbol rather than for the fragment, so that code
 * inlined from a dropped copy refers to the copy that was kept.
 */
function linked(
  definitions: string,
  fragment: Fragment,
  { comdats, annotate }: { readonly comdats: string[]; readonly annotate: Annotate },
): string {
  const lines: string[] = [];
  let rest = definitions;
  // Bodies are long and pass through untouched: only lines at the top level are looked at.
  while (rest !== '') {
    const end = rest.indexOf('\n');
    const line = rest.slice(0, end);
    const isFunction = line.startsWith('define ');
    const bodyEnd = isFunction ? rest.indexOf('\n}\n') + 3 : end + 1;
    const text = rest.slice(end, bodyEnd);
    const { mark, body } = isFunction ? annotate(text) : { mark: '', body: text };
    const head = linkedLine(line, fragment, comdats);
    lines.push(mark === '' ? head : `${head.slice(0, -' {'.length)}${mark} {`, body);
    rest = rest.slice(bodyEnd);
  }
  return lines.join('');
}

function linkedLine(line: string, fragment: Fragment, comdats: string[]): string {
  const { isInstance, symbols } = fragment;
  if (line.startsWith('define ')) {
    const head = line.slice('define '.length, -' {'.length);
    if (!isInstance) return `define ${head} ${symbols.includes(programMain) ? '#3' : '#0'} {`;
    comdats.push(comdat(symbolOfLine(line)));
    return `define linkonce_odr ${head} #0 comdat {`;
  }
  const constant = ' = constant ';
  const at = line.indexOf(constant);
  if (at < 0) return line;
  const name = line.slice(0, at);
  const value = line.slice(at + constant.length);
  if (!isInstance) return `${name} = internal constant ${value}`;
  comdats.push(comdat(symbolOfLine(line)));
  return `${name} = linkonce_odr constant ${value}, comdat`;
}

function comdat(symbol: string): string {
  return `$${quoteSymbol(symbol).slice(1)} = comdat any\n`;
}

/** What code refers to: the record under a type that does not depend on the class. */
function classAlias(fragment: Fragment, methods: readonly string[]): string {
  const symbol = ownSymbol(fragment);
  const linkage = fragment.isInstance ? 'linkonce_odr ' : '';
  const record = `{ i8*, i8*, i64, i32, i32, [${methods.length} x i8*] }`;
  const data = `bitcast (${record}* ${quoteSymbol(`${symbol}$data`)} to i8*)`;
  return `${quoteSymbol(symbol)} = ${linkage}alias i8, ${data}\n`;
}

function declarationsOf(
  fragments: readonly Fragment[],
  defined: ReadonlySet<string>,
  prototypes: ReadonlyMap<string, string>,
): readonly string[] {
  const lines = new Map<string, string>();
  for (const { declarations, methods } of fragments) {
    const placeholders = methods === undefined ? undefined : new Set(methods);
    for (const line of declarations) {
      const symbol = symbolOfLine(line);
      if (defined.has(symbol)) continue;
      if (placeholders?.has(symbol) === true && prototypes.has(symbol)) continue;
      const known = lines.get(symbol);
      invariant(
        known === undefined || known === line,
        `${symbol} has two types: ${known} and ${line}`,
      );
      lines.set(symbol, line);
    }
  }
  const bySymbol = [...lines].sort(([a], [b]) => (a < b ? -1 : 1));
  return bySymbol.map(([symbol, line]) => declaration(symbol, line));
}

function declaration(symbol: string, line: string): string {
  if (!line.startsWith('declare ') || symbol.startsWith('llvm.')) return `${line}\n`;
  if (!isRuntimeFunction(symbol)) return `${line} #0\n`;
  const { allocates, panics } = runtimeFunctions[symbol];
  const head = allocates === true ? line.replace('declare ', 'declare noalias ') : line;
  return `${head} ${panics === true ? '#2' : '#1'}\n`;
}
