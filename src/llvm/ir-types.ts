/**
 * LLVM's types, each wrapper made once in a process. Objects are `i8*` whatever their class; a bool
 * is i1 by itself and a byte in memory and in whatever has parts; strings and arrays are values of
 * three words; tuples and structs are structs of their parts, an optional is a byte and its value, or
 * the reference alone, and a union a number and words that any member fits in.
 */
import llvm from 'llvm-bindings';
import { assertNever, InternalError } from '../base/invariant.ts';
import type { ValueShapes } from '../ir/value-shapes.ts';
import { noShapes } from '../ir/value-shapes.ts';
import type { OptionalType, StructType, TupleType, Type, UnionType } from '../sema/type.ts';
import { typeKey } from '../sema/type-key.ts';
import { isNullable, memberTypes, payloadWords } from './layout.ts';
import type { AbiType, RuntimeSignature } from './runtime-abi.ts';

export type CompositeType = TupleType | StructType | OptionalType | UnionType;

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
  /** Base of the block, first element, length. */
  readonly array: llvm.StructType;
  readonly site: llvm.StructType;
  readonly finish: llvm.StructType;
  readonly task: llvm.FunctionType;
  /** Of a function that yields an address. */
  readonly address: llvm.FunctionType;
  readonly #pointers = new Map<llvm.Type, llvm.PointerType>();
  readonly #calls = new Map<string, CallShape>();
  readonly #structs = new Map<string, llvm.StructType>();
  readonly #context: llvm.LLVMContext;
  #shapes = noShapes;

  constructor(context: llvm.LLVMContext) {
    this.#context = context;
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
    this.array = llvm.StructType.create(
      context,
      [this.pointer, this.pointer, this.i64],
      'bolt.array',
    );
    this.site = llvm.StructType.create(context, [this.pointer, this.i32, this.i32], 'bolt.site');
    // The only way to 16-byte alignment that llvm-bindings leaves open.
    const aligned = llvm.ArrayType.get(llvm.Type.getFP128Ty(context), 4);
    this.finish = llvm.StructType.create(context, [aligned], 'bolt.finish');
    this.task = llvm.FunctionType.get(this.void, [this.pointer], false);
    this.address = llvm.FunctionType.get(this.pointer, [], false);
  }

  /** What the fragment that is being built knows of structs and unions. */
  get shapes(): ValueShapes {
    return this.#shapes;
  }

  useShapes(shapes: ValueShapes): void {
    this.#shapes = shapes;
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
      case 'array':
        return this.array;
      case 'class':
      case 'pointer':
        return this.pointer;
      case 'tuple':
      case 'struct':
      case 'optional':
      case 'union':
        return this.composite(type);
      case 'void':
      case 'never':
        return this.void;
      case 'parameter':
      case 'error':
        throw new InternalError(`Code generation met the type ${typeKey(type)}`);
      default:
        return assertNever(type);
    }
  }

  /** Equal structures are one wrapper, whatever they are called. */
  private composite(type: CompositeType): llvm.Type {
    if (type.kind === 'optional' && isNullable(type.value)) return this.pointer;
    const text = this.nameOf(type);
    let struct = this.#structs.get(text);
    if (struct === undefined) {
      struct = llvm.StructType.get(this.#context, this.membersOf(type));
      this.#structs.set(text, struct);
    }
    return struct;
  }

  private membersOf(type: CompositeType): llvm.Type[] {
    switch (type.kind) {
      case 'tuple':
        return type.elements.map((element) => this.memory(element));
      case 'struct':
        return memberTypes(type, this.#shapes).map((field) => this.memory(field));
      case 'optional':
        return [this.i8, this.memory(type.value)];
      case 'union':
        return [this.i32, llvm.ArrayType.get(this.i64, payloadWords(type, this.#shapes))];
      default:
        return assertNever(type);
    }
  }

  /** Says how a value is represented: equal for types that are one type in LLVM. */
  nameOf(type: Type): string {
    switch (type.kind) {
      case 'int':
        return `i${type.bits}`;
      case 'class':
      case 'pointer':
        return 'ref';
      case 'array':
        return 'array';
      case 'tuple':
        return this.textOfParts(type.elements);
      case 'struct':
        return this.textOfParts(memberTypes(type, this.#shapes));
      case 'optional':
        return isNullable(type.value) ? 'ref' : `?${this.nameOf(type.value)}`;
      case 'union':
        return `union ${payloadWords(type, this.#shapes)}`;
      default:
        return typeKey(type);
    }
  }

  private textOfParts(parts: readonly Type[]): string {
    return `{${parts.map((part) => this.nameOf(part)).join(' ')}}`;
  }

  /** Of a field, an element or a capture. */
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
    let key = this.nameOf(result);
    for (const parameter of parameters) key += ` ${this.nameOf(parameter)}`;
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
