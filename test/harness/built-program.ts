/** Diagnostics of a program on disk, as `boltd build` reports them: manifests and code generation included. */
import path from 'node:path';
import { boltd, temporaryProject } from './boltd.ts';
import type { FixtureFile } from './fixture-file.ts';

/** What fixtures say of a diagnostic. */
export interface ReportedDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  /** The path with a leading slash, as fixtures write it. */
  readonly location: { readonly path: string; readonly line: number; readonly column: number };
}

export interface BuiltProgram {
  readonly diagnostics: readonly ReportedDiagnostic[];
  readonly status: number;
  readonly stderr: string;
}

/** The folder or file that stands for the program: a project where there is a manifest. */
export function targetOf(folder: string, files: readonly FixtureFile[]): string {
  const isProject = files.some((file) => file.path === '/bolt.toml');
  return isProject ? folder : path.join(folder, 'main.bolt');
}

export async function buildProgram(files: readonly FixtureFile[]): Promise<BuiltProgram> {
  const { root, dispose } = temporaryProject(files);
  try {
    const env = { BOLT_CACHE_DIR: path.join(root, '.cache') };
    const ran = await boltd(['--json', 'build', targetOf(root, files)], { env });
    const diagnostics = ran.stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { readonly reason: string } & ReportedDiagnostic)
      .filter((event) => event.reason === 'diagnostic')
      .map(({ code, severity, message, location }) => ({
        code,
        severity,
        message,
        location: { ...location, path: `/${location.path}` },
      }));
    return { diagnostics, status: ran.status, stderr: ran.stderr };
  } finally {
    dispose();
  }
}
