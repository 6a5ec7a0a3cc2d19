/**
 * What a program under ThreadSanitizer contains besides its code: clang's runtime of the sanitizer, our
 * own one built for it, and start files for a position-independent executable, which it asks for.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runLinker } from './link-process.ts';
import type { Toolchain, ToolchainOptions } from './toolchain.ts';
import { defaultLibraryFolders, MissingToolError, missingRuntime } from './toolchain.ts';
import { identityOf } from './toolchain-identity.ts';

export interface ThreadSanitizer {
  /** clang's runtime. */
  readonly library: string;
  /** The functions that programs have to export, so that the C library calls the watched ones. */
  readonly exports: string;
  /** Ours. */
  readonly runtime: string;
  readonly crt1: string;
  readonly crtBegin: string;
  readonly crtEnd: string;
}

export interface SanitizedLink {
  readonly objects: readonly string[];
  /** Files of the C libraries that the program names. */
  readonly cLibraries: readonly string[];
  readonly output: string;
}

/** Folders of clang's runtime libraries, first wins. */
export const clangFolders: readonly string[] = [
  '/usr/lib/llvm-14/lib/clang/14.0.6/lib/linux',
  '/usr/lib/clang/14/lib/linux',
  '/usr/lib/clang/14.0.6/lib/linux',
];

/**
 * `runtimeFolder`: of all variants of our runtime.
 * @throws MissingToolError, MissingPieceError
 */
export function findThreadSanitizer(
  toolchain: Toolchain,
  runtimeFolder: string,
  options: Pick<ToolchainOptions, 'libraryFolders'> & {
    readonly clangFolders?: readonly string[];
  } = {},
): ThreadSanitizer {
  const clang = options.clangFolders ?? clangFolders;
  const library = find('libclang_rt.tsan-x86_64.a', clang, 'libclang-rt-14-dev');
  const runtime = path.join(runtimeFolder, sanitizedRuntime);
  if (!existsSync(runtime)) throw missingRuntime(runtime);
  const gcc = [path.dirname(toolchain.crtBegin)];
  return {
    library,
    exports: find(`${path.basename(library)}.syms`, [path.dirname(library)], 'libclang-rt-14-dev'),
    runtime,
    crt1: find('Scrt1.o', options.libraryFolders ?? defaultLibraryFolders, 'libc6-dev'),
    crtBegin: find('crtbeginS.o', gcc, 'libgcc-12-dev'),
    crtEnd: find('crtendS.o', gcc, 'libgcc-12-dev'),
  };
}

/** For fingerprints: what a sanitized program depends on that others do not. */
export function sanitizerIdentity({ library, runtime, crt1 }: ThreadSanitizer): string {
  return [library, runtime, crt1].map(identityOf).join(' ');
}

/** One file with everything but the C library. */
export async function linkSanitized(
  toolchain: Toolchain,
  sanitizer: ThreadSanitizer,
  { objects, cLibraries, output }: SanitizedLink,
): Promise<void> {
  const { crti, crtn, libgcc, libgccShared, libc, libcNonshared, libm, dynamicLoader } = toolchain;
  const { library, exports, runtime, crt1, crtBegin, crtEnd } = sanitizer;
  await runLinker(toolchain.programLinker, output, [
    '-pie',
    '--build-id=none',
    '--hash-style=gnu',
    '--eh-frame-hdr',
    '-z',
    'noexecstack',
    '-dynamic-linker',
    '/lib64/ld-linux-x86-64.so.2',
    crt1,
    crti,
    crtBegin,
    '--whole-archive',
    library,
    // Whole, because the sanitizer asks for hooks that nothing else refers to.
    runtime,
    '--no-whole-archive',
    `--dynamic-list=${exports}`,
    ...objects,
    ...cLibraries,
    libgcc,
    '--as-needed',
    libgccShared,
    libm,
    libc,
    libcNonshared,
    dynamicLoader,
    crtEnd,
    crtn,
  ]);
}

/** Our runtime under the sanitizer, below the folder of the plain one. */
const sanitizedRuntime = path.join('watched', 'libboltrt.a');

function find(name: string, folders: readonly string[], debianPackage: string): string {
  const file = folders.map((folder) => path.join(folder, name)).find((each) => existsSync(each));
  if (file === undefined) throw new MissingToolError(name, debianPackage, folders);
  return file;
}
