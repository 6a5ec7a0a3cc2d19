/** What the status line says while nothing is built. */
import path from 'node:path';
import type { BuildReport } from '../../build/report.ts';
import { summarize } from '../output.ts';
import type { Piece, StyledLine } from './styled-text.ts';
import { piece, printable } from './styled-text.ts';

export interface Idle {
  readonly report?: BuildReport;
  /** The program that is running. */
  readonly program?: string;
  readonly isPolling: boolean;
  /** Whether keys are read. */
  readonly hasKeys: boolean;
  /** The next key is boltd's, although a program is running. */
  readonly isCommand: boolean;
}

export function idleStatus({ report, program, isPolling, hasKeys, isCommand }: Idle): StyledLine {
  if (isCommand) return [piece('key for boltd: ', 'accent'), piece('h r e s q', 'strong')];
  const what =
    program === undefined
      ? piece(isPolling ? 'polling' : 'watching', 'accent')
      : piece(`running ${printable(path.basename(program))}`, 'accent');
  return [what, ...mistakes(report), ...hint(hasKeys, program !== undefined)];
}

function mistakes(report: BuildReport | undefined): readonly Piece[] {
  if (report === undefined) return [];
  const summary = summarize(report.diagnostics);
  if (summary === undefined) return [];
  const isBad = report.diagnostics.some(({ severity }) => severity === 'error');
  return [piece(', '), piece(summary, isBad ? 'bad' : 'warning')];
}

function hint(hasKeys: boolean, isRunning: boolean): readonly Piece[] {
  if (!hasKeys) return [];
  return [piece(isRunning ? '  (Ctrl-T h: help)' : '  (h: help)', 'dim')];
}

/** What `h` prints. */
export function helpLines(runs: boolean): readonly StyledLine[] {
  const keys: readonly (readonly [key: string, meaning: string])[] = [
    ['h', 'this help'],
    [
      'r',
      runs
        ? 'look at everything again, print all mistakes, run the program anew'
        : 'look at everything again and print all mistakes',
    ],
    ['e', 'why each query of the last build that did something had to run'],
    ['s', 'statistics of the last build'],
    ['q', 'quit; so does Ctrl-C. Ctrl-Z suspends'],
  ];
  const lines = keys.map(([key, meaning]) => [piece(`  ${key}  `, 'strong'), piece(meaning)]);
  if (!runs) return lines;
  return [
    ...lines,
    [piece('  While the program runs, it gets what you type; Ctrl-D ends its input.')],
    [piece('  Ctrl-T and then a key: the key is for boltd.')],
  ];
}

/** A line across the terminal, with a title. */
export function rule(title: string, columns: number): StyledLine {
  const start = `── ${printable(title)} `;
  const room = Math.max(0, Math.min(columns, widestRule) - 1 - start.length);
  return [piece(start + '─'.repeat(room), 'dim')];
}

const widestRule = 100;
