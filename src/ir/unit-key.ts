/**
 * Code units as keys of queries. A unit's key is its link name, which says all: the declaration and,
 * behind it in angle brackets, the keys of its type arguments.
 */
import type { Brand } from '../base/ids.ts';
import { parseDeclId } from '../base/ids.ts';
import { assertNever, InternalError } from '../base/invariant.ts';
import { parseTypeKeys } from '../sema/parse-type-key.ts';
import type { Type } from '../sema/type.ts';
import { classSymbol, functionSymbol } from './symbol.ts';
import type { CodeUnit } from './unit.ts';

export type UnitKey = Brand<string, 'UnitKey'>;

export function unitKey(unit: CodeUnit): UnitKey {
  switch (unit.kind) {
    case 'function':
      return functionSymbol(unit.decl, unit.typeArgs) as UnitKey;
    case 'class':
      return classSymbol(unit.type) as UnitKey;
    case 'global':
      return unit.decl as string as UnitKey;
    default:
      return assertNever(unit);
  }
}

export function parseUnitKey(key: UnitKey): CodeUnit {
  const local = key.indexOf('::') + 2;
  if (key.startsWith('global ', local)) return { kind: 'global', decl: parseDeclId(key) };
  const isClass = key.startsWith('class ', local) && !key.includes('.method ', local);
  const open = key.endsWith('>') ? openingBracket(key) : -1;
  const decl = parseDeclId(open < 0 ? key : key.slice(0, open));
  const typeArgs = open < 0 ? [] : parseTypeKeys(key.slice(open + 1, -1));
  return isClass
    ? { kind: 'class', type: { kind: 'class', decl, args: typeArgs } }
    : { kind: 'function', decl, typeArgs };
}

/** Index of the `<` that the last `>` closes: no declaration's id ends in one. */
function openingBracket(key: string): number {
  let depth = 0;
  for (let index = key.length - 1; index >= 0; index -= 1) {
    const char = key.charAt(index);
    if (char === '>') depth += 1;
    else if (char === '<') depth -= 1;
    if (depth === 0) return index;
  }
  throw new InternalError(`Not the key of a unit: ${key}`);
}

/** An instance of a generic declaration: every module that uses it has its own copy until the link. */
export function isInstance(unit: CodeUnit): boolean {
  return typeArgsOf(unit).length > 0;
}

export function typeArgsOf(unit: CodeUnit): readonly Type[] {
  switch (unit.kind) {
    case 'function':
      return unit.typeArgs;
    case 'class':
      return unit.type.args;
    case 'global':
      return [];
    default:
      return assertNever(unit);
  }
}
