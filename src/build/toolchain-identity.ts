/**
 * What the tools are, as far as results depend on it: name and size of each file. Cheap to find out, the
 * same on two machines with the same packages, and different after an upgrade.
 */
import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Toolchain, ToolchainVersions } from './toolchain.ts';
import { runtimeFiles } from './toolchain.ts';

export function toolchainIdentity(toolchain: Toolchain, runtimeFolder: string): ToolchainVersions {
  const { libraryLinker, programLinker, libLlvm, crt1, libgcc, libc, libgcStatic } = toolchain;
  const runtime = runtimeFiles(runtimeFolder);
  const tools = [
    libraryLinker.path,
    programLinker.path,
    crt1,
    libgcc,
    libc,
    libgcStatic,
    ...runtime,
  ];
  return { emit: identityOf(libLlvm), link: tools.map(identityOf).join(' ') };
}

/** Of one file. */
export function identityOf(file: string): string {
  const real = realpathSync(file);
  return `${path.basename(real)}:${statSync(real).size}`;
}
