/**
 * IR text to the bytes of an object file, in this process. The bytes depend on the text and the
 * profile alone. What is made for one module is disposed of before the next; machines stay.
 */
import { InternalError } from '../base/invariant.ts';
import { tagAccesses } from './alias-tags.ts';
import type { Failure, Stage } from './emission-stage.ts';
import { done, failure } from './emission-stage.ts';
import type { Handle, LibLlvm } from './libllvm.ts';
import { bytesAt, loadLibLlvm, textAt } from './libllvm.ts';
import type { Listing } from './list-passes.ts';
import { listPasses } from './list-passes.ts';
import type { ListingForm, ObjectOrder, Profile } from './protocol.ts';
import { instrumentForThreads } from './sanitize.ts';
import { dataLayout, targetCpu, targetTriple } from './target.ts';

export type Emission = { readonly kind: 'object'; readonly bytes: Uint8Array } | Failure;

export interface ObjectEmitter {
  emit(order: ObjectOrder): Emission;
  /** For people: what becomes of a module's text on its way to an object. */
  list(order: ObjectOrder, form: ListingForm): Listing;
}

/** Names of LLVM's C enumerations. */
const returnStatus = 2;
const assemblyFile = 0;
const objectFile = 1;
const relocPic = 2;
const codeModelDefault = 0;
const codeGenLevel: Readonly<Record<Profile, number>> = { dev: 0, release: 2 };

/** `library`: the path of libLLVM-14.so.1. */
export function createEmitter(library: string): ObjectEmitter {
  const api = loadLibLlvm(library);
  const machines = new Map<Profile, Handle>();
  const options = api.LLVMCreatePassBuilderOptions();
  // As clang does it; the library leaves it off.
  api.LLVMPassBuilderOptionsSetSLPVectorization(options, 1);
  const machineFor = (profile: Profile): Handle => {
    let machine = machines.get(profile);
    if (machine === undefined) {
      machine = createMachine(api, profile);
      machines.set(profile, machine);
    }
    return machine;
  };
  const workOn = <T>(order: ObjectOrder, work: (module: Handle) => Stage<T>): Stage<T> => {
    const context = api.LLVMContextCreate();
    try {
      return withModule(api, context, order, work);
    } finally {
      api.LLVMContextDispose(context);
    }
  };
  return {
    emit(order) {
      const machine = machineFor(order.profile);
      const made = workOn(order, (module) => {
        const optimised = optimise(api, module, order, machine, options);
        return optimised ?? generate(api, machine, module, objectFile);
      });
      return made.kind === 'failure' ? made : { kind: 'object', bytes: made.value };
    },
    list(order, form) {
      const machine = machineFor(order.profile);
      const runPasses = (pipeline: string): Stage<string> =>
        workOn(order, (module) => {
          const error = api.LLVMRunPasses(module, pipeline, machine, options);
          if (error !== null) return failure('optimise', takeError(api, error));
          return done(takeMessage(api, api.LLVMPrintModuleToString(module)));
        });
      if (form !== 'assembly') return listPasses(runPasses, form);
      return workOn(order, (module) => {
        const optimised = optimise(api, module, order, machine, options);
        if (optimised !== undefined) return optimised;
        const made = generate(api, machine, module, assemblyFile);
        if (made.kind === 'failure') return made;
        const text = Buffer.from(made.value).toString('utf8');
        return done([{ title: 'assembly', text }]);
      });
    },
  };
}

function createMachine(api: LibLlvm, profile: Profile): Handle {
  const target: [Handle] = [null];
  const message: [Handle] = [null];
  if (api.LLVMGetTargetFromTriple(targetTriple, target, message) !== 0) {
    throw new InternalError(
      `libLLVM has no target ${targetTriple}: ${takeMessage(api, message[0])}`,
    );
  }
  const level = codeGenLevel[profile];
  const [x86] = target;
  return api.LLVMCreateTargetMachine(
    x86,
    targetTriple,
    targetCpu,
    '',
    level,
    relocPic,
    codeModelDefault,
  );
}

