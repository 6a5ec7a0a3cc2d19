/**
 * Linking, by calling the linker itself. A dev build is a small executable over one shared library
 * a shard, so that an edit links one shard; a self-contained executable holds everything. Bytes
 * depend on the inputs' bytes alone, not on where they lie. Outputs are replaced, never rewritten:
 * the program may be running.
 */
import path from 'node:path';
import { runLinker } from './link-process.ts';
import type { Toolchain } from './toolchain.ts';
import { undefinedSymbols } from './undefined-symbols.ts';

export interface LibraryLink {
  readonly objects: readonly string[];
  /** File name under which programs load it. */
  readonly soname: string;
  readonly output: string;
}

export interface DevExecutableLink {
  /** Libraries of all shards; their file names are their sonames. */
  readonly libraries: readonly string[];
  /** Files of the C libraries that the program names. */
  readonly cLibraries?: readonly string[];
  /** libboltrt.so. */
  readonly runtime: string;
  readonly output: string;
}

export interface ExecutableLink {
  readonly objects: readonly string[];
  /** Files of the C libraries that the program names. */
  readonly cLibraries?: readonly string[];
  /** libboltrt.a. */
  readonly runtime: string;
  readonly output: string;
}

/** The code needs symbols that nothing provides: a bug in boltd or a library that does not fit. */
export class UndefinedSymbolsError extends Error {
  override readonly name = 'UndefinedSymbolsError';
  readonly symbols: readonly string[];

  constructor(output: string, symbols: readonly string[]) {
    super(`Nothing defines what ${path.basename(output)} needs: ${symbols.join(', ')}`);
    this.symbols = symbols;
  }
}

/**
 * One shard's shared library. What other shards and the runtime provide stays undefined in it;
 * `checkDefined` over all libraries tells whether they do.
 */
export async function linkLibrary(
  toolchain: Toolchain,
  { objects, soname, output }: LibraryLink,
): Promise<void> {
  await runLinker(toolchain.libraryLinker, output, [
    '-shared',
    ...common,
    '-soname',
    soname,
    ...objects,
    // Division of 128-bit integers.
    toolchain.libgcc,
  ]);
}

/** @throws UndefinedSymbolsError */
export function checkDefined(libraries: readonly string[], runtime: string, output: string): void {
  const missing = undefinedSymbols([...libraries, runtime]);
  if (missing.length > 0) throw new UndefinedSymbolsError(output, missing);
}

/** Loads its libraries from its own folder. Depends on which there are, not on what they hold. */
export async function linkDevExecutable(
  toolchain: Toolchain,
  { libraries, cLibraries = [], runtime, output }: DevExecutableLink,
): Promise<void> {
  const { crt1, crti, crtn, libc, libcNonshared, libm } = toolchain;
  await runLinker(toolchain.libraryLinker, output, [
    ...common,
    '-dynamic-linker',
    interpreter,
    '-rpath',
    '$ORIGIN',
    '--no-as-needed',
    '--allow-shlib-undefined',
    crt1,
    crti,
    ...libraries,
    runtime,
    ...cLibraries,
    libm,
    libc,
    libcNonshared,
    crtn,
  ]);
}

/**
 * One file with everything but the C library; sections that nothing refers to are dropped. Equal
 * functions stay apart: stack traces name the one that ran.
 */
export async function linkExecutable(
  toolchain: Toolchain,
  { objects, cLibraries = [], runtime, output }: ExecutableLink,
): Promise<void> {
  const { crt1, crti, crtn, crtBegin, crtEnd, libgcc, libgcStatic } = toolchain;
  const { libc, libcNonshared, libgccShared, libm, dynamicLoader } = toolchain;
  await runLinker(toolchain.programLinker, output, [
    ...common,
    '-dynamic-linker',
    interpreter,
    '--gc-sections',
    '--as-needed',
    crt1,
    crti,
    crtBegin,
    ...objects,
    runtime,
    ...cLibraries,
    libgcStatic,
    libgcc,
    libgccShared,
    libm,
    libc,
    libcNonshared,
    dynamicLoader,
    crtEnd,
    crtn,
  ]);
}

/**
 * No build id: it would be the only thing that differs between linkers' versions of the same bytes.
 * The header of the unwinding tables is how panics find them.
 */
const common: readonly string[] = [
  '--build-id=none',
  '--hash-style=gnu',
  '--eh-frame-hdr',
  '-z',
  'noexecstack',
];

/** Where every x86-64 Linux system has its dynamic loader, wherever this one keeps the file. */
const interpreter = '/lib64/ld-linux-x86-64.so.2';
