/** What dumps of syntax trees are made with: a line a node, children indented. */
import type { Range } from './ast.ts';

export interface PrintOptions {
  /** Adds each node's first and last token: `name x @3..3`. */
  readonly ranges: boolean;
}

export interface Printer {
  readonly options: PrintOptions;
  readonly lines: string[];
  depth: number;
}

export function createPrinter(options: PrintOptions = { ranges: false }): Printer {
  return { options, lines: [], depth: 0 };
}

export function finishPrinter({ lines }: Printer): string {
  return `${lines.join('\n')}\n`;
}

export function addLine({ options, lines, depth }: Printer, range: Range, text: string): void {
  const suffix = options.ranges ? ` @${range.from}..${range.to}` : '';
  lines.push(`${'  '.repeat(depth)}${text}${suffix}`);
}

export function inside(printer: Printer, print: () => void): void {
  printer.depth += 1;
  print();
  printer.depth -= 1;
}

export function words(parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined).join(' ');
}
