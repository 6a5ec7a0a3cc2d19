/**
 * Which symbols of the program or the runtime no library defines. Linkers accept undefined symbols
 * in shared libraries, so that the program would fail when it starts, or when it calls.
 */
import { readFileSync } from 'node:fs';
import type { DynamicSymbols } from './elf-symbols.ts';
import { readDynamicSymbols } from './elf-symbols.ts';

/** Sorted. Symbols of the C library are not ours to check. */
export function undefinedSymbols(libraries: readonly string[]): readonly string[] {
  const read = libraries.map((file): DynamicSymbols => readDynamicSymbols(readFileSync(file)));
  const defined = new Set(read.flatMap((symbols) => symbols.defined));
  const missing = new Set<string>();
  for (const symbols of read) {
    for (const symbol of symbols.undefined) {
      if (isOurs(symbol) && !defined.has(symbol)) missing.add(symbol);
    }
  }
  return [...missing].sort();
}

/** Every Bolt symbol contains `::`; the runtime's and the program's entry begin with `bolt_`. */
function isOurs(symbol: string): boolean {
  return symbol.includes('::') || symbol.startsWith('bolt_');
}
