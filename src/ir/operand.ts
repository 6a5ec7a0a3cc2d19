/** Operands: what they are made of and what type they have. */
import { assertNever, present } from '../base/invariant.ts';
import type { Type } from '../sema/type.ts';
import type { Operand } from './mir.ts';

export const boolType: Type = { kind: 'bool' };
export const stringType: Type = { kind: 'string' };
export const voidType: Type = { kind: 'void' };

export function zeroOf(type: Type): Operand {
  return { kind: 'zero', type };
}

/** The type of `operand` in a function whose temps have the types `temps`. */
export function operandType(temps: readonly Type[], operand: Operand): Type {
  switch (operand.kind) {
    case 'temp':
      return present(temps[operand.temp], `type of %${operand.temp}`);
    case 'int':
    case 'float':
    case 'zero':
    case 'constant':
      return operand.type;
    case 'bool':
      return boolType;
    case 'string':
      return stringType;
    default:
      return assertNever(operand);
  }
}

/** Whether both are the same temp, or literals of one kind. */
export function equalOperands(a: Operand, b: Operand): boolean {
  return a.kind === 'temp' ? b.kind === 'temp' && a.temp === b.temp : a.kind === b.kind;
}

/** A value that a variable of class type, or of a type parameter, may hold: possibly unset. */
export function mayBeUnset(type: Type): boolean {
  return type.kind === 'class' || type.kind === 'parameter';
}
