/**
 * ThreadSanitizer's part of code generation: its passes make memory accesses report to it. The
 * runtime tells it of tasks and locks (runtime/src/watch.h).
 */
import type { Handle, LibLlvm } from './libllvm.ts';

/** What passes run on, and with. */
export interface SanitizedModule {
  readonly api: LibLlvm;
  readonly module: Handle;
  readonly machine: Handle;
  readonly options: Handle;
}

/** Instruments all functions that the module defines; returns LLVM's error, or null. */
export function instrumentForThreads(target: SanitizedModule): Handle {
  const { api, module, machine, options } = target;
  const context = api.LLVMGetModuleContext(module);
  const marks = Object.entries(attributes).map(([name, value]) => {
    const kind = api.LLVMGetEnumAttributeKindForName(name, name.length);
    return api.LLVMCreateEnumAttribute(context, kind, value);
  });
  for (const fn of definitions(target)) {
    for (const mark of marks) api.LLVMAddAttributeAtIndex(fn, functionIndex, mark);
  }
  const error = api.LLVMRunPasses(module, passes, machine, options);
  if (error !== null) return error;
  for (const fn of definitions(target)) ignoreFrame(api, fn);
  return null;
}

/**
 * Aligned so, a frame takes 256 bytes or more. Then a runaway recursion meets the end of its stack
 * before it has 65,536 calls, which is as far as the sanitizer follows them: behind that it would
 * write over its own memory. See STACK_SIZE of the runtime.
 */
const attributes: Readonly<Record<string, number>> = { sanitize_thread: 0, alignstack: 128 };

/** Names of LLVM 14's pass registry. The first makes the module start the sanitizer. */
const passes = 'tsan-module,function(tsan)';

/** `LLVMAttributeFunctionIndex`, which is -1 in C. */
const functionIndex = 0xffff_ffff;

/**
 * Takes the reports of accesses to the function's own frame out. No other task can see it, and the
 * tasks that one thread runs after each other use the same stack.
 */
function ignoreFrame(api: LibLlvm, fn: Handle): void {
  for (const block of chain(api.LLVMGetFirstBasicBlock(fn), api.LLVMGetNextBasicBlock)) {
    for (const each of chain(api.LLVMGetFirstInstruction(block), api.LLVMGetNextInstruction)) {
      if (reportsFrame(api, each)) api.LLVMInstructionEraseFromParent(each);
    }
  }
}

function reportsFrame(api: LibLlvm, instruction: Handle): boolean {
  if (api.LLVMIsACallInst(instruction) === null) return false;
  const name = api.LLVMGetValueName2(api.LLVMGetCalledValue(instruction), [0]);
  if (!/^__tsan_(unaligned_)?(read|write)/.test(name)) return false;
  let address = api.LLVMGetOperand(instruction, 0);
  while (
    api.LLVMIsABitCastInst(address) !== null ||
    api.LLVMIsAGetElementPtrInst(address) !== null
  ) {
    address = api.LLVMGetOperand(address, 0);
  }
  return api.LLVMIsAAllocaInst(address) !== null;
}

function* definitions({ api, module }: SanitizedModule): Iterable<Handle> {
  for (const fn of chain(api.LLVMGetFirstFunction(module), api.LLVMGetNextFunction)) {
    if (api.LLVMIsDeclaration(fn) === 0) yield fn;
  }
}

/** One after the other; the current one may be removed. */
function* chain(first: Handle, next: (handle: Handle) => Handle): Iterable<Handle> {
  for (let current = first; current !== null; ) {
    const following = next(current);
    yield current;
    current = following;
  }
}
