/**
 * The tools and files of the system that code generation and linking need, found once: the result
 * is plain data. Directories are looked at in a fixed order; `PATH` comes before the usual places.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

export interface Linker {
  readonly kind: 'gold' | 'bfd' | 'lld';
  readonly path: string;
}

export interface Toolchain {
  /** Links a shard into a shared library; the faster at that, the better. */
  readonly libraryLinker: Linker;
  /** Links a whole program, dropping sections. */
  readonly programLinker: Linker;
  readonly libLlvm: string;
  /** Defines what the C library leaves to it. */
  readonly dynamicLoader: string;
  readonly crt1: string;
  readonly crti: string;
  readonly crtn: string;
  readonly crtBegin: string;
  readonly crtEnd: string;
  readonly libgcc: string;
  readonly libgccShared: string;
  readonly libc: string;
  readonly libcNonshared: string;
  readonly libm: string;
  /** The collector, to be contained in a program. */
  readonly libgcStatic: string;
}

/** What decides about results, for fingerprints. */
export interface ToolchainVersions {
  readonly emit: string;
  readonly link: string;
}

/** A part of the installation that is not there, and how to get it. */
export class MissingPieceError extends Error {
  override readonly name: string = 'MissingPieceError';
  readonly piece: string;
  readonly detail: string;
  /** What to do. */
  readonly remedy: string;

  constructor(piece: string, detail: string, remedy: string) {
    super(`${piece}: ${detail}. To mend that: ${remedy}`);
    this.piece = piece;
    this.detail = detail;
    this.remedy = remedy;
  }
}

/** Something that the system's package manager has to install. */
export class MissingToolError extends MissingPieceError {
  override readonly name = 'MissingToolError';
  readonly tool: string;
  readonly debianPackage: string;

  constructor(tool: string, debianPackage: string, looked: readonly string[]) {
    const places = [...new Set(looked)].join(', ');
    super(tool, `not found in ${places}`, `apt-get install ${debianPackage}`);
    this.tool = tool;
    this.debianPackage = debianPackage;
  }
}

export interface ToolchainOptions {
  /** Folders with programs, first wins; those of `PATH` and the usual ones if absent. */
  readonly programFolders?: readonly string[];
  /** Folders with libraries, first wins. */
  readonly libraryFolders?: readonly string[];
  /** Folders whose subfolders are versions of gcc's support files. */
  readonly gccFolders?: readonly string[];
}

/** @throws MissingToolError */
export function discoverToolchain(options: ToolchainOptions = {}): Toolchain {
  const { toolchain, missing } = inspectToolchain(options);
  const [first] = missing;
  if (first !== undefined) throw first;
  return toolchain;
}

/** All that can be found; the path of what is missing is empty. */
export function inspectToolchain(options: ToolchainOptions = {}): {
  readonly toolchain: Toolchain;
  readonly missing: readonly MissingToolError[];
} {
  const programs = options.programFolders ?? programFolders(process.env['PATH']);
  const libraries = options.libraryFolders ?? defaultLibraryFolders;
  const gcc = newestGcc(options.gccFolders ?? defaultGccFolders);
  const missing: MissingToolError[] = [];
  const find = (
    names: readonly string[],
    folders: readonly string[],
    debianPackage: string,
    what: string = names[0] ?? '',
  ): string => {
    const found = locate(names, folders);
    if (found === undefined) missing.push(new MissingToolError(what, debianPackage, folders));
    return found ?? '';
  };
  const library = (name: string, debianPackage: string): string =>
    find([name], libraries, debianPackage);
  const support = (name: string): string => find([name], gcc, 'libgcc-12-dev');
  const linker = (kinds: readonly Linker['kind'][], debianPackage: string): Linker => {
    const kind = kinds.find((each) => locate(linkerNames[each], programs) !== undefined);
    const names =
      kind === undefined ? kinds.flatMap((each) => linkerNames[each]) : linkerNames[kind];
    const what = `a linker (${names.join(' or ')})`;
    return { kind: kind ?? 'lld', path: find(names, programs, debianPackage, what) };
  };
  const toolchain: Toolchain = {
    libraryLinker: linker(['gold', 'bfd', 'lld'], 'binutils'),
    programLinker: linker(['lld', 'gold', 'bfd'], 'lld-14'),
    libLlvm: find(
      ['libLLVM-14.so.1', 'libLLVM-14.so'],
      llvmFolders(libraries),
      'libllvm14',
      'libLLVM-14',
    ),
    dynamicLoader: library('ld-linux-x86-64.so.2', 'libc6'),
    crt1: library('crt1.o', 'libc6-dev'),
    crti: library('crti.o', 'libc6-dev'),
    crtn: library('crtn.o', 'libc6-dev'),
    crtBegin: support('crtbegin.o'),
    crtEnd: support('crtend.o'),
    libgcc: support('libgcc.a'),
    libgccShared: library('libgcc_s.so.1', 'libgcc-s1'),
    libc: library('libc.so.6', 'libc6'),
    libcNonshared: library('libc_nonshared.a', 'libc6-dev'),
    libm: library('libm.so.6', 'libc6'),
    libgcStatic: library('libgc.a', 'libgc-dev'),
  };
  return { toolchain, missing };
}

