/** `boltd doctor`: every piece that a build needs, whether it is there, and what to do when it is not. */
import { exitCode } from '../exit.ts';
import type { Finding } from '../installation-check.ts';
import {
  checkCacheFolder,
  checkInstallation,
  checkThreadSanitizer,
} from '../installation-check.ts';
import type { Output } from '../output.ts';

export async function doctor(output: Output): Promise<number> {
  const findings = [...(await checkInstallation()), checkThreadSanitizer(), checkCacheFolder()];
  for (const finding of findings) {
    output.event('doctor', { ...finding });
    if (!output.options.json) output.result(render(output, finding));
  }
  return findings.every((finding) => finding.ok || finding.isOptional === true)
    ? exitCode.done
    : exitCode.diagnostics;
}

function render(output: Output, { piece, ok, isOptional, detail, remedy }: Finding): string {
  const { green, red, bold } = output.resultColors;
  const mark = ok ? green('ok     ') : isOptional === true ? 'absent ' : red('missing');
  const purpose = isOptional === true ? ' (for `--sanitize=thread` only)' : '';
  const advice = ok ? '' : `\n        ${bold('do')}: ${remedy}${purpose}`;
  return `${mark} ${piece.padEnd(24)} ${detail}${advice}\n`;
}
