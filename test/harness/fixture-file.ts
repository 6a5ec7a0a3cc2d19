/**
 * Fixtures are files: a `.bolt` program, or several under `//- /path` lines, whose comments say what is
 * expected of it.
 *
 *   //- /src/shapes.bolt      the lines below belong to this file (default: /main.bolt)
 *   //~ ERROR E0203 text      on a line: exactly this diagnostic is on it, its message contains the text;
 *   //~ WARN W0301            several on one line are separated by ` //~ `
 *   //~^ ERROR E0203          the same for the line above; each further ^ goes one line up
 *   //@ run                   the program is built and run, in both profiles (implied by the next two)
 *   //@ profile dev           only in this profile: the other one would show nothing more
 *   //@ build                 its diagnostics are those of a whole build (implied by a manifest)
 *   //@ stdout                what it prints: the `//| ` lines that follow
 *   //@ exit 101              its exit status; 0 by default
 *   //@ stderr text           a text that its standard error contains
 *   //@ trace                 its stack trace, without indentation: the `//| ` lines that follow
 *   //@ unordered             lines of standard output are compared as a set
 *   //@ rev comment           (incremental fixtures) the next revision starts here
 */

export interface Expectation {
  readonly path: string;
  readonly line: number;
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly text: string;
}

export interface Directive {
  readonly name: string;
  readonly argument: string;
  /** The `//| ` lines behind it. */
  readonly lines: readonly string[];
  /** Line in the fixture, from 1. */
  readonly at: number;
}

export interface FixtureFile {
  /** With a leading slash. */
  readonly path: string;
  readonly text: string;
}

/** One revision of a program; a language fixture has only one. */
export interface Revision {
  readonly title: string;
  readonly files: readonly FixtureFile[];
  readonly directives: readonly Directive[];
  readonly expectations: readonly Expectation[];
}

const defaultPath = '/main.bolt';

/** Splits a fixture at its `//@ rev` lines. */
export function parseFixture(text: string): readonly Revision[] {
  const revisions: Revision[] = [];
  let start = 0;
  let title = '';
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const next = /^\/\/@ rev\b\s*(.*)$/.exec(line);
    if (next === null) continue;
    if (index > start || revisions.length > 0) {
      revisions.push(parseRevision(title, lines.slice(start, index), start));
    }
    title = next[1] ?? '';
    start = index + 1;
  }
  revisions.push(parseRevision(title, lines.slice(start), start));
  return revisions;
}

function parseRevision(title: string, lines: readonly string[], offset: number): Revision {
  const files: { path: string; lines: string[] }[] = [];
  const directives: { name: string; argument: string; lines: string[]; at: number }[] = [];
  const expectations: Expectation[] = [];
  const fileOf = (path: string): { path: string; lines: string[] } => {
    const file = { path, lines: [] };
    files.push(file);
    return file;
  };
  let current: { path: string; lines: string[] } | undefined;
  let directive: (typeof directives)[number] | undefined;
  for (const [index, line] of lines.entries()) {
    const header = /^\/\/- (\/\S+)$/.exec(line);
    const command = /^\/\/@ ([a-z-]+)\s*(.*)$/.exec(line);
    if (header?.[1] !== undefined) {
      current = fileOf(header[1]);
      directive = undefined;
    } else if (command?.[1] !== undefined) {
      directive = {
        name: command[1],
        argument: command[2] ?? '',
        lines: [],
        at: offset + index + 1,
      };
      directives.push(directive);
    } else if (line.startsWith('//|') && directive !== undefined) {
      directive.lines.push(line.slice(4));
    } else {
      if (current === undefined && line.trim() === '') continue;
      current ??= fileOf(defaultPath);
      current.lines.push(line);
      expectations.push(...expectationsOf(line, current.path, current.lines.length));
    }
  }
  const texts = files.map((file) => ({ path: file.path, text: file.lines.join('\n') }));
  return { title, files: texts, directives, expectations };
}

function expectationsOf(line: string, path: string, number: number): readonly Expectation[] {
  const [, ...parts] = line.split('//~');
  return parts.map((part) => {
    const match = /^(\^*) (ERROR|WARN) ([EW]\d{4})\s*(.*)$/.exec(part.trimEnd());
    const [, up = '', kind, code = '', text = ''] = match ?? [];
    if (match === null) throw new Error(`Not an expectation: //~${part}`);
    const severity = kind === 'ERROR' ? 'error' : 'warning';
    return { path, line: number - up.length, severity, code, text: text.trim() };
  });
}

export function findDirective(revision: Revision, name: string): Directive | undefined {
  return revision.directives.find((directive) => directive.name === name);
}
