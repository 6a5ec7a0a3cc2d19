/**
 * Code that belongs to a type: equality, hash and printed form of whatever has parts. Each is a
 * function of mid-level IR that looks at one level and leaves the parts to instructions of the same
 * kind; code generation makes those that a unit needs, and a module has one of each.
 */
import { declId, moduleId } from '../../base/ids.ts';
import { assertNever } from '../../base/invariant.ts';
import type { Type } from '../../sema/type.ts';
import { typeKey } from '../../sema/type-key.ts';
import type { MirFunction, MirUnit } from '../mir.ts';
import { boolType, stringType } from '../operand.ts';
import type { ValueShapes } from '../value-shapes.ts';
import { equalityOf } from './equality.ts';
import { hashOf } from './hash.ts';
import { printedFormOf } from './printed-form.ts';

export type HelperKind = 'equal' | 'hash' | 'show';

/** A type that an instruction leaves to a helper. */
export function needsHelper(type: Type): boolean {
  switch (type.kind) {
    case 'array':
    case 'tuple':
    case 'optional':
    case 'struct':
    case 'union':
      return true;
    default:
      return false;
  }
}

/** Begins like no module's symbol: a declaration's id has a word and a blank behind `::`. */
export const helperPrefix = 'bolt::';

export function helperSymbol(kind: HelperKind, type: Type): string {
  return `${helperPrefix}${kind} ${typeKey(type)}`;
}

export function helperUnit(kind: HelperKind, type: Type, shapes: ValueShapes): MirUnit {
  const symbol = helperSymbol(kind, type);
  const decl = declId(moduleId('bolt'), symbol.slice(helperPrefix.length));
  return { decl, symbol, functions: [helperFunction(kind, type, symbol, shapes)] };
}

export function helperResult(kind: HelperKind): Type {
  switch (kind) {
    case 'equal':
      return boolType;
    case 'hash':
      return { kind: 'int', bits: 64, signed: false };
    case 'show':
      return stringType;
    default:
      return assertNever(kind);
  }
}

function helperFunction(
  kind: HelperKind,
  type: Type,
  symbol: string,
  shapes: ValueShapes,
): MirFunction {
  switch (kind) {
    case 'equal':
      return equalityOf(type, shapes).function(symbol, helperResult(kind));
    case 'hash':
      return hashOf(type, shapes).function(symbol, helperResult(kind));
    case 'show':
      return printedFormOf(type, shapes).function(symbol, helperResult(kind));
    default:
      return assertNever(kind);
  }
}
