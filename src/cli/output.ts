/**
 * What a command says: results to standard output, progress and diagnostics for people to standard error;
 * with `--json`, everything that a program may want as JSON lines on standard output.
 */
import { writeSync } from 'node:fs';
import pc from 'picocolors';
import type { LocatedDiagnostic } from '../diagnostic/located.ts';
import { jsonVersion, renderJson } from '../diagnostic/render-json.ts';
import type { LineReader } from '../diagnostic/render-terminal.ts';
import { renderTerminal } from '../diagnostic/render-terminal.ts';

export interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: 'auto' | 'always' | 'never';
}

export type Colors = ReturnType<typeof pc.createColors>;

export interface Output {
  readonly options: OutputOptions;
  /** For what goes to standard error. */
  readonly colors: Colors;
  /** For what goes to standard output. */
  readonly resultColors: Colors;
  /** A result, as text; not ended by it. */
  result(text: string): void;
  /** Nobody reads results any more (`boltd … | head`): whoever has many may stop. */
  isAbandoned(): boolean;
  /** A JSON line, when `--json` asks for them. */
  event(reason: string, fields: Readonly<Record<string, unknown>>): void;
  /** A line of progress; silent under `-q` and `--json`. */
  progress(text: string): void;
  /** A line of progress that only `-v` shows. */
  detail(text: string): void;
  /** A line that matters even under `-q`. */
  notice(text: string): void;
  diagnostics(list: readonly LocatedDiagnostic[], readLine: LineReader): void;
}

export function createOutput(options: OutputOptions): Output {
  const color = wantsColor(options.color, process.stderr);
  const colors = pc.createColors(color);
  const toError = (text: string): void => writeAll(2, text);
  return {
    options,
    colors,
    resultColors: pc.createColors(wantsColor(options.color, process.stdout)),
    result: (text) => writeAll(1, text),
    isAbandoned: () => isResultAbandoned,
    event(reason, fields) {
      if (options.json)
        writeAll(1, `${JSON.stringify({ version: jsonVersion, reason, ...fields })}\n`);
    },
    progress(text) {
      if (!options.quiet && !options.json) toError(`${text}\n`);
    },
    detail(text) {
      if (options.verbose && !options.json) toError(`${text}\n`);
    },
    notice: (text) => toError(`${text}\n`),
    diagnostics(list, readLine) {
      if (options.json) {
        for (const diagnostic of list) writeAll(1, `${renderJson(diagnostic)}\n`);
        return;
      }
      for (const diagnostic of list)
        toError(`${renderTerminal(diagnostic, readLine, { color })}\n`);
      const summary = summarize(list);
      if (summary !== undefined) toError(`${colors.bold(summary)}\n`);
    },
  };
}

/** `2 errors and 1 warning`; undefined where there is none. */
function summarize(list: readonly LocatedDiagnostic[]): string | undefined {
  const errors = list.filter((each) => each.severity === 'error').length;
  const counts = [plural(errors, 'error'), plural(list.length - errors, 'warning')];
  const shown = counts.filter((text) => text !== undefined);
  return shown.length === 0 ? undefined : shown.join(' and ');
}

function plural(count: number, noun: string): string | undefined {
  if (count === 0) return undefined;
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `--color` first, then NO_COLOR, FORCE_COLOR, then whether a person looks on. */
function wantsColor(choice: OutputOptions['color'], stream: { readonly isTTY?: boolean }): boolean {
  if (choice !== 'auto') return choice === 'always';
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: term } = process.env;
  if (no !== undefined && no !== '') return false;
  if (force !== undefined && force !== '') return force !== '0';
  return stream.isTTY === true && term !== 'dumb';
}

/** Of the process, as standard output is. */
let isResultAbandoned = false;

/** Writes all of `text` at once, pipes included: what was printed before a crash is never lost. */
function writeAll(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      if (isErrorWithCode(error, 'EAGAIN')) continue;
      // The reader went away (`boltd … | head`): nobody is left to tell.
      if (isErrorWithCode(error, 'EPIPE')) {
        if (descriptor === 1) isResultAbandoned = true;
        return;
      }
      throw error;
    }
  }
}

function isErrorWithCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
