/**
 * libLLVM's stable C API through koffi: the few functions that turn IR text into an object file.
 * Handles are opaque; whoever creates one disposes of it. LLVM aborts the process on internal
 * errors, so only workers load this.
 */
import koffi from 'koffi';

/** A pointer that only LLVM looks behind; null where LLVM has none. */
export type Handle = { readonly __llvm: never } | null;
/** Receives a handle or a message. */
type Out<T> = [T];

export interface LibLlvm {
  readonly LLVMInitializeX86TargetInfo: () => void;
  readonly LLVMInitializeX86Target: () => void;
  readonly LLVMInitializeX86TargetMC: () => void;
  readonly LLVMInitializeX86AsmPrinter: () => void;
  readonly LLVMContextCreate: () => Handle;
  readonly LLVMContextDispose: (context: Handle) => void;
  readonly LLVMCreateMemoryBufferWithMemoryRangeCopy: (
    data: Uint8Array,
    size: number,
    name: string,
  ) => Handle;
  readonly LLVMParseIRInContext: (
    context: Handle,
    buffer: Handle,
    module: Out<Handle>,
    message: Out<Handle>,
  ) => number;
  readonly LLVMVerifyModule: (module: Handle, action: number, message: Out<Handle>) => number;
  readonly LLVMPrintModuleToString: (module: Handle) => Handle;
  readonly LLVMDisposeModule: (module: Handle) => void;
  readonly LLVMDisposeMessage: (message: Handle) => void;
  readonly LLVMSetTarget: (module: Handle, triple: string) => void;
  readonly LLVMSetDataLayout: (module: Handle, layout: string) => void;
  readonly LLVMGetTargetFromTriple: (
    triple: string,
    target: Out<Handle>,
    message: Out<Handle>,
  ) => number;
  readonly LLVMCreateTargetMachine: (
    target: Handle,
    triple: string,
    cpu: string,
    features: string,
    level: number,
    reloc: number,
    codeModel: number,
  ) => Handle;
  readonly LLVMCreatePassBuilderOptions: () => Handle;
  readonly LLVMPassBuilderOptionsSetSLPVectorization: (options: Handle, isOn: number) => void;
  readonly LLVMRunPasses: (
    module: Handle,
    passes: string,
    machine: Handle,
    options: Handle,
  ) => Handle;
  readonly LLVMGetErrorMessage: (error: Handle) => Handle;
  readonly LLVMDisposeErrorMessage: (message: Handle) => void;
  readonly LLVMTargetMachineEmitToMemoryBuffer: (
    machine: Handle,
    module: Handle,
    fileType: number,
    message: Out<Handle>,
    buffer: Out<Handle>,
  ) => number;
  readonly LLVMGetBufferStart: (buffer: Handle) => Handle;
  readonly LLVMGetBufferSize: (buffer: Handle) => number;
  readonly LLVMDisposeMemoryBuffer: (buffer: Handle) => void;
  readonly LLVMGetFirstFunction: (module: Handle) => Handle;
  readonly LLVMGetNextFunction: (fn: Handle) => Handle;
  readonly LLVMGetFirstGlobal: (module: Handle) => Handle;
  readonly LLVMGetNextGlobal: (global: Handle) => Handle;
  readonly LLVMIsDeclaration: (value: Handle) => number;
  readonly LLVMIsGlobalConstant: (global: Handle) => number;
  readonly LLVMIsThreadLocal: (global: Handle) => number;
  readonly LLVMGetLinkage: (value: Handle) => number;
  readonly LLVMGetValueName2: (value: Handle, length: Out<number>) => string;
  readonly LLVMSetSection: (value: Handle, section: string) => void;
  readonly LLVMGetModuleContext: (module: Handle) => Handle;
  readonly LLVMGetFirstBasicBlock: (fn: Handle) => Handle;
  readonly LLVMGetNextBasicBlock: (block: Handle) => Handle;
  readonly LLVMGetFirstInstruction: (block: Handle) => Handle;
  readonly LLVMGetNextInstruction: (instruction: Handle) => Handle;
  readonly LLVMInstructionEraseFromParent: (instruction: Handle) => void;
  readonly LLVMIsACallInst: (value: Handle) => Handle;
  readonly LLVMIsABitCastInst: (value: Handle) => Handle;
  readonly LLVMIsAGetElementPtrInst: (value: Handle) => Handle;
  readonly LLVMIsAAllocaInst: (value: Handle) => Handle;
  readonly LLVMGetCalledValue: (call: Handle) => Handle;
  readonly LLVMGetOperand: (value: Handle, index: number) => Handle;
  readonly LLVMGetEnumAttributeKindForName: (name: string, length: number) => number;
  readonly LLVMCreateEnumAttribute: (context: Handle, kind: number, value: number) => Handle;
  readonly LLVMCreateStringAttribute: (
    context: Handle,
    kind: string,
    kindLength: number,
    value: string,
    valueLength: number,
  ) => Handle;
  readonly LLVMAddAttributeAtIndex: (fn: Handle, index: number, attribute: Handle) => void;
}