/**
 * The file of a C library by its name, as the linkers find it.
 * @throws MissingPieceError
 */
export function findLibrary(name: string): string {
  const found = locate([`lib${name}.so`, `lib${name}.a`], defaultLibraryFolders);
  if (found !== undefined) return found;
  throw new MissingPieceError(
    `lib${name}`,
    `named by \`libraries\` in bolt.toml, not found in ${defaultLibraryFolders.join(', ')}`,
    'install the package with its headers (`…-dev`), or correct the name',
  );
}

/** The runtime as programs of the dev profile load it, and as self-contained ones hold it. */
export const runtimeLibrary = 'libboltrt.so';
export const runtimeArchive = 'libboltrt.a';

export function runtimeFiles(folder: string): readonly string[] {
  return [runtimeArchive, runtimeLibrary].map((name) => path.join(folder, name));
}

/** @throws MissingPieceError */
export function checkRuntime(folder: string): void {
  for (const file of runtimeFiles(folder)) {
    if (!existsSync(file)) throw missingRuntime(file);
  }
}

/** @param file a path of `runtimeFiles` */
export function missingRuntime(file: string): MissingPieceError {
  return new MissingPieceError(
    path.basename(file),
    `not found in ${path.dirname(file)}`,
    'run `npm run build` where boltd is installed',
  );
}

const linkerNames: Readonly<Record<Linker['kind'], readonly string[]>> = {
  gold: ['ld.gold', 'gold'],
  bfd: ['ld.bfd'],
  lld: ['ld.lld-14', 'ld.lld'],
};

function locate(names: readonly string[], folders: readonly string[]): string | undefined {
  for (const name of names) {
    for (const folder of folders) {
      const file = path.join(folder, name);
      if (existsSync(file)) return file;
    }
  }
  return undefined;
}

export const defaultLibraryFolders: readonly string[] = [
  '/usr/lib/x86_64-linux-gnu',
  '/lib/x86_64-linux-gnu',
  '/usr/lib64',
  '/lib64',
  '/usr/lib',
  '/lib',
];

const defaultGccFolders = ['/usr/lib/gcc/x86_64-linux-gnu', '/usr/lib/gcc/x86_64-redhat-linux'];

/** Where programs are looked for, given a `PATH`. */
export function programFolders(searchPath: string | undefined): readonly string[] {
  const onPath = (searchPath ?? '').split(path.delimiter).filter((each) => each !== '');
  return [...onPath, '/usr/bin', '/usr/local/bin', '/usr/lib/llvm-14/bin'];
}

function llvmFolders(libraries: readonly string[]): readonly string[] {
  return ['/usr/lib/llvm-14/lib', ...libraries];
}

/** Folders of all versions of gcc, newest first. */
function newestGcc(roots: readonly string[]): readonly string[] {
  return roots.filter(existsSync).flatMap((root) =>
    readdirSync(root)
      .sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))
      .map((version) => path.join(root, version)),
  );
}
