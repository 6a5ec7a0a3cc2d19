/**
 * Fragments to the IR text of a module. Here they get what they must not depend on: linkage,
 * attributes, panic positions, and one type for each symbol. Pure text work, deterministic: the
 * order of the fragments given does not matter.
 */
import { InternalError, invariant } from '../base/invariant.ts';
import type { ShapeSource } from '../ir/value-shapes.ts';
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
import { variableLinkage } from './thread-local.ts';

export interface ModulePart {
  readonly fragment: Fragment;
  /** Where the places of `fragment.sites` stand now. */
  readonly sites: readonly SitePosition[];
  /** Of functions: where their code comes from. Without it they are unknown to debuggers. */
  readonly source?: SourceOf;
  /** Of a class: what an object of it looks like. */
  readonly shape?: ClassShape;
  /** Code of another module, to be inlined: that module has the function. */
  readonly isImported?: true;
}

const attributeGroups: readonly string[] = [
  // Of everything that is defined.
  'attributes #0 = { nounwind uwtable }',
  // Of runtime functions; of those that never return, that make memory and touch no other, that only read.
  'attributes #1 = { nounwind }',
  'attributes #2 = { cold noreturn nounwind }',
  'attributes #3 = { inaccessiblememonly nounwind }',
  'attributes #4 = { nounwind readonly willreturn }',
  // Of main: what calls it has no source, and would take it along into nowhere.
  'attributes #5 = { noinline nounwind uwtable }',
];

/** `values`: the parts of structs and unions that the module's variables hold. */
export function assembleModule(
  module: string,
  parts: readonly ModulePart[],
  values: ShapeSource = () => null,
): string {
  const sorted = parts.toSorted((a, b) => (ownSymbol(a.fragment) < ownSymbol(b.fragment) ? -1 : 1));
  const fragments = sorted.map((part) => part.fragment);
  const defined = definedSymbols(fragments);
  const prototypes = prototypesOf(fragments);
  const paths = createPathTexts(module);
  const comdats: string[] = [];
  const definitions: string[] = [];
  const debug = debugInfoOf(sorted, values);
  for (const part of sorted) {
    const { fragment, sites, isImported } = part;
    const linkage = isImported === true ? 'available_externally ' : '';
    const annotate = annotationOf(part, debug);
    const text = typed(fragment, prototypes);
    definitions.push(linked(text, { fragment, linkage, comdats, annotate }));
    if (fragment.methods !== undefined) definitions.push(classAlias(fragment, fragment.methods));
    if (sites.length > 0) definitions.push(siteTable(fragment, sites, paths, comdats));
  }
  return [
    `source_filename = "${module}"\n`,
    ...abiTypeDefinitions.map((line) => `${line}\n`),
    ...comdats,
    ...paths.definitions,
    ...definitions,
    ...helpersOf(fragments),
    ...declarationsOf(fragments, defined, prototypes),
    ...attributeGroups.map((line) => `${line}\n`),
    debug?.print(module) ?? '',
  ].join('');
}

/** One of each: all fragments have the same text of it. */
function helpersOf(fragments: readonly Fragment[]): readonly string[] {
  const texts = new Map<string, string>();
  for (const { helpers } of fragments) {
    for (const { symbol, text } of helpers ?? []) {
      const known = texts.get(symbol);
      invariant(known === undefined || known === text, `${symbol} has two texts`);
      texts.set(symbol, text);
    }
  }
  const bySymbol = [...texts].sort(([a], [b]) => (a < b ? -1 : 1));
  return bySymbol.map(([, text]) =>
    text.replace(/^define (.*) \{$/m, (_, head: string) => `define internal ${head} #0 {`),
  );
}

function debugInfoOf(parts: readonly ModulePart[], values: ShapeSource): DebugInfo | undefined {
  const shapes = parts.flatMap(({ shape }) => (shape === undefined ? [] : [shape]));
  const isKnown = shapes.length > 0 || parts.some(({ source }) => source !== undefined);
  return isKnown ? new DebugInfo(shapes, values) : undefined;
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
function linked(definitions: string, part: LinkedPart): string {
  const lines: string[] = [];
  let rest = definitions;
  // Only lines at the top level are looked at here.
  while (rest !== '') {
    const end = rest.indexOf('\n');
    const line = rest.slice(0, end);
    const isFunction = line.startsWith('define ');
    const bodyEnd = isFunction ? rest.indexOf('\n}\n') + 3 : end + 1;
    const text = rest.slice(end, bodyEnd);
    const { mark, body } = isFunction ? part.annotate(text) : { mark: '', body: text };
    const head = linkedLine(line, part);
    lines.push(mark === '' ? head : `${head.slice(0, -' {'.length)}${mark} {`, body);
    rest = rest.slice(bodyEnd);
  }
  return lines.join('');
}

interface LinkedPart {
  readonly fragment: Fragment;
  /** Of its functions, where it is no instance. */
  readonly linkage: string;
  readonly comdats: string[];
  readonly annotate: Annotate;
}

function linkedLine(line: string, { fragment, linkage, comdats }: LinkedPart): string {
  const { isInstance, symbols } = fragment;
  if (line.startsWith('define ')) {
    const head = line.slice('define '.length, -' {'.length);
    // Programs of tests start elsewhere.
    if (symbolOfLine(line) === programMain) return `define weak ${head} #0 {`;
    if (!isInstance) {
      const attributes = symbols.includes(programMain) ? '#5' : '#0';
      return `define ${linkage}${head} ${attributes} {`;
    }
    comdats.push(comdat(symbolOfLine(line)));
    return `define linkonce_odr ${head} #0 comdat {`;
  }
  const variable = line.indexOf(' = global ');
  if (variable >= 0) {
    const ofVariable = variableLinkage(symbolOfLine(line));
    return line.replace(' = global ', ` = ${ofVariable} global `);
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
  const { allocates, panics, reads } = runtimeFunctions[symbol];
  if (allocates === true) return `${line.replace('declare ', 'declare noalias ')} #3\n`;
  if (reads === true) return `${line} #4\n`;
  return `${line} ${panics === true ? '#2' : '#1'}\n`;
}
