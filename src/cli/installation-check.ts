/**
 * Every piece that a build needs: whether it is there and works, and what to do when it is not. `doctor`
 * shows all; a failure that nothing else explains looks here before it is called a bug.
 */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { findThreadSanitizer } from '../build/thread-sanitizer.ts';
import {
  inspectToolchain,
  MissingPieceError,
  missingRuntime,
  runtimeFiles,
} from '../build/toolchain.ts';
import { installation } from './installation.ts';
import { version } from './version.ts';

export interface Finding {
  readonly piece: string;
  readonly ok: boolean;
  /** Most uses do without it. */
  readonly isOptional?: boolean;
  /** Where or which it is, or what is wrong. */
  readonly detail: string;
  /** What to do when it is not. */
  readonly remedy: string;
}

export async function checkInstallation(): Promise<readonly Finding[]> {
  const { toolchain } = inspectToolchain();
  return [
    { piece: 'boltd', ok: true, detail: `${version} in ${installation().home}`, remedy: '' },
    checkNode(),
    ...checkToolchain(),
    checkPackage('better-sqlite3', openDatabase),
    checkPackage('koffi', (koffi) => loadLibrary(koffi, toolchain.libLlvm)),
    checkPackage('llvm-bindings', () => undefined),
    checkWorker(),
    ...runtimeFiles(installation().runtimeFolder).map(checkRuntime),
  ];
}

/** What only `--sanitize=thread` asks for: everything else works without it. */
export function checkThreadSanitizer(clangFolders?: readonly string[]): Finding {
  const piece = 'ThreadSanitizer';
  const { toolchain, missing } = inspectToolchain();
  // Those are reported already, and it is looked for beside them.
  if (missing.length > 0)
    return {
      piece,
      ok: false,
      isOptional: true,
      detail: 'not looked for',
      remedy: 'install what is missing above',
    };
  try {
    const folder = installation().runtimeFolder;
    const options = clangFolders === undefined ? {} : { clangFolders };
    const { library } = findThreadSanitizer(toolchain, folder, options);
    return { piece, ok: true, detail: library, remedy: '' };
  } catch (error) {
    if (!(error instanceof MissingPieceError)) throw error;
    return {
      piece,
      ok: false,
      isOptional: true,
      detail: `${error.piece}: ${error.detail}`,
      remedy: error.remedy,
    };
  }
}

/** The first piece that is missing or does not work. */
export async function findBrokenPiece(): Promise<Finding | undefined> {
  return (await checkInstallation()).find((finding) => !finding.ok);
}

export function checkCacheFolder(): Finding {
  const folder = path.resolve(process.env['BOLT_CACHE_DIR'] ?? '.bolt');
  const remedy = 'make it writable, or set BOLT_CACHE_DIR to a folder that is';
  try {
    if (process.env['BOLT_CACHE_DIR'] !== undefined) mkdirSync(folder, { recursive: true });
    accessSync(existsSync(folder) ? folder : path.dirname(folder), constants.W_OK);
    return { piece: 'cache folder', ok: true, detail: folder, remedy };
  } catch {
    return { piece: 'cache folder', ok: false, detail: `${folder} cannot be written`, remedy };
  }
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return {
    piece: 'Node.js',
    ok: major > 20 || (major === 20 && minor >= 19),
    detail: process.version,
    remedy: 'install Node.js 20.19 or later',
  };
}

function checkToolchain(): readonly Finding[] {
  const { toolchain, missing } = inspectToolchain();
  const found = [
    ['libLLVM', toolchain.libLlvm],
    ['linker of libraries', toolchain.libraryLinker.path],
    ['linker of programs', toolchain.programLinker.path],
    ['collector', toolchain.libgcStatic],
    ['C start files', toolchain.crt1 === '' ? '' : path.dirname(toolchain.crt1)],
  ] as const;
  return [
    ...found
      .filter(([, file]) => file !== '')
      .map(([piece, detail]) => ({ piece, ok: true, detail, remedy: '' })),
    ...missing.map(({ piece, detail, remedy }) => ({ piece, ok: false, detail, remedy })),
  ];
}

const remedies = {
  'better-sqlite3':
    'run `npm rebuild better-sqlite3` where boltd is installed (needs g++, make and python3)',
  koffi: 'run `npm ci` where boltd is installed',
  'llvm-bindings':
    'run `npm rebuild llvm-bindings` where boltd is installed (needs llvm-14-dev, cmake and g++)',
} as const;

/** Loads a package with native code, and uses it. */
function checkPackage(name: keyof typeof remedies, use: (loaded: unknown) => void): Finding {
  const remedy = remedies[name];
  try {
    use(createRequire(import.meta.url)(name));
    return { piece: name, ok: true, detail: 'loads', remedy };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { piece: name, ok: false, detail: `does not load: ${said.split('\n', 1)[0]}`, remedy };
  }
}

/** The addon is loaded with the first database, not with the package. */
function openDatabase(loaded: unknown): void {
  if (typeof loaded !== 'function') throw new TypeError('It exports no class');
  Reflect.construct(loaded, [':memory:']);
}

function loadLibrary(koffi: unknown, file: string): void {
  const isLoader = typeof koffi === 'object' && koffi !== null && 'load' in koffi;
  if (!isLoader || typeof koffi.load !== 'function') throw new TypeError('It exports no loader');
  if (file !== '') Reflect.apply(koffi.load, koffi, [file]);
}

function checkWorker(): Finding {
  const { workerEntry } = installation();
  return {
    piece: 'code generation worker',
    ok: existsSync(workerEntry),
    detail: existsSync(workerEntry) ? workerEntry : `not found: ${workerEntry}`,
    remedy: 'run `npm run build` where boltd is installed',
  };
}

function checkRuntime(file: string): Finding {
  if (existsSync(file)) return { piece: path.basename(file), ok: true, detail: file, remedy: '' };
  const { piece, detail, remedy } = missingRuntime(file);
  return { piece, ok: false, detail, remedy };
}
