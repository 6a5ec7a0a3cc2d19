/**
 * Compile-time constants as LLVM's, and the static data that arrays in them refer to. A constant that
 * holds a union is written under a type of its own, of the same layout, because LLVM's constants cannot
 * be seen as words; it is read through its address.
 */
import llvm from 'llvm-bindings';
import { assertNever, InternalError, present } from '../base/invariant.ts';
import type { ConstantValue } from '../sema/constant-value.ts';
import type { Type, UnionType } from '../sema/type.ts';
import { typeKey } from '../sema/type-key.ts';
import type { IrSession } from './ir-session.ts';
import { isNullable, layoutOf, memberTypes, payloadWords } from './layout.ts';
import type { TextPool } from './text-pool.ts';

/** A constant as it lies in memory; `type` is what LLVM calls it. */
export interface StaticValue {
  readonly constant: llvm.Constant;
  readonly type: llvm.Type;
}

export class StaticData {
  readonly #ir: IrSession;
  readonly #symbol: string;
  readonly #texts: TextPool;
  readonly #blocks = new Map<string, llvm.Constant>();

  /** `symbol`: of the unit, which prefixes the data's. */
  constructor(ir: IrSession, symbol: string, texts: TextPool) {
    this.#ir = ir;
    this.#symbol = symbol;
    this.#texts = texts;
  }

  /** `value` in a register. */
  value(type: Type, value: ConstantValue): llvm.Value {
    if (type.kind === 'bool') {
      return this.#ir.constants.bool(value.kind === 'bool' && value.value);
    }
    const { constant, type: written } = this.inMemory(type, value);
    const nominal = this.#ir.types.value(type);
    if (written === nominal) return constant;
    const address = this.#block(`${typeKey(type)} ${JSON.stringify(value)}`, constant, written);
    const { builder, types } = this.#ir;
    return builder.CreateLoad(nominal, builder.CreateBitCast(address, types.pointerTo(nominal)));
  }

  inMemory(type: Type, value: ConstantValue): StaticValue {
    const { constants, types } = this.#ir;
    const plain = (constant: llvm.Value): StaticValue => ({
      constant: asConstant(constant),
      type: types.memory(type),
    });
    switch (value.kind) {
      case 'int':
        return plain(constants.integer(type.kind === 'int' ? type.bits : 32, value.value));
      case 'float':
        return plain(constants.float(type.kind === 'float' ? type.bits : 64, value.value));
      case 'bool':
        return plain(constants.integer(8, value.value ? '1' : '0'));
      case 'string':
        return plain(this.#texts.string(value.value));
      case 'none':
        return plain(constants.zero(type));
      case 'some':
        return this.#optional(type, value.value);
      case 'inject':
        return this.#union(type, value.member, value.value);
      case 'members':
        return this.#members(type, value.members);
      case 'array':
        return plain(this.#array(type, value.elements));
      default:
        return assertNever(value);
    }
  }

  #optional(type: Type, value: ConstantValue): StaticValue {
    if (type.kind !== 'optional') throw unexpected(type, 'some');
    const held = this.inMemory(type.value, value);
    if (isNullable(type.value)) return held;
    const { constants, types } = this.#ir;
    const tag = { constant: asConstant(constants.integer(8, '1')), type: types.i8 };
    return this.#struct(types.memory(type), types.memory(type.value), [tag, held]);
  }

  /** `{ tag, padding, member, padding, no words }`: the last for the alignment. */
  #union(type: Type, member: number, value: ConstantValue): StaticValue {
    if (type.kind !== 'union') throw unexpected(type, 'inject');
    const { types, constants, context } = this.#ir;
    const { shapes } = types;
    const held = present(memberTypes(type, shapes)[member], `member ${member}`);
    const rest = payloadBytes(type, shapes) - layoutOf(held, shapes).sizeBytes;
    const parts = [
      { constant: constants.i32(member), type: types.i32 },
      zeros(types.i8, 4),
      this.inMemory(held, value),
      zeros(types.i8, rest),
      zeros(types.i64, 0),
    ];
    const record = llvm.StructType.get(
      context,
      parts.map((part) => part.type),
    );
    const values = parts.map((part) => part.constant);
    return { constant: llvm.ConstantStruct.get(record, values), type: record };
  }

  #members(type: Type, members: readonly ConstantValue[]): StaticValue {
    const { types } = this.#ir;
    const held =
      type.kind === 'tuple'
        ? type.elements
        : type.kind === 'struct'
          ? memberTypes(type, types.shapes)
          : undefined;
    if (held === undefined) throw unexpected(type, 'members');
    const parts = members.map((value, index) =>
      this.inMemory(present(held[index], `type of member ${index}`), value),
    );
    const isPlain = parts.every(
      (part, index) => part.type === types.memory(present(held[index], 'type of member')),
    );
    return this.#record(types.memory(type), isPlain, parts);
  }

  #struct(nominal: llvm.Type, held: llvm.Type, parts: readonly StaticValue[]): StaticValue {
    return this.#record(nominal, parts.at(-1)?.type === held, parts);
  }

  #record(nominal: llvm.Type, isPlain: boolean, parts: readonly StaticValue[]): StaticValue {
    const values = parts.map((part) => part.constant);
    const record =
      isPlain && nominal instanceof llvm.StructType
        ? nominal
        : llvm.StructType.get(
            this.#ir.context,
            parts.map((part) => part.type),
          );
    return { constant: llvm.ConstantStruct.get(record, values), type: record };
  }

  #array(type: Type, elements: readonly ConstantValue[]): llvm.Constant {
    if (type.kind !== 'array') throw unexpected(type, 'array');
    const { types, constants } = this.#ir;
    if (elements.length === 0) return asConstant(constants.zero(type));
    const parts = elements.map((element) => this.inMemory(type.element, element));
    const [first] = parts;
    const isUniform = parts.every((part) => part.type === first?.type);
    const values = parts.map((part) => part.constant);
    const block =
      isUniform && first !== undefined
        ? llvm.ArrayType.get(first.type, values.length)
        : llvm.StructType.get(
            this.#ir.context,
            parts.map((part) => part.type),
          );
    const constant =
      block instanceof llvm.ArrayType
        ? llvm.ConstantArray.get(block, values)
        : llvm.ConstantStruct.get(block, values);
    const key = `${typeKey(type)} ${JSON.stringify(elements)}`;
    const address = llvm.ConstantExpr.getBitCast(this.#block(key, constant, block), types.pointer);
    return llvm.ConstantStruct.get(types.array, [address, address, constants.i64(values.length)]);
  }

  /** Private memory that holds `constant`; equal values of one type are one. */
  #block(key: string, constant: llvm.Constant, type: llvm.Type): llvm.Constant {
    let block = this.#blocks.get(key);
    if (block === undefined) {
      block = this.#ir.data(`${this.#symbol}$data${this.#blocks.size}`, type, constant);
      this.#blocks.set(key, block);
    }
    return block;
  }
}

function payloadBytes(type: UnionType, shapes: IrSession['types']['shapes']): number {
  return 8 * payloadWords(type, shapes);
}

function zeros(element: llvm.Type, count: number): StaticValue {
  const type = llvm.ArrayType.get(element, count);
  return { constant: llvm.Constant.getNullValue(type), type };
}

/** What the caches of constants hold is typed as a value. */
function asConstant(value: llvm.Value): llvm.Constant {
  if (!(value instanceof llvm.Constant)) throw new InternalError('A constant that is computed');
  return value;
}

function unexpected(type: Type, kind: ConstantValue['kind']): InternalError {
  return new InternalError(`A constant of kind ${kind} for the type ${typeKey(type)}`);
}