const prototypes: Readonly<Record<keyof LibLlvm, string>> = {
  LLVMInitializeX86TargetInfo: 'void LLVMInitializeX86TargetInfo()',
  LLVMInitializeX86Target: 'void LLVMInitializeX86Target()',
  LLVMInitializeX86TargetMC: 'void LLVMInitializeX86TargetMC()',
  LLVMInitializeX86AsmPrinter: 'void LLVMInitializeX86AsmPrinter()',
  LLVMContextCreate: 'void *LLVMContextCreate()',
  LLVMContextDispose: 'void LLVMContextDispose(void *)',
  LLVMCreateMemoryBufferWithMemoryRangeCopy:
    'void *LLVMCreateMemoryBufferWithMemoryRangeCopy(const uint8_t *, size_t, const char *)',
  LLVMParseIRInContext: 'int LLVMParseIRInContext(void *, void *, _Out_ void **, _Out_ void **)',
  LLVMVerifyModule: 'int LLVMVerifyModule(void *, int, _Out_ void **)',
  LLVMPrintModuleToString: 'void *LLVMPrintModuleToString(void *)',
  LLVMDisposeModule: 'void LLVMDisposeModule(void *)',
  LLVMDisposeMessage: 'void LLVMDisposeMessage(void *)',
  LLVMSetTarget: 'void LLVMSetTarget(void *, const char *)',
  LLVMSetDataLayout: 'void LLVMSetDataLayout(void *, const char *)',
  LLVMGetTargetFromTriple:
    'int LLVMGetTargetFromTriple(const char *, _Out_ void **, _Out_ void **)',
  LLVMCreateTargetMachine:
    'void *LLVMCreateTargetMachine(void *, const char *, const char *, const char *, int, int, int)',
  LLVMCreatePassBuilderOptions: 'void *LLVMCreatePassBuilderOptions()',
  LLVMPassBuilderOptionsSetSLPVectorization:
    'void LLVMPassBuilderOptionsSetSLPVectorization(void *, int)',
  LLVMRunPasses: 'void *LLVMRunPasses(void *, const char *, void *, void *)',
  LLVMGetErrorMessage: 'void *LLVMGetErrorMessage(void *)',
  LLVMDisposeErrorMessage: 'void LLVMDisposeErrorMessage(void *)',
  LLVMTargetMachineEmitToMemoryBuffer:
    'int LLVMTargetMachineEmitToMemoryBuffer(void *, void *, int, _Out_ void **, _Out_ void **)',
  LLVMGetBufferStart: 'void *LLVMGetBufferStart(void *)',
  LLVMGetBufferSize: 'size_t LLVMGetBufferSize(void *)',
  LLVMDisposeMemoryBuffer: 'void LLVMDisposeMemoryBuffer(void *)',
  LLVMGetFirstFunction: 'void *LLVMGetFirstFunction(void *)',
  LLVMGetNextFunction: 'void *LLVMGetNextFunction(void *)',
  LLVMGetFirstGlobal: 'void *LLVMGetFirstGlobal(void *)',
  LLVMGetNextGlobal: 'void *LLVMGetNextGlobal(void *)',
  LLVMIsDeclaration: 'int LLVMIsDeclaration(void *)',
  LLVMIsGlobalConstant: 'int LLVMIsGlobalConstant(void *)',
  LLVMIsThreadLocal: 'int LLVMIsThreadLocal(void *)',
  LLVMGetLinkage: 'int LLVMGetLinkage(void *)',
  LLVMGetValueName2: 'const char *LLVMGetValueName2(void *, _Out_ size_t *)',
  LLVMSetSection: 'void LLVMSetSection(void *, const char *)',
  LLVMGetModuleContext: 'void *LLVMGetModuleContext(void *)',
  LLVMGetFirstBasicBlock: 'void *LLVMGetFirstBasicBlock(void *)',
  LLVMGetNextBasicBlock: 'void *LLVMGetNextBasicBlock(void *)',
  LLVMGetFirstInstruction: 'void *LLVMGetFirstInstruction(void *)',
  LLVMGetNextInstruction: 'void *LLVMGetNextInstruction(void *)',
  LLVMInstructionEraseFromParent: 'void LLVMInstructionEraseFromParent(void *)',
  LLVMIsACallInst: 'void *LLVMIsACallInst(void *)',
  LLVMIsABitCastInst: 'void *LLVMIsABitCastInst(void *)',
  LLVMIsAGetElementPtrInst: 'void *LLVMIsAGetElementPtrInst(void *)',
  LLVMIsAAllocaInst: 'void *LLVMIsAAllocaInst(void *)',
  LLVMGetCalledValue: 'void *LLVMGetCalledValue(void *)',
  LLVMGetOperand: 'void *LLVMGetOperand(void *, unsigned int)',
  LLVMGetEnumAttributeKindForName:
    'unsigned int LLVMGetEnumAttributeKindForName(const char *, size_t)',
  LLVMCreateEnumAttribute: 'void *LLVMCreateEnumAttribute(void *, unsigned int, uint64_t)',
  LLVMCreateStringAttribute:
    'void *LLVMCreateStringAttribute(void *, const char *, unsigned int, const char *, unsigned int)',
  LLVMAddAttributeAtIndex: 'void LLVMAddAttributeAtIndex(void *, unsigned int, void *)',
};

/** @throws an Error of the loader when `path` is no libLLVM 14. */
export function loadLibLlvm(path: string): LibLlvm {
  const library = koffi.load(path);
  const entries = Object.entries(prototypes).map(([name, text]) => [name, library.func(text)]);
  const api = Object.fromEntries(entries) as LibLlvm;
  api.LLVMInitializeX86TargetInfo();
  api.LLVMInitializeX86Target();
  api.LLVMInitializeX86TargetMC();
  api.LLVMInitializeX86AsmPrinter();
  return api;
}

/** The C string behind `message`. */
export function textAt(message: Handle): string {
  return message === null ? '' : String(koffi.decode(message, 'char', -1));
}

/** A copy of `size` bytes. */
export function bytesAt(start: Handle, size: number): Uint8Array {
  const view: unknown = koffi.decode(start, koffi.array('uint8_t', size, 'Typed'));
  return view instanceof Uint8Array ? Uint8Array.from(view) : new Uint8Array();
}
