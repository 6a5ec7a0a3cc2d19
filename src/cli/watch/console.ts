/**
 * Where a watching command prints: lines of a log, or a terminal with a status line. Everything goes
 * through it, what the printers of other commands print included, so that nothing cuts into a line.
 */

import type { LocatedDiagnostic } from '../../diagnostic/located.ts';
import { renderTerminal } from '../../diagnostic/render-terminal.ts';
import type { Output, OutputOptions } from '../output.ts';
import { createOutput, isErrorWithCode, writeAll } from '../output.ts';
import { sourceReader } from '../show-diagnostics.ts';
import type { Screen } from './screen.ts';
import { createScreen } from './screen.ts';
import type { StyledLine } from './styled-text.ts';
import { paint } from './styled-text.ts';

export interface Console {
  /** What the printers of other commands print to. */
  readonly output: Output;
  /** Of a terminal with a status line. */
  readonly screen: Screen | undefined;
  /** Of the terminal; undefined where lines may be as long as they like. */
  columns(): number | undefined;
  line(line: StyledLine): void;
  /** In full; `root` is the folder that their paths are relative to. */
  diagnostics(list: readonly LocatedDiagnostic[], root: string): void;
  /** `action` is called when nobody reads any more what is printed. */
  whenUnread(action: () => void): void;
  close(): void;
}

/** Whether a person looks on who can be shown a line that changes. */
export function isLive({ json }: OutputOptions): boolean {
  return !json && process.stderr.isTTY === true && process.env['TERM'] !== 'dumb';
}

export function openConsole(options: OutputOptions, live: boolean): Console {
  return live ? openLive(options) : openPlain(options);
}

function openPlain(options: OutputOptions): Console {
  let onUnread: () => void = () => undefined;
  const output = createOutput(options, (descriptor, text) => {
    const isRead = writeAll(descriptor, text);
    if (!isRead) onUnread();
    return isRead;
  });
  return {
    output,
    screen: undefined,
    columns: () => undefined,
    line: (line) => output.notice(paint(line, output.colors)),
    diagnostics: (list, root) => output.notice(render(output, list, root)),
    whenUnread(action) {
      onUnread = action;
    },
    close: () => undefined,
  };
}

function openLive(options: OutputOptions): Console {
  const { stderr, stdout } = process;
  // Some terminals say that they have no columns.
  const columns = (): number => (stderr.columns > 0 ? stderr.columns : 80);
  const screen = createScreen({
    write: writeToTerminal,
    columns,
    colors: createOutput(options).colors,
  });
  const output = createOutput(options, (descriptor, text) => {
    if (descriptor === 1 && stdout.isTTY !== true) return writeAll(1, text);
    screen.print(text);
    return true;
  });
  const redraw = (): void => screen.redraw();
  stderr.on('resize', redraw);
  return {
    output,
    screen,
    columns,
    line: (line) => screen.print(`${paint(line, output.colors)}\n`),
    diagnostics: (list, root) => screen.print(`${render(output, list, root)}\n`),
    // SIGHUP tells that a terminal is gone.
    whenUnread: () => undefined,
    close() {
      stderr.off('resize', redraw);
      screen.leave();
    },
  };
}

/** As `boltd check` prints them, without the last line break. */
function render({ colors }: Output, list: readonly LocatedDiagnostic[], root: string): string {
  const readLine = sourceReader(root);
  const style = { color: colors.isColorSupported };
  return list.map((each) => renderTerminal(each, readLine, style)).join('\n');
}

function writeToTerminal(text: string): void {
  try {
    writeAll(2, text);
  } catch (error) {
    // The terminal is gone: SIGHUP is on its way, and ends boltd in order.
    if (!isErrorWithCode(error, 'EIO')) throw error;
  }
}
