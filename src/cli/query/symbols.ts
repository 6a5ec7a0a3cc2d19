/**
 * The declarations that a user means: by name (`a.b.f`, `a.b.C.m`, `C.m` where that is clear), by
 * whole id, or by a position (`src/a.bolt:3:7`). Overloads share a name.
 */
import path from 'node:path';
import type { ModuleId } from '../../base/ids.ts';
import type { OutlineEntry } from '../../compiler/queries/inputs.ts';
import { modulePathInput, outlineInput, positionsInput } from '../../compiler/queries/inputs.ts';
import { modulesOfShard } from '../../compiler/queries/standard.ts';
import { allShards } from '../../compiler/shard.ts';
import type { Engine } from '../../query/engine-api.ts';
import { closestName } from '../../sema/suggest.ts';
import type { DeclPositions } from '../../syntax/outline.ts';
import { UsageError } from '../exit.ts';
import type { Asking } from './asking.ts';

/** At least one. @throws UsageError */
export function findDeclarations(
  { engine, project }: Pick<Asking, 'engine' | 'project'>,
  symbol: string,
): readonly OutlineEntry[] {
  const modules = allShards.flatMap((shard) => modulesOfShard(engine, shard)).sort();
  if (modules.length === 0) {
    throw new UsageError('The cache knows no declarations yet; `boltd check` fills it');
  }
  const position = /^(.+?):(\d+)(?::(\d+))?$/.exec(symbol);
  if (position !== null && !symbol.includes('::')) {
    const [, file = '', line = '', column] = position;
    const place = { line: Number(line), column: column === undefined ? undefined : Number(column) };
    return [findByPosition(engine, modules, shownPath(project.root, file), place, symbol)];
  }
  return findByName(engine, modules, symbol);
}

interface Named {
  readonly name: string;
  readonly module: ModuleId;
  readonly entry: OutlineEntry;
}

function findByName(
  engine: Engine,
  modules: readonly ModuleId[],
  symbol: string,
): readonly OutlineEntry[] {
  const named = modules.flatMap((module) =>
    engine
      .get(outlineInput, module)
      .map((entry): Named => ({ name: qualifiedName(module, entry), module, entry })),
  );
  const found = named.filter(({ name, entry }) => entry.id === symbol || name === symbol);
  if (found.length > 0) return found.map(({ entry }) => entry);
  const members = symbol.includes('.')
    ? named.filter(({ module, name }) => name === `${module}.${symbol}`)
    : [];
  const names = [...new Set(members.map(({ name }) => name))];
  if (names.length === 1) return members.map(({ entry }) => entry);
  if (names.length > 1) throw new UsageError(`${symbol} may be ${names.join(' or ')}`);
  throw new UsageError(unknownSymbol(symbol, modules, named));
}

function qualifiedName(module: ModuleId, { name, parent }: OutlineEntry): string {
  const owner = parent === undefined ? '' : `${parent.slice(parent.indexOf('::class ') + 8)}.`;
  return `${module}.${owner}${name}`;
}

function unknownSymbol(
  symbol: string,
  modules: readonly ModuleId[],
  named: readonly Named[],
): string {
  const declared = named.filter(({ entry }) => entry.name !== '');
  if (modules.some((module) => module === symbol)) {
    const names = declared
      .filter(({ module, entry }) => module === symbol && entry.parent === undefined)
      .map(({ entry }) => entry.name);
    return `${symbol} is a module; ask for one of its declarations: ${[...new Set(names)].join(', ')}`;
  }
  // The name alone may be right.
  const meant =
    closestName(
      symbol,
      declared.map(({ name }) => name),
    ) ?? declared.find(({ entry }) => entry.name === symbol)?.name;
  return `No declaration is called ${symbol}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

interface Place {
  readonly line: number;
  readonly column: number | undefined;
}

/** As inputs name a file: relative to the project, also where the user stands elsewhere. */
function shownPath(root: string, file: string): string {
  return path.relative(root, path.resolve(file)).split(path.sep).join('/');
}

/** The innermost declaration around a place. */
function findByPosition(
  engine: Engine,
  modules: readonly ModuleId[],
  file: string,
  place: Place,
  asked: string,
): OutlineEntry {
  const paths = modules.map((module) => [module, engine.get(modulePathInput, module)] as const);
  const [module] =
    paths.find(([, known]) => known === file) ??
    // As diagnostics show it, from wherever the user stands.
    paths.find(([, known]) => known !== null && asked.startsWith(`${known}:`)) ??
    [];
  if (module === undefined) {
    const meant = closestName(
      file,
      paths.flatMap(([, known]) => known ?? []),
    );
    const advice = meant === undefined ? '' : `; did you mean ${meant}?`;
    throw new UsageError(`No module of the project lies in ${file}${advice}`);
  }
  const around = engine
    .get(outlineInput, module)
    .flatMap((entry) => {
      const positions = engine.get(positionsInput, entry.id);
      const extent = positions === null ? undefined : extentOf(positions);
      return extent !== undefined && isWithin(place, extent) ? [{ entry, extent }] : [];
    })
    .sort((a, b) => linesOf(a.extent) - linesOf(b.extent) || compareStarts(b.extent, a.extent));
  const [innermost] = around;
  if (innermost === undefined) throw new UsageError(`There is no declaration at ${asked}`);
  return innermost.entry;
}

interface Extent {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  /** Exclusive. */
  readonly endColumn: number;
}

/** From the first token to the last; a class's tokens enclose its members. */
function extentOf({ signature, body }: DeclPositions): Extent | undefined {
  const list = [...signature, ...body];
  const [startLine, startColumn] = list;
  const [endLine, endColumn, length] = list.slice(-3);
  if (startLine === undefined || startColumn === undefined) return undefined;
  if (endLine === undefined || endColumn === undefined || length === undefined) return undefined;
  return { startLine, startColumn, endLine, endColumn: endColumn + length };
}

function isWithin({ line, column }: Place, extent: Extent): boolean {
  const { startLine, startColumn, endLine, endColumn } = extent;
  if (line < startLine || line > endLine) return false;
  if (column === undefined) return true;
  return (line > startLine || column >= startColumn) && (line < endLine || column <= endColumn);
}

function linesOf({ startLine, endLine }: Extent): number {
  return endLine - startLine;
}

function compareStarts(a: Extent, b: Extent): number {
  return a.startLine - b.startLine || a.startColumn - b.startColumn;
}
