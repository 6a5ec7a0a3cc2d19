/**
 * LLVM's types, each wrapper made once in a process. Objects are `i8*` whatever their class; a bool
 * is i1 in registers and a byte in objects; strings are values of three words.
 */
import llvm from 'llvm-bindings';
import { assertNever, InternalError, unfinished } from '../base/invariant.ts';
import type { Type } from '../sema/type.ts';
import { typeKey } from '../sema/type-key.ts';
import type { AbiType, RuntimeSignature } from './runtime-abi.ts';

/** A function's type, and the type of its address. */
export interface CallShape {
  readonly type: llvm.FunctionType;
  readonly pointer: llvm.PointerType;
}

export class IrTypes {
  readonly void: llvm.Type;
  readonly i1: llvm.IntegerType;
  readonly i8: llvm.IntegerType;
  readonly i16: llvm.IntegerType;
  readonly i32: llvm.IntegerType;
  readonly i64: llvm.IntegerType;
  readonly i128: llvm.IntegerType;
  readonly f32: llvm.Type;
  readonly f64: llvm.Type;
  /** `i8*`. */
  readonly pointer: llvm.PointerType;
  readonly string: llvm.StructType;
  readonly site: llvm.StructType;
  readonly finish: llvm.StructType;
  readonly task: llvm.FunctionType;
  readonly #pointers = new Map<llvm.Type, llvm.PointerType>();
  readonly #calls = new Map<string, CallShape>();

  constructor(context: llvm.LLVMContext) {
    this.void = llvm.Type.getVoidTy(context);
    this.i1 = llvm.Type.getInt1Ty(context);
    this.i8 = llvm.Type.getInt8Ty(context);
    this.i16 = llvm.Type.getInt16Ty(context);
    this.i32 = llvm.Type.getInt32Ty(context);
    this.i64 = llvm.Type.getInt64Ty(context);
    this.i128 = llvm.Type.getInt128Ty(context);
    this.f32 = llvm.Type.getFloatTy(context);
    this.f64 = llvm.Type.getDoubleTy(context);
    this.pointer = llvm.Type.getInt8PtrTy(context);
    this.#pointers.set(this.i8, this.pointer);
    this.string = llvm.StructType.create(
      context,
      [this.i64, this.i64, this.pointer],
      'bolt.string',
    );
    this.site = llvm.StructType.create(context, [this.pointer, this.i32, this.i32], 'bolt.site');
    // The only way to 16-byte alignment that llvm-bindings leaves open.
    const aligned = llvm.ArrayType.get(llvm.Type.getFP128Ty(context), 4);
    this.finish = llvm.StructType.create(context, [aligned], 'bolt.finish');
    this.task = llvm.FunctionType.get(this.void, [this.pointer], false);
  }

  /** Of a value in a temporary, an argument or a local. */
  value(type: Type): llvm.Type {
    switch (type.kind) {
      case 'int':
        return this.integer(type.bits);
      case 'float':
        return type.bits === 32 ? this.f32 : this.f64;
      case 'bool':
        return this.i1;
      case 'char':
        return this.i32;
      case 'string':
        return this.string;
      case 'class':
        return this.pointer;
      case 'void':
      case 'never':
        return this.void;
      case 'parameter':
      case 'error':
        throw new InternalError(`Code generation met the type ${typeKey(type)}`);
      default:
        return unfinished(type);
    }
  }

  /** Of a field or a capture. */
  memory(type: Type): llvm.Type {
    return type.kind === 'bool' ? this.i8 : this.value(type);
  }

  integer(bits: 8 | 16 | 32 | 64 | 128): llvm.IntegerType {
    switch (bits) {
      case 8:
        return this.i8;
      case 16:
        return this.i16;
      case 32:
        return this.i32;
      case 64:
        return this.i64;
      case 128:
        return this.i128;
      default:
        return assertNever(bits);
    }
  }

  pointerTo(type: llvm.Type): llvm.PointerType {
    let pointer = this.#pointers.get(type);
    if (pointer === undefined) {
      pointer = llvm.PointerType.getUnqual(type);
      this.#pointers.set(type, pointer);
    }
    return pointer;
  }

  /** Of a function of the program; a receiver counts as a parameter. */
  call(parameters: readonly Type[], result: Type): CallShape {
    const key = callKey(parameters, result);
    let shape = this.#calls.get(key);
    if (shape === undefined) {
      const types = parameters.map((parameter) => this.value(parameter));
      const type = llvm.FunctionType.get(this.value(result), types, false);
      shape = { type, pointer: this.pointerTo(type) };
      this.#calls.set(key, shape);
    }
    return shape;
  }

  runtime(signature: RuntimeSignature): llvm.FunctionType {
    const parameters = signature.parameters.map((parameter) => this.abi(parameter));
    return llvm.FunctionType.get(
      this.abi(signature.result),
      parameters,
      signature.variadic === true,
    );
  }

  /** Of an intrinsic that converts a float to an integer. */
  saturation(fromBits: 32 | 64, to: llvm.Type): llvm.FunctionType {
    return llvm.FunctionType.get(to, [fromBits === 32 ? this.f32 : this.f64], false);
  }

  private abi(type: AbiType): llvm.Type {
    switch (type) {
      case 'void':
      case 'i32':
      case 'i64':
      case 'f32':
      case 'f64':
      case 'pointer':
        return this[type];
      case 'site*':
        return this.pointerTo(this.site);
      case 'string*':
        return this.pointerTo(this.string);
      case 'finish*':
        return this.pointerTo(this.finish);
      case 'task*':
        return this.pointerTo(this.task);
      default:
        return assertNever(type);
    }
  }
}

/** All classes are one type here: the key says how values are represented. */
function callKey(parameters: readonly Type[], result: Type): string {
  let key = representation(result);
  for (const parameter of parameters) key += ` ${representation(parameter)}`;
  return key;
}

function representation(type: Type): string {
  return type.kind === 'class' ? 'ref' : type.kind === 'int' ? `i${type.bits}` : typeKey(type);
}
