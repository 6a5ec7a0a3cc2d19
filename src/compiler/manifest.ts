/**
 * `bolt.toml`: what a package is called, where its sources are, which packages it uses. Every error has
 * the position of the line that it is about.
 */
import { parse, TomlError } from 'smol-toml';
import * as v from 'valibot';
import { parseDuration } from '../base/duration.ts';
import type { Diagnostic, DiagnosticCode } from '../diagnostic/diagnostic.ts';

export interface Manifest {
  readonly name: string;
  readonly version: string;
  /** Source root, relative to the manifest's folder, with forward slashes and without a trailing one. */
  readonly source: string;
  /** Folders of the packages used, by package name, relative to the manifest's folder. */
  readonly dependencies: readonly { readonly name: string; readonly path: string }[];
  /** C libraries that the package's `extern` functions are in, by name: `m` for libm. */
  readonly libraries: readonly string[];
  readonly daemon: DaemonSettings;
}

/** How the project wants its background daemon; no result depends on it. */
export interface DaemonSettings {
  /** Whether builds start one that is not there. */
  readonly start: boolean;
  /** After how long without work it ends. */
  readonly idleMs?: number;
}

export interface ParsedManifest {
  /** Undefined where the diagnostics have errors. */
  readonly manifest: Manifest | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const packageName = v.pipe(
  v.string('must be a string'),
  v.regex(
    /^[a-z][a-z0-9_]*$/,
    'must be lower-case letters, digits and `_`, and start with a letter',
  ),
);

const relativePath = v.pipe(
  v.string('must be a string'),
  v.nonEmpty('must not be empty'),
  v.check((text) => !text.startsWith('/'), 'must be relative to the folder of the manifest'),
);

const libraryName = v.pipe(
  v.string('must be a string'),
  v.regex(/^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/, 'must be a name without `lib` and `.so`, such as `m`'),
);

const duration = v.pipe(
  v.string('must be a string'),
  v.check(
    (text) => parseDuration(text) !== undefined,
    'must be a time such as `90s`, `30m` or `3h`, at most 24 days',
  ),
);

const schema = v.strictObject({
  package: v.strictObject({
    name: packageName,
    version: v.pipe(
      v.string('must be a string'),
      v.regex(/^\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/, 'must have the form `1.2.3`'),
    ),
    source: v.optional(relativePath, 'src'),
  }),
  dependencies: v.optional(v.record(packageName, v.strictObject({ path: relativePath })), {}),
  link: v.optional(
    v.strictObject({
      libraries: v.optional(v.array(libraryName, 'must be a list of names'), []),
    }),
    {},
  ),
  daemon: v.optional(
    v.strictObject({
      start: v.optional(v.boolean('must be true or false'), false),
      idle: v.exactOptional(duration),
    }),
    {},
  ),
});

/** Parses and validates a manifest's text; `path` is what messages call the file. */
export function parseManifest(path: string, text: string): ParsedManifest {
  let table: unknown;
  try {
    table = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const message = firstLine(error.message).replace(/^Invalid TOML document: /, '');
    const place = { line: error.line, column: error.column, length: 1 };
    return failure([manifestError('E0401', path, place, `Not a TOML file: ${message}`)]);
  }
  const result = v.safeParse(schema, table);
  if (!result.success) {
    return failure(result.issues.map((issue) => describe(path, text, issue)));
  }
  const { package: header, dependencies, link, daemon } = result.output;
  const idleMs = daemon.idle === undefined ? undefined : parseDuration(daemon.idle);
  return {
    manifest: {
      name: header.name,
      version: header.version,
      source: header.source.replace(/\/+$/, ''),
      dependencies: Object.entries(dependencies)
        .map(([name, dependency]) => ({ name, path: dependency.path.replace(/\/+$/, '') }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      libraries: link.libraries,
      daemon: { start: daemon.start, ...(idleMs !== undefined && { idleMs }) },
    },
    diagnostics: [],
  };
}

/** A diagnostic about a line of a manifest. */
export function manifestError(
  code: DiagnosticCode,
  path: string,
  place: { readonly line: number; readonly column: number; readonly length: number },
  message: string,
  notes: readonly string[] = [],
): Diagnostic {
  return {
    code,
    severity: 'error',
    message,
    span: { kind: 'file', path, ...place },
    labels: [],
    notes,
  };
}

/** Where `[a.b]` or `b =` of the dotted key `path` stands; the deepest part of it that is there. */
export function locateKey(
  text: string,
  path: readonly string[],
): { readonly line: number; readonly column: number; readonly length: number } {
  let section = '';
  let best = { depth: 0, line: 1, column: 1, length: 1 };
  for (const [index, line] of text.split('\n').entries()) {
    const header = /^\s*\[+\s*([^\]]+?)\s*\]+/.exec(line);
    if (header?.[1] !== undefined) section = header[1].replace(/\s*\.\s*/g, '.');
    const key = header === null ? /^\s*([A-Za-z0-9_."-]+)\s*=/.exec(line)?.[1] : undefined;
    const here = [section, key?.replaceAll('"', '')].filter((part) => part).join('.');
    if (here === '' || (header === null && key === undefined)) continue;
    const parts = here.split('.');
    const depth = parts.every((part, at) => part === path[at]) ? parts.length : 0;
    if (depth > best.depth) {
      const shown = key ?? header?.[1] ?? '';
      best = { depth, line: index + 1, column: line.indexOf(shown) + 1, length: shown.length };
    }
  }
  return { line: best.line, column: best.column, length: best.length };
}

function describe(path: string, text: string, issue: v.BaseIssue<unknown>): Diagnostic {
  const keys = (issue.path ?? []).map((item) => String(item.key));
  const place = locateKey(text, keys);
  const name = keys.join('.');
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return manifestError('E0402', path, place, `Unknown key \`${name}\``, [
      'A manifest has `[package]` with `name`, `version` and `source`, `[dependencies]`, `[link]` with ' +
        '`libraries`, and `[daemon]` with `start` and `idle`.',
    ]);
  }
  if (issue.received === 'undefined') {
    return manifestError('E0403', path, place, `Missing key \`${name}\``);
  }
  const wrongKind = issue.type === 'strict_object' || issue.type === 'record';
  const problem = wrongKind ? 'must be a table' : issue.message;
  return manifestError('E0404', path, place, `\`${name}\` ${problem}`);
}

function failure(diagnostics: readonly Diagnostic[]): ParsedManifest {
  return { manifest: undefined, diagnostics };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
