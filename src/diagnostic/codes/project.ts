/** E04xx: manifests, packages and the program as a whole. */
import type { CodeEntry } from './entry.ts';

const rightManifest = '[package]\nname = "tour"\nversion = "0.1.0"\n';

export const projectCodes: readonly CodeEntry[] = [
  {
    code: 'E0401',
    title: 'The manifest is not TOML',
    explanation:
      'bolt.toml is written in TOML 1.0. The position is where the reader stopped understanding it; ' +
      'often a quote or a bracket is missing on that line or the one before.',
    wrong: '//- /bolt.toml\n[package\nname = "tour"\n',
    right: `//- /bolt.toml\n${rightManifest}`,
  },
  {
    code: 'E0402',
    title: 'Unknown key in the manifest',
    explanation:
      'A manifest has the tables `package` (with `name`, `version` and `source`), `dependencies`, `link` ' +
      '(with `libraries`) and `daemon`. ' +
      'Anything else is refused, so that a misspelt key is not silently without effect.',
    wrong: `//- /bolt.toml\n${rightManifest}autor = "me"\n`,
    right: `//- /bolt.toml\n${rightManifest}`,
  },
  {
    code: 'E0403',
    title: 'Missing key in the manifest',
    explanation: 'A package needs a `name` and a `version`.',
    wrong: '//- /bolt.toml\n[package]\nname = "tour"\n',
    right: `//- /bolt.toml\n${rightManifest}`,
  },
  {
    code: 'E0404',
    title: 'Invalid value in the manifest',
    explanation:
      'The value is not of the form that the key needs: names are lower-case letters, digits and `_`; ' +
      'versions have three numbers; paths are relative to the manifest.',
    wrong: '//- /bolt.toml\n[package]\nname = "Tour!"\nversion = "0.1.0"\n',
    right: `//- /bolt.toml\n${rightManifest}`,
  },
  {
    code: 'E0405',
    title: 'A dependency cannot be used',
    explanation:
      'The folder of a path dependency must contain a bolt.toml whose package has the name under which ' +
      'it is used, and a program uses each package from one folder only.',
    wrong: `//- /bolt.toml\n${rightManifest}\n[dependencies]\ngeometry = { path = "../nowhere" }\n`,
    right: `//- /bolt.toml\n${rightManifest}`,
  },
  {
    code: 'E0406',
    title: 'A source file cannot be imported under its name',
    explanation:
      'A file is a module named by its path under the source root, so each part of the path must be an ' +
      'identifier, and the modules of a dependency start with its name.',
    wrong: '//- /src/my-module.bolt\nvoid main() {}\n',
    right: '//- /src/my_module.bolt\nvoid main() {}\n',
  },
  {
    code: 'E0407',
    title: 'The program has no main function',
    explanation:
      'An executable starts at `void main()` or `int main()` of its entry module: `main.bolt` under the ' +
      'source root of a project, or the one file that is compiled without a manifest.',
    wrong: 'function int answer() { 42 }\n',
    right: 'function int answer() { 42 }\n\nvoid main() { printf("%d\\n", answer()) }\n',
  },
];
