/**
 * Diagnostics as a person reads them: header, place, the source lines with every label under its text,
 * notes, and the fix.
 */
import pc from 'picocolors';
import type { LocatedDiagnostic, Location } from './located.ts';

export interface TerminalStyle {
  readonly color: boolean;
}

/** A source line without its end, or undefined where the file is gone. `line` counts from 1. */
export type LineReader = (path: string, line: number) => string | undefined;

/** Several lines, the last one ended. */
export function renderTerminal(
  diagnostic: LocatedDiagnostic,
  readLine: LineReader,
  style: TerminalStyle,
): string {
  const colors = pc.createColors(style.color);
  const tint = diagnostic.severity === 'error' ? colors.red : colors.yellow;
  const { location } = diagnostic;
  const marks: Mark[] = [
    { location, message: '', primary: true },
    ...diagnostic.labels.map((label) => ({ ...label, primary: false })),
  ];
  const width = String(Math.max(...marks.map((mark) => mark.location.line))).length;
  const gutter = ' '.repeat(width);
  const bar = colors.blue('|');

  const lines = [
    `${colors.bold(tint(`${diagnostic.severity}[${diagnostic.code}]`))}${colors.bold(`: ${diagnostic.message}`)}`,
  ];
  for (const [index, group] of groupByPath(marks).entries()) {
    const first = group.find((mark) => mark.primary) ?? group[0];
    if (first === undefined) continue;
    const arrow = index === 0 ? '-->' : ':::';
    const { path, line, column } = first.location;
    lines.push(`${gutter}${colors.blue(arrow)} ${path}:${line}:${column}`, `${gutter} ${bar}`);
    let previous: number | undefined;
    for (const [number, onLine] of groupByLine(group)) {
      if (previous !== undefined && number > previous + 1) lines.push(colors.blue('...'));
      previous = number;
      const text = readLine(path, number);
      if (text === undefined) continue;
      const shown = clip(text, onLine);
      lines.push(`${colors.blue(String(number).padStart(width))} ${bar} ${shown.text}`);
      for (const mark of onLine) {
        const underline = underlineOf(text, mark, shown.start);
        const paint = mark.primary ? tint : colors.blue;
        const message = mark.message === '' ? '' : ` ${mark.message}`;
        lines.push(`${gutter} ${bar} ${underline.indent}${paint(underline.carets + message)}`);
      }
    }
  }
  for (const note of diagnostic.notes) {
    lines.push(`${gutter} ${colors.blue('=')} ${colors.bold('note')}: ${note}`);
  }
  if (diagnostic.fix !== undefined) {
    lines.push(`${gutter} ${colors.blue('=')} ${colors.bold('help')}: ${diagnostic.fix.title}`);
  }
  return `${lines.join('\n')}\n`;
}

interface Mark {
  readonly location: Location;
  readonly message: string;
  readonly primary: boolean;
}

/** Longest stretch of a source line that is shown. */
const maxLineLength = 160;

/** A window of the line around the first mark, so that a line of megabytes stays readable. */
function clip(
  text: string,
  marks: readonly Mark[],
): { readonly text: string; readonly start: number } {
  if (text.length <= maxLineLength) return { text: visible(text), start: 0 };
  const column = Math.min(...marks.map((mark) => mark.location.column)) - 1;
  const start = Math.max(0, Math.min(column - 40, text.length - maxLineLength));
  return { text: visible(text.slice(start, start + maxLineLength)), start };
}

/** Control characters would move the terminal's cursor; each is shown as one dot. */
function visible(text: string): string {
  let shown = '';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    shown += char === '\t' ? '\t' : code < 0x20 || code === 0x7f ? '·' : char;
  }
  return shown;
}

function underlineOf(
  text: string,
  mark: Mark,
  start: number,
): { readonly indent: string; readonly carets: string } {
  const from = Math.max(0, mark.location.column - 1 - start);
  const lineEnd = Math.min(text.length, start + maxLineLength) - start;
  const end =
    mark.location.endLine > mark.location.line ? lineEnd : mark.location.endColumn - 1 - start;
  const length = Math.max(1, Math.min(end, lineEnd) - from);
  const indent = text.slice(start, start + from).replace(/[^\t]/g, ' ');
  return { indent, carets: (mark.primary ? '^' : '-').repeat(length) };
}

/** The primary mark's file first. */
function groupByPath(marks: readonly Mark[]): readonly (readonly Mark[])[] {
  const groups = new Map<string, Mark[]>();
  for (const mark of marks) {
    const group = groups.get(mark.location.path);
    if (group === undefined) groups.set(mark.location.path, [mark]);
    else group.push(mark);
  }
  return [...groups.values()];
}

function groupByLine(marks: readonly Mark[]): readonly (readonly [number, readonly Mark[]])[] {
  const lines = new Map<number, Mark[]>();
  for (const mark of marks) {
    const group = lines.get(mark.location.line);
    if (group === undefined) lines.set(mark.location.line, [mark]);
    else group.push(mark);
  }
  return [...lines.entries()].sort(([a], [b]) => a - b);
}
