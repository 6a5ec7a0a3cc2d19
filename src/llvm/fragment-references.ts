/** The units that a fragment's code refers to, read off what it has declared: link names are keys of units. */
import { helperPrefix } from '../ir/helpers/helper.ts';
import { symbolOfLine } from './fragment-text.ts';
import type { Fragment } from './protocol.ts';

/** Sorted link names; the fragment's own is not among them. */
export function referencedSymbols(fragment: Fragment): readonly string[] {
  const mentioned = [...fragment.declarations.map(symbolOfLine), ...(fragment.methods ?? [])];
  const own = new Set(fragment.symbols.map(unitOf));
  const units = mentioned.filter(isUnit).map(unitOf);
  return [...new Set(units)].filter((unit) => !own.has(unit)).sort();
}

/** Whether code of the fragment may stand below other code of the program in a stack. */
export function callsProgram({ definitions, helpers = [] }: Fragment): boolean {
  return [definitions, ...helpers.map((helper) => helper.text)].some((text) =>
    programCall.test(text),
  );
}

/** Of anything but functions of the runtime and of LLVM. */
const programCall = /^ {2}(?:%\S+ = )?call (?!.* @(?:bolt_|llvm\.))/m;

/** Everything of Bolt has `::` in its name, everything of C has not. */
function isUnit(symbol: string): boolean {
  return symbol.includes('::') && !symbol.startsWith(helperPrefix);
}

/** A unit's further symbols are called by its own and a suffix. */
function unitOf(symbol: string): string {
  const suffix = symbol.indexOf('$');
  return suffix < 0 ? symbol : symbol.slice(0, suffix);
}
