/** `boltd explain CODE`: the page of a diagnostic code. */
import { allCodes, findCode } from '../../diagnostic/codes.ts';
import { exitCode, UsageError } from '../exit.ts';
import type { Output } from '../output.ts';

export function explainCode(output: Output, code: string): number {
  const entry = findCode(code);
  if (entry === undefined) {
    throw new UsageError(`No such code: ${code}; \`boltd explain --list\` shows all`);
  }
  output.event('code-page', { ...entry });
  if (output.options.json) return exitCode.done;
  const { bold, green, red } = output.resultColors;
  output.result(
    [
      bold(`${entry.code}: ${entry.title}`),
      '',
      wrap(entry.explanation, 80),
      '',
      red('Wrong:'),
      '',
      indent(entry.wrong),
      '',
      green('Right:'),
      '',
      indent(entry.right),
      '',
    ].join('\n'),
  );
  return exitCode.done;
}

export function listCodes(output: Output): number {
  for (const { code, title } of allCodes) {
    output.event('code', { code, title });
    if (!output.options.json) output.result(`${output.resultColors.bold(code)}  ${title}\n`);
  }
  return exitCode.done;
}

function indent(program: string): string {
  return program
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
}

function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}
