/**
 * What a process keeps of LLVM between fragments: llvm-bindings frees neither contexts nor modules,
 * so there is one of each, and a fragment's functions and globals are erased once they are printed.
 * Types and constants stay, for every wrapper object costs microseconds.
 */
import llvm from 'llvm-bindings';
import { invariant } from '../base/invariant.ts';
import { IrConstants } from './ir-constants.ts';
import { IrTypes } from './ir-types.ts';
import type { PlaceMark } from './place-marks.ts';
import { PlaceMarks } from './place-marks.ts';
import type { RuntimeFunction } from './runtime-abi.ts';
import { runtimeFunctions } from './runtime-abi.ts';
import { dataLayout } from './target.ts';

const external = llvm.GlobalValue.LinkageTypes.ExternalLinkage;
const privateLinkage = llvm.GlobalValue.LinkageTypes.PrivateLinkage;

interface GlobalParts {
  readonly type: llvm.Type;
  readonly value: llvm.Constant | null;
  readonly isConstant: boolean;
  readonly linkage: number;
}

export class IrSession {
  readonly context: llvm.LLVMContext = new llvm.LLVMContext();
  readonly builder: llvm.IRBuilder = new llvm.IRBuilder(this.context);
  readonly types: IrTypes = new IrTypes(this.context);
  readonly constants: IrConstants = new IrConstants(this.builder, this.types);
  readonly #module = new llvm.Module('fragment', this.context);
  readonly #functions = new Map<string, llvm.Function>();
  readonly #globals = new Map<string, llvm.GlobalVariable>();
  readonly #runtimeTypes = new Map<RuntimeFunction, llvm.FunctionType>();
  readonly #marks = new PlaceMarks(this.context, this.#module);
  #place: PlaceMark | undefined;

  constructor() {
    this.#module.setDataLayout(dataLayout);
  }

  /** The function called `symbol` in the fragment being built; declared where it is new. */
  function(symbol: string, type: llvm.FunctionType): llvm.Function {
    let found = this.#functions.get(symbol);
    if (found === undefined) {
      found = llvm.Function.Create(type, external, symbol, this.#module);
      this.#functions.set(symbol, found);
    }
    return found;
  }

  runtime(name: RuntimeFunction): llvm.Function {
    return this.#functions.get(name) ?? this.function(name, this.#runtimeType(name));
  }

  /** The place of the source that code is made from now; undefined where there is none. */
  get place(): PlaceMark | undefined {
    return this.#place;
  }

  set place(place: PlaceMark | undefined) {
    this.#place = place;
    this.#marks.set(this.builder, place);
  }

  /** A constant that some module defines. */
  external(symbol: string, type: llvm.Type): llvm.GlobalVariable {
    return this.#globals.get(symbol) ?? this.#global(symbol, type, null);
  }

  /** A constant that this fragment defines. */
  define(symbol: string, type: llvm.Type, value: llvm.Constant): llvm.GlobalVariable {
    invariant(!this.#globals.has(symbol), `${symbol} is defined twice`);
    return this.#global(symbol, type, value);
  }

  /** A variable that only this fragment's module uses. */
  variable(symbol: string, type: llvm.Type, value: llvm.Constant): llvm.GlobalVariable {
    return this.#make(symbol, { type, value, isConstant: false, linkage: external });
  }

  /** A private constant. */
  data(symbol: string, type: llvm.Type, value: llvm.Constant): llvm.GlobalVariable {
    return this.#make(symbol, { type, value, isConstant: true, linkage: privateLinkage });
  }

  /** A private, NUL-terminated text, merged with its equals by the linker. */
  text(symbol: string, value: string): llvm.GlobalVariable {
    const text = this.builder.CreateGlobalString(value, symbol, 0, this.#module);
    this.#globals.set(symbol, text);
    return text;
  }

  block(name: string, parent?: llvm.Function): llvm.BasicBlock {
    return parent === undefined
      ? llvm.BasicBlock.Create(this.context, name)
      : llvm.BasicBlock.Create(this.context, name, parent);
  }

  sizeBytes(type: llvm.Type): number {
    return this.#module.getDataLayout().getTypeAllocSize(type);
  }

  /**
   * Whether what has been built so far is well formed; LLVM writes its findings to standard error.
   */
  verify(): boolean {
    return !llvm.verifyModule(this.#module);
  }

  print(): string {
    return this.#module.print();
  }

  /** Forgets the fragment. Bodies go first, so that nothing refers to what is erased after them. */
  erase(): void {
    this.builder.ClearInsertionPoint();
    this.place = undefined;
    for (const each of this.#functions.values()) each.deleteBody();
    // Initializers may refer to functions and texts.
    for (const each of [...this.#globals.values()].reverse()) each.eraseFromParent();
    for (const each of this.#functions.values()) each.eraseFromParent();
    this.#functions.clear();
    this.#globals.clear();
    this.constants.trim();
  }

  #global(symbol: string, type: llvm.Type, value: llvm.Constant | null): llvm.GlobalVariable {
    return this.#make(symbol, { type, value, isConstant: true, linkage: external });
  }

  #make(symbol: string, { type, value, isConstant, linkage }: GlobalParts): llvm.GlobalVariable {
    invariant(!this.#globals.has(symbol), `${symbol} is made twice`);
    const made = new llvm.GlobalVariable(this.#module, type, isConstant, linkage, value, symbol);
    this.#globals.set(symbol, made);
    return made;
  }

  #runtimeType(name: RuntimeFunction): llvm.FunctionType {
    let type = this.#runtimeTypes.get(name);
    if (type === undefined) {
      type = this.types.runtime(runtimeFunctions[name]);
      this.#runtimeTypes.set(name, type);
    }
    return type;
  }
}
