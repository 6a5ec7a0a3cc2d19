/** What the checks of types share: the function, where in it they are, and the usual questions. */
import { equalTypes } from '../../sema/equal-types.ts';
import type { Type } from '../../sema/type.ts';
import { typeKey } from '../../sema/type-key.ts';
import type { BlockId, MirFunction, MirPath, Operand } from '../mir.ts';
import { operandType } from '../operand.ts';
import type { Report, VerifierRule } from './violation.ts';

export interface Checker {
  readonly fn: MirFunction;
  at: BlockId;
  violate(rule: VerifierRule, message: string): void;
  /** `operand` has the type `expected`. */
  operand(operand: Operand, expected: Type): void;
  /** The temp `dest` has the type `expected`. */
  dest(dest: number | undefined, expected: Type): void;
  typeOf(operand: Operand): Type;
}

export function createChecker(fn: MirFunction, report: Report): Checker {
  const check: Checker = {
    fn,
    at: 0,
    violate: (rule, message) => report(rule, message, check.at),
    typeOf: (operand) => operandType(fn.temps, operand),
    operand: (operand, expected) => expectType(check, check.typeOf(operand), expected),
    dest: (dest, expected) => {
      const actual = dest === undefined ? undefined : fn.temps[dest];
      if (actual !== undefined) expectType(check, actual, expected);
    },
  };
  return check;
}

export function expectType(check: Checker, actual: Type, expected: Type): void {
  if (equalTypes(actual, expected)) return;
  check.violate('type', `${typeKey(actual)} where ${typeKey(expected)} is needed`);
}

export function expectKind(check: Checker, type: Type, kinds: readonly Type['kind'][]): void {
  if (kinds.includes(type.kind)) return;
  check.violate('type', `${typeKey(type)} where one of ${kinds.join(', ')} is needed`);
}

/** The dest of what reads the part of a `whole` at `path`. */
export function expectPartRead(
  check: Checker,
  dest: number,
  whole: Type,
  path: MirPath | undefined,
): void {
  const part = partType(check, whole, path);
  if (part !== undefined) check.dest(dest, part);
}

/** The value of what sets the part of a `whole` at `path`. */
export function expectPartWritten(
  check: Checker,
  value: Operand,
  whole: Type,
  path: MirPath | undefined,
): void {
  const part = partType(check, whole, path);
  if (part !== undefined) check.operand(value, part);
}

/** The type at the end of `path`; undefined behind a struct, whose fields the unit does not know. */
export function partType(check: Checker, whole: Type, path: MirPath | undefined): Type | undefined {
  let type = whole;
  for (const name of path ?? []) {
    if (type.kind === 'struct' || type.kind === 'parameter') return undefined;
    const element = type.kind === 'tuple' ? type.elements[Number(name)] : undefined;
    if (element === undefined) {
      check.violate('type', `${typeKey(type)} has no part ${name}`);
      return undefined;
    }
    type = element;
  }
  return type;
}
