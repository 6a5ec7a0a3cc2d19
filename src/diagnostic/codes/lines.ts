/** A program of a code's page, line by line. */
export function lines(...program: readonly string[]): string {
  return `${program.join('\n')}\n`;
}