/** Parses and verifies the order's text, and disposes of the module behind `work`. */
function withModule<T>(
  api: LibLlvm,
  context: Handle,
  order: ObjectOrder,
  work: (module: Handle) => Stage<T>,
): Stage<T> {
  const text = Buffer.from(order.profile === 'release' ? tagAccesses(order.ir) : order.ir);
  const name = order.module;
  const buffer = api.LLVMCreateMemoryBufferWithMemoryRangeCopy(text, text.length, name);
  const parsed: [Handle] = [null];
  const message: [Handle] = [null];
  // The parser owns the buffer from here on.
  if (api.LLVMParseIRInContext(context, buffer, parsed, message) !== 0) {
    return failure('parse', takeMessage(api, message[0]));
  }
  const [module] = parsed;
  try {
    const isBroken = api.LLVMVerifyModule(module, returnStatus, message) !== 0;
    const findings = takeMessage(api, message[0]);
    if (isBroken) return failure('verify', findings);
    api.LLVMSetTarget(module, targetTriple);
    api.LLVMSetDataLayout(module, dataLayout);
    return work(module);
  } finally {
    api.LLVMDisposeModule(module);
  }
}

/** What stands between the text and code generation; undefined: all went well. */
function optimise(
  api: LibLlvm,
  module: Handle,
  { profile, sanitizer }: ObjectOrder,
  machine: Handle,
  options: Handle,
): Failure | undefined {
  if (profile === 'release') {
    const error = api.LLVMRunPasses(module, 'default<O2>', machine, options);
    if (error !== null) return failure('optimise', takeError(api, error));
    keepFrames(api, module);
  }
  if (sanitizer !== undefined) {
    // Behind the optimiser, as clang does it: what has been optimised away cannot race.
    const error = instrumentForThreads({ api, module, machine, options });
    if (error !== null) return failure('instrument', takeError(api, error));
  } else if (profile === 'release') {
    separateSections(api, module);
  }
  return undefined;
}

function generate(
  api: LibLlvm,
  machine: Handle,
  module: Handle,
  fileType: number,
): Stage<Uint8Array> {
  const message: [Handle] = [null];
  const buffer: [Handle] = [null];
  const emitted = api.LLVMTargetMachineEmitToMemoryBuffer(
    machine,
    module,
    fileType,
    message,
    buffer,
  );
  if (emitted !== 0) return failure('emit', takeMessage(api, message[0]));
  try {
    const size = api.LLVMGetBufferSize(buffer[0]);
    return done(bytesAt(api.LLVMGetBufferStart(buffer[0]), size));
  } finally {
    api.LLVMDisposeMemoryBuffer(buffer[0]);
  }
}

/**
 * A call in tail position keeps its caller's frame, which stack traces show. Recursion has been
 * turned into loops by now, where it can be.
 */
function keepFrames(api: LibLlvm, module: Handle): void {
  const functionIndex = 0xffff_ffff;
  const [kind, value] = ['disable-tail-calls', 'true'];
  const context = api.LLVMGetModuleContext(module);
  const mark = api.LLVMCreateStringAttribute(context, kind, kind.length, value, value.length);
  for (let fn = api.LLVMGetFirstFunction(module); fn !== null; fn = api.LLVMGetNextFunction(fn)) {
    if (api.LLVMIsDeclaration(fn) === 0) api.LLVMAddAttributeAtIndex(fn, functionIndex, mark);
  }
}

/**
 * A section for each function and class, so that the linker can drop what nothing refers to. The C
 * API cannot ask the machine for that. COMDATs have their own sections; texts are merged by the
 * linker.
 */
function separateSections(api: LibLlvm, module: Handle): void {
  const linkonceOdr = 3;
  const privateLinkage = 9;
  const hasOwn = (value: Handle): boolean => {
    const linkage = api.LLVMGetLinkage(value);
    return (
      api.LLVMIsDeclaration(value) !== 0 || linkage === linkonceOdr || linkage === privateLinkage
    );
  };
  const separate = (value: Handle, prefix: string): void => {
    if (!hasOwn(value)) api.LLVMSetSection(value, prefix + api.LLVMGetValueName2(value, [0]));
  };
  for (let fn = api.LLVMGetFirstFunction(module); fn !== null; fn = api.LLVMGetNextFunction(fn)) {
    separate(fn, '.text.');
  }
  for (let global = api.LLVMGetFirstGlobal(module); global !== null; ) {
    if (api.LLVMIsGlobalConstant(global) !== 0) separate(global, '.data.rel.ro.');
    else if (api.LLVMIsThreadLocal(global) === 0) separate(global, '.data.');
    global = api.LLVMGetNextGlobal(global);
  }
}

function takeMessage(api: LibLlvm, message: Handle): string {
  const text = textAt(message);
  if (message !== null) api.LLVMDisposeMessage(message);
  return text;
}

function takeError(api: LibLlvm, error: Handle): string {
  const message = api.LLVMGetErrorMessage(error);
  const text = textAt(message);
  api.LLVMDisposeErrorMessage(message);
  return text;
}
