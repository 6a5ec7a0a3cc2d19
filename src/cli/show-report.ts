/** What a request came to, for people or as events. */
import path from 'node:path';
import type { BuildReport } from '../build/report.ts';
import { exitCode } from './exit.ts';
import type { Output } from './output.ts';
import { showDiagnostics } from './show-diagnostics.ts';

/** Diagnostics, what was written, and the last line; not the figures. */
export function showReport(output: Output, report: BuildReport): void {
  showDiagnostics(output, report.root, report.diagnostics);
  for (const file of report.written) output.detail(`wrote ${file}`);
  if (report.goal.kind === 'check') showCheck(output, report);
  else showBuild(output, report);
}

export function statusOf({ outcome }: BuildReport): number {
  return outcome === 'succeeded' ? exitCode.done : exitCode.diagnostics;
}

function showCheck(output: Output, { outcome }: BuildReport): void {
  const success = outcome === 'succeeded';
  if (success) output.progress(output.colors.green('No mistakes found'));
  output.event('check-finished', { success });
}

function showBuild(output: Output, { executable, written, milliseconds }: BuildReport): void {
  const rounded = Math.round(milliseconds);
  if (executable === undefined) {
    output.event('build-finished', { success: false, milliseconds: rounded });
    return;
  }
  output.event('build-finished', { success: true, executable, written, milliseconds: rounded });
  const shown = path.relative(process.cwd(), executable);
  const name = shown.startsWith('..') ? executable : shown;
  const what = written.length === 0 ? 'is up to date' : 'built';
  output.progress(`${output.colors.green(name)} ${what} in ${rounded} ms`);
}
