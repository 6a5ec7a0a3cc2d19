/**
 * A project on disk: its packages, each with a source root, found from a manifest or a single file.
 * Nothing here reads a source file.
 */
import path from 'node:path';
import type { ModuleId } from '../base/ids.ts';
import { moduleId } from '../base/ids.ts';
import type { Manifest } from '../compiler/manifest.ts';
import { locateKey, manifestError, parseManifest } from '../compiler/manifest.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Host } from '../host/host.ts';
import { readText } from '../host/host.ts';
import { manifestFolderOf, manifestName } from './manifest-folder.ts';

export interface Package {
  readonly name: string;
  readonly version: string;
  /** Absolute. */
  readonly sourceRoot: string;
  /** How diagnostics and panics call the source root: relative to the project's root. */
  readonly shownRoot: string;
  /** What its modules' names start with: empty for the project's own package, else `name.`. */
  readonly prefix: string;
  /** Names of the packages that its modules may import. */
  readonly dependencies: readonly string[];
  /** Absolute; every package has one, but the one that is a single file, and the standard library. */
  readonly manifest?: string;
  /** The one source file of a package without a manifest. */
  readonly onlyFile?: string;
  /** The standard library, which comes with the installation. */
  readonly isStandard?: true;
}

export interface Project {
  /** Absolute path of the folder that paths are relative to. */
  readonly root: string;
  readonly name: string;
  /** The project's own package first, then its dependencies by name. */
  readonly packages: readonly Package[];
  /** Names of the C libraries that its packages use, sorted. */
  readonly libraries: readonly string[];
  /** The module whose `main` starts the program. */
  readonly entry: ModuleId;
}

export type ProjectResult =
  | { readonly kind: 'project'; readonly project: Project }
  | {
      readonly kind: 'invalid';
      readonly diagnostics: readonly Diagnostic[];
      /** Absolute: manifests that were read or looked for; a change of one may mend the project. */
      readonly manifests: readonly string[];
    }
  /** Neither a manifest nor a `.bolt` file; `message` says what was looked for. */
  | { readonly kind: 'missing'; readonly message: string };

/** Opens the project of `target`: a `.bolt` file, a folder with a manifest, or a folder below one. */
export function openProject(host: Host, target: string): ProjectResult {
  if (!host.isFolder(target)) {
    if (host.state(target) === undefined) return missing(`No such file or folder: ${target}`);
    return target.endsWith('.bolt')
      ? { kind: 'project', project: singleFileProject(target) }
      : missing(`Not a Bolt source file: ${target} (its name must end in .bolt)`);
  }
  const root = manifestFolderOf(host, target);
  if (root === undefined) {
    return missing(
      `No ${manifestName} in ${target} or a folder above it; \`boltd init\` makes one`,
    );
  }
  return openPackages(host, root);
}

function singleFileProject(file: string): Project {
  const root = path.dirname(file);
  const name = path
    .basename(file, '.bolt')
    .replace(/[^A-Za-z0-9_]/g, '_')
    .replace(/^(?=\d)/, '_');
  const only: Package = {
    name,
    version: '0.0.0',
    sourceRoot: root,
    shownRoot: '',
    prefix: '',
    dependencies: [],
    onlyFile: path.basename(file),
  };
  return { root, name, packages: [only], libraries: [], entry: moduleId(name) };
}

interface LoadedManifest {
  readonly folder: string;
  readonly shown: string;
  readonly text: string;
  readonly manifest: Manifest;
}

/** Loads the manifest of `root` and those of all packages reachable through path dependencies. */
function openPackages(host: Host, root: string): ProjectResult {
  const diagnostics: Diagnostic[] = [];
  const loaded = new Map<string, LoadedManifest>();
  const own = loadManifest(host, root, root, diagnostics);
  const manifests = new Set([path.join(root, manifestName)]);
  if (own === undefined) return { kind: 'invalid', diagnostics, manifests: [...manifests] };

  const queue = [own];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const dependency of next.manifest.dependencies) {
      manifests.add(path.join(path.resolve(next.folder, dependency.path), manifestName));
      const found = loadDependency(host, root, next, dependency, loaded, diagnostics);
      if (found !== undefined && !loaded.has(dependency.name)) {
        loaded.set(dependency.name, found);
        queue.push(found);
      }
    }
  }
  if (diagnostics.length > 0) return { kind: 'invalid', diagnostics, manifests: [...manifests] };
  const used = [...loaded.values()].sort((a, b) => (a.manifest.name < b.manifest.name ? -1 : 1));
  return {
    kind: 'project',
    project: {
      root,
      name: own.manifest.name,
      packages: [
        packageOf(own, ''),
        ...used.map((each) => packageOf(each, `${each.manifest.name}.`)),
      ],
      libraries: [...new Set([own, ...used].flatMap(({ manifest }) => manifest.libraries))].sort(),
      entry: moduleId('main'),
    },
  };
}

function loadDependency(
  host: Host,
  root: string,
  from: LoadedManifest,
  dependency: { readonly name: string; readonly path: string },
  loaded: ReadonlyMap<string, LoadedManifest>,
  diagnostics: Diagnostic[],
): LoadedManifest | undefined {
  const folder = path.resolve(from.folder, dependency.path);
  const place = locateKey(from.text, ['dependencies', dependency.name, 'path']);
  const complain = (message: string): undefined => {
    diagnostics.push(manifestError('E0405', from.shown, place, message));
    return undefined;
  };
  const before = loaded.get(dependency.name);
  if (before !== undefined) {
    if (before.folder === folder) return before;
    return complain(
      `Package \`${dependency.name}\` is already used from another folder: ${before.shown}`,
    );
  }
  if (host.state(path.join(folder, manifestName)) === undefined) {
    return complain(
      `No ${manifestName} in the folder of dependency \`${dependency.name}\`: ${dependency.path}`,
    );
  }
  const found = loadManifest(host, root, folder, diagnostics);
  if (found !== undefined && found.manifest.name !== dependency.name) {
    return complain(
      `The package in ${dependency.path} is called \`${found.manifest.name}\`, not \`${dependency.name}\``,
    );
  }
  return found;
}

function loadManifest(
  host: Host,
  root: string,
  folder: string,
  diagnostics: Diagnostic[],
): LoadedManifest | undefined {
  const file = path.join(folder, manifestName);
  const shown = slashes(path.relative(root, file));
  const text = readText(host, file) ?? '';
  const parsed = parseManifest(shown, text);
  diagnostics.push(...parsed.diagnostics);
  return parsed.manifest === undefined
    ? undefined
    : { folder, shown, text, manifest: parsed.manifest };
}

function packageOf(loaded: LoadedManifest, prefix: string): Package {
  const { name, version, source, dependencies } = loaded.manifest;
  const folder = path.dirname(loaded.shown);
  return {
    name,
    version,
    sourceRoot: path.join(loaded.folder, source),
    manifest: path.join(loaded.folder, manifestName),
    shownRoot: slashes(path.join(folder, source)),
    prefix,
    dependencies: dependencies.map((each) => each.name),
  };
}

function missing(message: string): ProjectResult {
  return { kind: 'missing', message };
}

function slashes(text: string): string {
  return text.split(path.sep).join('/');
}
