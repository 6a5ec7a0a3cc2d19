/** `boltd new DIR` and `boltd init`: a project that builds, runs and shows what a module is. */
import fs from 'node:fs';
import path from 'node:path';
import { manifestName } from '../../build/manifest-folder.ts';
import { exitCode, UsageError } from '../exit.ts';
import type { Output } from '../output.ts';

/** Makes `folder` and a project in it; refuses a folder that has something in it. */
export function newProject(output: Output, folder: string): number {
  refuseFile(folder);
  if (fs.existsSync(folder) && fs.readdirSync(folder).length > 0) {
    throw new UsageError(
      `${folder} is not empty; \`boltd init\` makes a project of an existing folder`,
    );
  }
  return initProject(output, folder);
}

/** Makes a project of `folder`; keeps every file that is there. */
export function initProject(output: Output, folder: string): number {
  refuseFile(folder);
  if (fs.existsSync(path.join(folder, manifestName))) {
    throw new UsageError(`${shown(folder)} already has a ${manifestName}`);
  }
  const name = packageName(path.basename(path.resolve(folder)));
  const written = Object.entries(template(name)).filter(([file, text]) => {
    const target = path.join(folder, file);
    if (fs.existsSync(target)) return false;
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
    return true;
  });
  output.event('project-created', { folder, name, files: written.map(([file]) => file) });
  for (const [file] of written) output.progress(`  wrote ${path.join(folder, file)}`);
  output.progress(`Created package \`${name}\`; \`boltd run ${folder}\` builds and runs it`);
  return exitCode.done;
}

function refuseFile(folder: string): void {
  const isFile = fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false;
  if (isFile) throw new UsageError(`${folder} is a file; a project is a folder`);
}

function shown(folder: string): string {
  return folder === '.' ? 'This folder' : folder;
}

/** A valid package name that resembles the folder's. */
function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^[^a-z]+/, '');
  return name === '' ? 'program' : name;
}

function template(name: string): Readonly<Record<string, string>> {
  return {
    [manifestName]: `[package]\nname = "${name}"\nversion = "0.1.0"\n`,
    'src/main.bolt': ['import greeting.{greet};', '', 'void main() {', '  greet(3)', '}', ''].join(
      '\n',
    ),
    'src/greeting.bolt': [
      '/// Greets `times` times.',
      'public function void greet(int times) {',
      '  for (i in 1..=times) {',
      '    printf("Hello from Bolt, %d of %d\\n", i, times)',
      '  }',
      '}',
      '',
    ].join('\n'),
    '.gitignore': '.bolt/\n',
  };
}
