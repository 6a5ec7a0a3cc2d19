/** The program of `--run` beside boltd's own words: under a rule, on the terminal, or as JSON events. */
import path from 'node:path';
import type { Console } from './console.ts';
import type { JsonEvent } from './json-events.ts';
import { programEnded, programOutput, programStarted } from './json-events.ts';
import type { Key } from './keys.ts';
import type { ProgramEnd, ProgramOptions, ProgramRunner } from './program-runner.ts';
import { createRunner } from './program-runner.ts';
import { rule } from './status-line.ts';
import type { StyledLine } from './styled-text.ts';
import { piece, printable } from './styled-text.ts';
import { typeKey } from './typed-line.ts';

export interface ProgramView {
  /** Runs `file`, which build number `build` made; what runs is ended first. */
  restart(file: string, build: number): void;
  /** The file that is running. */
  running(): string | undefined;
  /** A key for the program. */
  type(key: Key): void;
  signal(signal: NodeJS.Signals): void;
  close(): Promise<void>;
}

export interface ProgramViewOptions {
  readonly console: Console;
  readonly args: readonly string[];
  /** Whether keys are read, of which the program gets what is typed. */
  readonly hasKeys: boolean;
  readonly graceMs: number;
  emit(event: JsonEvent): void;
  /** It started or ended. */
  onChange(): void;
}

export function createProgramView(options: ProgramViewOptions): ProgramView {
  const { console, args, graceMs, emit, onChange } = options;
  const { screen, output } = console;
  let running: string | undefined;
  let build = 0;
  let typed = '';
  const say = (line: StyledLine): void => {
    if (!output.options.json && !output.options.quiet) console.line(line);
  };
  const runner: ProgramRunner = createRunner({
    args,
    graceMs,
    stdio: stdioOf(options),
    onStarting: (file) => say(rule(path.basename(file), console.columns() ?? 80)),
    onStart(file, pid) {
      running = file;
      emit(programStarted(build, file, pid));
      onChange();
    },
    onOutput(stream, text) {
      if (output.options.json) emit(programOutput(stream, text));
      else screen?.pass(text);
    },
    onEnd(file, end) {
      running = undefined;
      typed = '';
      emit(programEnded(file, end));
      say(endLine(file, end));
      onChange();
    },
  });
  return {
    restart(file, number) {
      build = number;
      runner.restart(file);
    },
    running: () => running,
    type(key) {
      const { text, echo, sent, ends } = typeKey(typed, key);
      typed = text;
      screen?.pass(echo);
      if (sent !== '') runner.write(sent);
      if (ends) runner.endInput();
    },
    signal: (signal) => runner.signal(signal),
    close: () => runner.close(),
  };
}

/** What shares the terminal with the status line has to come through boltd; all else is left alone. */
function stdioOf({ console, hasKeys }: ProgramViewOptions): ProgramOptions['stdio'] {
  const { output, screen } = console;
  if (output.options.json) return { input: 'inherit', output: 'pipe', errors: 'pipe' };
  if (screen === undefined) return { input: 'inherit', output: 'inherit', errors: 'inherit' };
  return {
    input: hasKeys ? 'pipe' : 'inherit',
    output: process.stdout.isTTY === true ? 'pipe' : 'inherit',
    errors: 'pipe',
  };
}

function endLine(file: string, end: ProgramEnd): StyledLine {
  const name = `── ${printable(path.basename(file))} `;
  if (end.kind === 'failed') return [piece(`${name}cannot be run: ${end.error.message}`, 'bad')];
  if (end.stopped) return [piece(`${name}stopped`, 'dim')];
  if (end.kind === 'killed') return [piece(`${name}was ended by ${end.signal}`, 'bad')];
  return [piece(`${name}exited with status ${end.status}`, end.status === 0 ? 'dim' : 'warning')];
}
