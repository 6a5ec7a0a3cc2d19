/**
 * Constants, exactly. llvm-bindings passes integers through doubles and cuts some to 32 bits
 * silently: whatever a double cannot hold is folded from 32-bit pieces. Nothing here refers to a
 * fragment's globals, so the caches outlive fragments.
 */
import llvm from 'llvm-bindings';
import { assertNever, InternalError, invariant } from '../base/invariant.ts';
import type { IntBits, Type } from '../sema/type.ts';
import type { IrTypes } from './ir-types.ts';

/** Entries that the cache may hold before it is emptied: literals of a program are unbounded. */
const cacheLimit = 8192;

export class IrConstants {
  readonly true: llvm.Constant;
  readonly false: llvm.Constant;
  readonly nullPointer: llvm.Constant;
  readonly emptyString: llvm.Constant;
  readonly #builder: llvm.IRBuilder;
  readonly #types: IrTypes;
  readonly #cache = new Map<string, llvm.Value>();
  readonly #i32 = new Map<number, llvm.Constant>();
  readonly #i64 = new Map<number, llvm.Constant>();

  constructor(builder: llvm.IRBuilder, types: IrTypes) {
    this.#builder = builder;
    this.#types = types;
    this.true = llvm.ConstantInt.get(types.i1, 1, false);
    this.false = llvm.ConstantInt.get(types.i1, 0, false);
    this.nullPointer = llvm.Constant.getNullValue(types.pointer);
    this.emptyString = llvm.Constant.getNullValue(types.string);
  }

  /** `value` in decimal; reduced modulo 2^bits. */
  integer(bits: IntBits, value: string): llvm.Value {
    return this.#cached(`i${bits} ${value}`, () => this.#makeInteger(bits, value));
  }

  /** A count, an index or an offset. */
  i32(value: number): llvm.Constant {
    return this.#small(this.#i32, this.#types.i32, value);
  }

  i64(value: number): llvm.Constant {
    return this.#small(this.#i64, this.#types.i64, value);
  }

  bool(value: boolean): llvm.Constant {
    return value ? this.true : this.false;
  }

  /** Of a `switch` on an integer, a bool or a char, in decimal. */
  caseOf(type: Type, value: string): llvm.ConstantInt {
    const { kind } = type;
    const constant =
      kind === 'bool'
        ? this.bool(value === '1')
        : this.integer(kind === 'int' ? type.bits : 32, value);
    invariant(constant instanceof llvm.ConstantInt, `Not the case of a switch: ${value}`);
    return constant;
  }

  /** `value` as the language writes it, or `inf`, `-inf`, `nan`; rounded once, to the nearest. */
  float(bits: 32 | 64, value: string): llvm.Value {
    invariant(floatText.test(value), `Not a float constant: ${value}`);
    const type = bits === 32 ? this.#types.f32 : this.#types.f64;
    return this.#cached(`f${bits} ${value}`, () => llvm.ConstantFP.get(type, value));
  }

  /** What a field holds before it is set. */
  zero(type: Type): llvm.Value {
    switch (type.kind) {
      case 'int':
        return this.integer(type.bits, '0');
      case 'float':
        return this.float(type.bits, '0.0');
      case 'bool':
        return this.false;
      case 'char':
        return this.i32(0);
      case 'string':
        return this.emptyString;
      case 'class':
      case 'pointer':
        return this.nullPointer;
      case 'array':
      case 'tuple':
      case 'struct':
      case 'optional':
      case 'union':
        return llvm.Constant.getNullValue(this.#types.value(type));
      case 'void':
      case 'never':
      case 'parameter':
      case 'error':
        throw new InternalError(`The type ${type.kind} has no zero`);
      default:
        return assertNever(type);
    }
  }

  /**
   * Bounds the caches; called between fragments, so that a constant stays one object within each.
   */
  trim(): void {
    for (const cache of [this.#cache, this.#i32, this.#i64]) {
      if (cache.size > cacheLimit) cache.clear();
    }
  }

  #cached(key: string, make: () => llvm.Value): llvm.Value {
    let constant = this.#cache.get(key);
    if (constant === undefined) {
      constant = make();
      this.#cache.set(key, constant);
    }
    return constant;
  }

  #small(cache: Map<number, llvm.Constant>, type: llvm.IntegerType, value: number): llvm.Constant {
    let constant = cache.get(value);
    if (constant === undefined) {
      invariant(Number.isSafeInteger(value), `Not an exact integer: ${value}`);
      constant = llvm.ConstantInt.get(type, value, true);
      cache.set(value, constant);
    }
    return constant;
  }

  #makeInteger(bits: IntBits, text: string): llvm.Value {
    const type = this.#types.integer(bits);
    const value = Number(text);
    if (Number.isSafeInteger(value)) return llvm.ConstantInt.get(type, value, true);
    const pieces: number[] = [];
    for (let rest = BigInt.asUintN(bits, BigInt(text)); rest > 0n; rest >>= 32n) {
      pieces.push(Number(rest & 0xffffffffn));
    }
    return this.#join(type, pieces);
  }

  /** Joins 32-bit pieces, least significant first; the builder folds constants into a constant. */
  #join(type: llvm.IntegerType, pieces: readonly number[]): llvm.Value {
    const shift = llvm.ConstantInt.get(type, 32, false);
    let joined: llvm.Value = llvm.ConstantInt.get(type, 0, false);
    for (const piece of pieces.toReversed()) {
      const low = llvm.ConstantInt.get(type, piece, false);
      joined = this.#builder.CreateOr(this.#builder.CreateShl(joined, shift), low);
    }
    return joined;
  }
}

const floatText = /^-?(?:\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|inf|nan)$/;
