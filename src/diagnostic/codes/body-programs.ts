/** Pieces of the programs on the pages of body codes. */

export const cell: string =
  'class Cell {\n  capability linear Own;\n  var int value : Own;\n  int get() : Own { this.value }\n}\n\n';

export const desk: string =
  'class Desk {\n  var int width;\n}\n\nclass Lamp extends Desk {\n  var int watts;\n}\n\n';

export const tally: string =
  'class Tally {\n  capability locked Lk;\n  var int count : Lk;\n  void add(int by) : Lk { this.count += by }\n}\n\nfunction int more() { 2 }\n\n';

/** A `main` of these lines. */
export function main(...lines: string[]): string {
  return `void main() {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}
