/** Orders to running programs, as a build does it but in this process. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { linkExecutable } from '../../src/build/link.ts';
import type { Toolchain } from '../../src/build/toolchain.ts';
import { discoverToolchain } from '../../src/build/toolchain.ts';
import { assembleModule } from '../../src/llvm/assemble.ts';
import { buildFragment } from '../../src/llvm/build-fragment.ts';
import type { ObjectEmitter } from '../../src/llvm/emit-object.ts';
import { createEmitter } from '../../src/llvm/emit-object.ts';
import type { Fragment, FragmentOrder, Profile } from '../../src/llvm/protocol.ts';

export const toolchain: Toolchain = discoverToolchain();
const emitter: ObjectEmitter = createEmitter(toolchain.libLlvm);

/** Sites stand at line 100 + ordinal, column 1 of `t/m.bolt`. */
export function assemble(fragments: readonly Fragment[], module = 't.m'): string {
  const parts = fragments.map((fragment) => ({
    fragment,
    sites: fragment.sites.map((ordinal) => ({ path: 't/m.bolt', line: 100 + ordinal, column: 1 })),
  }));
  return assembleModule(module, parts);
}

/** The object's bytes; fails with LLVM's words. */
export function emit(ir: string, profile: Profile, module = 't.m'): Uint8Array {
  const emission = emitter.emit({ module, ir, profile });
  if (emission.kind === 'failure') throw new Error(`${emission.failure.message}\n${ir}`);
  return emission.bytes;
}

/** A new folder for one test's files. */
export function scratchFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'boltd-test-'));
}

/** Writes `name`.o and returns its path. */
export function writeObject(folder: string, name: string, bytes: Uint8Array): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.o`);
  writeFileSync(file, bytes);
  return file;
}

export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

export function run(program: string): Run {
  const { stdout, stderr, status } = spawnSync(program, { encoding: 'utf8', timeout: 60_000 });
  return { stdout, stderr, status };
}

/** Builds one module from `orders`, links it with the runtime, and runs it. */
export async function runProgram(orders: readonly FragmentOrder[], profile: Profile): Promise<Run> {
  const folder = scratchFolder();
  const ir = assemble(orders.map(buildFragment));
  const object = writeObject(folder, 'm', emit(ir, profile));
  const output = path.join(folder, 'program');
  await linkExecutable(toolchain, {
    objects: [object],
    runtime: runtimeLibraries().archive,
    output,
  });
  return run(output);
}

let runtime: { readonly archive: string; readonly shared: string } | undefined;

/** The C runtime, built beside the tests. */
export function runtimeLibraries(): { readonly archive: string; readonly shared: string } {
  if (runtime === undefined) {
    const folder = fileURLToPath(new URL('../../runtime', import.meta.url));
    execFileSync('bash', ['tools/build/runtime.sh', folder], { stdio: 'pipe' });
    runtime = {
      archive: path.join(folder, 'libboltrt.a'),
      shared: path.join(folder, 'libboltrt.so'),
    };
  }
  return runtime;
}
