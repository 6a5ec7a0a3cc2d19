/**
 * Monomorphisation: a generic unit with concrete types in place of its type parameters. Checks that
 * only references need disappear where a parameter turns out to be a value.
 */
import { invariant, present } from '../base/invariant.ts';
import type { DeclaredType, Type } from '../sema/type.ts';
import type { TypeMap } from './map-types.ts';
import { mapFunctionTypes, typeMap } from './map-types.ts';
import type { Instruction, MirFunction, MirUnit } from './mir.ts';
import { operandType } from './operand.ts';
import { taskSymbol } from './symbol.ts';

/** `typeArgs` replace the parameters of the method's class, then the function's own. */
export function instantiate(unit: MirUnit, typeArgs: readonly Type[], symbol: string): MirUnit {
  const map = typeArgumentsOf(unit, typeArgs);
  return {
    decl: unit.decl,
    symbol,
    functions: unit.functions.map((fn, index) => {
      const concrete = mapFunctionTypes(map, fn);
      return {
        ...withoutValueChecks(concrete),
        symbol: index === 0 ? symbol : taskSymbol(symbol, index),
      };
    }),
  };
}

/** The replacement of `unit`'s type parameters by `typeArgs`. */
export function typeArgumentsOf(
  unit: Pick<MirUnit, 'decl' | 'classParameterCount'>,
  typeArgs: readonly Type[],
): TypeMap {
  const own = unit.classParameterCount ?? 0;
  invariant(typeArgs.length >= own, `Too few type arguments for ${unit.decl}`);
  return replaceParameters(({ owner, index }) => {
    const position = owner === unit.decl ? own + index : index;
    return present(typeArgs[position], `type argument ${position} of ${unit.decl}`);
  });
}

/** The replacement of a declaration's type parameters in the types of its header. */
export function declaredArgumentsOf(type: DeclaredType): TypeMap {
  return replaceParameters(({ index }) =>
    present(type.args[index], `argument ${index} of ${type.decl}`),
  );
}

function replaceParameters(
  replacement: (parameter: Extract<Type, { readonly kind: 'parameter' }>) => Type,
): TypeMap {
  return typeMap((type) => (type.kind === 'parameter' ? replacement(type) : undefined));
}

function withoutValueChecks(fn: MirFunction): MirFunction {
  const isNeeded = (instruction: Instruction): boolean =>
    instruction.op !== 'checkSet' || operandType(fn.temps, instruction.value).kind === 'class';
  return {
    ...fn,
    blocks: fn.blocks.map((block) =>
      block.instructions.every(isNeeded)
        ? block
        : { ...block, instructions: block.instructions.filter(isNeeded) },
    ),
  };
}
