/** `boltd doctor`: every piece that a build needs, whether it is there, and what to do when it is not. */
import { exitCode } from '../exit.ts';
import type { Finding } from '../installation-check.ts';
import { checkCacheFolder, checkInstallation } from '../installation-check.ts';
import type { Output } from '../output.ts';

export async function doctor(output: Output): Promise<number> {
  const findings = [...(await checkInstallation()), checkCacheFolder()];
  for (const finding of findings) {
    output.event('doctor', { ...finding });
    if (!output.options.json) output.result(render(output, finding));
  }
  return findings.every((finding) => finding.ok) ? exitCode.done : exitCode.diagnostics;
}

function render(output: Output, { piece, ok, detail, remedy }: Finding): string {
  const { green, red, bold } = output.resultColors;
  const mark = ok ? green('ok     ') : red('missing');
  const advice = ok ? '' : `\n        ${bold('do')}: ${remedy}`;
  return `${mark} ${piece.padEnd(24)} ${detail}${advice}\n`;
}
