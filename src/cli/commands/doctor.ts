/** `boltd doctor`: every piece that a build needs, whether it is there, and what to do when it is not. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { discoverToolchain, MissingToolError } from '../../build/toolchain.ts';
import { exitCode } from '../exit.ts';
import { installation } from '../installation.ts';
import type { Output } from '../output.ts';
import { version } from '../version.ts';

interface Finding {
  readonly piece: string;
  readonly ok: boolean;
  /** Where or which it is, or what is wrong. */
  readonly detail: string;
  /** What to do about it. */
  readonly remedy?: string;
}

export async function doctor(output: Output): Promise<number> {
  const findings = [
    { piece: 'boltd', ok: true, detail: `${version} in ${installation().home}` },
    checkNode(),
    ...checkToolchain(),
    await checkPackage('llvm-bindings', 'npm rebuild llvm-bindings (needs llvm-14-dev, cmake and g++)'),
    await checkPackage('better-sqlite3', 'npm rebuild better-sqlite3 (needs g++, make and python3)'),
    await checkPackage('koffi', 'npm install'),
    ...checkRuntime(),
    checkCacheFolder(),
  ];
  for (const finding of findings) {
    output.event('doctor', { ...finding });
    if (!output.options.json) output.result(render(output, finding));
  }
  return findings.every((finding) => finding.ok) ? exitCode.done : exitCode.diagnostics;
}

function render(output: Output, { piece, ok, detail, remedy }: Finding): string {
  const { green, red, bold } = output.colors;
  const mark = ok ? green('ok     ') : red('missing');
  const advice = remedy === undefined || ok ? '' : `\n        ${bold('do')}: ${remedy}`;
  return `${mark} ${piece.padEnd(24)} ${detail}${advice}\n`;
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

/** The first piece that is missing hides those behind it, so the list says so. */
function checkToolchain(): readonly Finding[] {
  try {
    const found = discoverToolchain();
    return [
      { piece: 'libLLVM', ok: true, detail: found.libLlvm },
      { piece: 'linker of libraries', ok: true, detail: found.libraryLinker.path },
      { piece: 'linker of programs', ok: true, detail: found.programLinker.path },
      { piece: 'collector', ok: true, detail: found.libgcStatic },
      { piece: 'C start files', ok: true, detail: path.dirname(found.crt1) },
    ];
  } catch (error) {
    if (!(error instanceof MissingToolError)) throw error;
    return [
      {
        piece: error.tool,
        ok: false,
        detail: 'not found',
        remedy: `apt-get install ${error.debianPackage}, then run \`boltd doctor\` again`,
      },
    ];
  }
}

async function checkPackage(name: string, remedy: string): Promise<Finding> {
  try {
    await import(name);
    return { piece: name, ok: true, detail: 'loads' };
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    return { piece: name, ok: false, detail, remedy };
  }
}

function checkRuntime(): readonly Finding[] {
  const { runtimeFolder, home } = installation();
  return ['libboltrt.a', 'libboltrt.so'].map((name) => {
    const file = path.join(runtimeFolder, name);
    return { piece: name, ok: existsSync(file), detail: file, remedy: `run \`npm run build\` in ${home}` };
  });
}

function checkCacheFolder(): Finding {
  const folder = path.resolve(process.env['BOLT_CACHE_DIR'] ?? '.bolt');
  const parent = existsSync(folder) ? folder : path.dirname(folder);
  try {
    if (process.env['BOLT_CACHE_DIR'] !== undefined) mkdirSync(folder, { recursive: true });
    accessSync(parent, constants.W_OK);
    return { piece: 'cache folder', ok: true, detail: folder };
  } catch {
    return {
      piece: 'cache folder',
      ok: false,
      detail: `${folder} cannot be written`,
      remedy: 'make it writable, or set BOLT_CACHE_DIR to a folder that is',
    };
  }
}
