/**
 * The table of a unit's panic positions, `<symbol>$sites`: the one part of a module that knows
 * them.
 */
import { invariant } from '../base/invariant.ts';
import { quoteSymbol } from './fragment-text.ts';
import { escapeBytes } from './metadata.ts';
import type { Fragment } from './protocol.ts';

/** Lines and columns count from 1; the path is relative to the project. */
export interface SitePosition {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** A module's texts of paths: each once. */
export interface PathTexts {
  readonly module: string;
  /** In the order of their first mention. */
  readonly definitions: string[];
  readonly addresses: Map<string, string>;
}

export function createPathTexts(module: string): PathTexts {
  return { module, definitions: [], addresses: new Map() };
}

/** `positions` of `fragment.sites`, in their order. */
export function siteTable(
  fragment: Fragment,
  positions: readonly SitePosition[],
  paths: PathTexts,
  comdats: string[],
): string {
  const [unit = ''] = fragment.symbols;
  invariant(
    positions.length === fragment.sites.length,
    `Positions of ${unit} do not fit its sites`,
  );
  const entries = positions.map(
    ({ path, line, column }) =>
      `%bolt.site { i8* ${addressOf(paths, path)}, i32 ${line}, i32 ${column} }`,
  );
  const name = quoteSymbol(`${unit}$sites`);
  const value = `[${entries.length} x %bolt.site] [${entries.join(', ')}]`;
  if (!fragment.isInstance) return `${name} = internal constant ${value}\n`;
  comdats.push(`$${name.slice(1)} = comdat any\n`);
  return `${name} = linkonce_odr hidden constant ${value}, comdat\n`;
}

function addressOf({ module, definitions, addresses }: PathTexts, path: string): string {
  let address = addresses.get(path);
  if (address === undefined) {
    const bytes = Buffer.from(`${path}\0`);
    const type = `[${bytes.length} x i8]`;
    const name = quoteSymbol(`${module}$path${addresses.size}`);
    definitions.push(`${name} = private unnamed_addr constant ${type} c"${escapeBytes(bytes)}"\n`);
    address = `bitcast (${type}* ${name} to i8*)`;
    addresses.set(path, address);
  }
  return address;
}
