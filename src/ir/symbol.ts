/**
 * Link names. They are readable and never clash with C: each contains `::`, so a Bolt function
 * called `malloc` replaces nobody's. Quoted in LLVM IR; ELF allows any byte but NUL.
 */
import type { DeclId } from '../base/ids.ts';
import type { ClassType, Type } from '../sema/type.ts';
import { typeKey } from '../sema/type-key.ts';

/** Of a function or method, or of an instance of a generic one. */
export function functionSymbol(decl: DeclId, typeArgs: readonly Type[]): string {
  return typeArgs.length === 0 ? decl : `${decl}<${typeArgs.map(typeKey).join(',')}>`;
}

/** Of a class's descriptor. */
export function classSymbol(type: ClassType): string {
  return functionSymbol(type.decl, type.args);
}

/** Of the `index`-th async block (from 1) outlined from `symbol`. */
export function taskSymbol(symbol: string, index: number): string {
  return `${symbol}$task${index}`;
}
