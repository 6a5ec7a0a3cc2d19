/** Outcomes of tests for people, as they come, and as events. */
import type { Output } from '../output.ts';
import type { TestOutcome } from './run-tests.ts';

export interface TestSummary {
  readonly passed: number;
  readonly failed: number;
  readonly unchanged: number;
}

export function showOutcome(output: Output, outcome: TestOutcome): void {
  const { test, kind, milliseconds, output: said } = outcome;
  const { module, title, path, line } = test;
  output.event('test-finished', {
    module,
    title,
    path,
    line,
    outcome: kind,
    milliseconds,
    ...(kind === 'failed' && { output: said }),
  });
  if (output.options.json) return;
  const name = nameOf(outcome);
  switch (kind) {
    case 'passed':
      output.progress(`${output.colors.green('passed')}     ${name} (${milliseconds} ms)`);
      return;
    case 'unchanged':
      output.detail(`${output.colors.dim('unchanged')}  ${name}`);
      return;
    case 'failed':
      output.result(
        `${output.resultColors.red('FAILED')}     ${name} (${path}:${line})\n${indented(said)}`,
      );
  }
}

/** `module: title` */
export function nameOf({ test: { module, title } }: Pick<TestOutcome, 'test'>): string {
  return `${module}: ${title}`;
}

function indented(text: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  return text === ''
    ? ''
    : `${lines.map((line) => (line === '' ? '' : `    ${line}`)).join('\n')}\n`;
}

export function summaryOf(outcomes: readonly TestOutcome[]): TestSummary {
  const count = (kind: TestOutcome['kind']): number =>
    outcomes.filter((outcome) => outcome.kind === kind).length;
  return { passed: count('passed'), failed: count('failed'), unchanged: count('unchanged') };
}

/** The last line: `3 tests: 2 passed, 1 unchanged`. */
export function showSummary(
  output: Output,
  summary: TestSummary,
  { milliseconds, leftOut }: { readonly milliseconds: number; readonly leftOut: number },
): void {
  const { passed, failed, unchanged } = summary;
  const success = failed === 0;
  output.event('tests-finished', { success, ...summary, leftOut, milliseconds });
  if (output.options.json) return;
  const total = passed + failed + unchanged;
  const parts = [
    failed > 0 && output.resultColors.red(`${failed} failed`),
    passed > 0 && `${passed} passed`,
    unchanged > 0 && `${unchanged} unchanged since they passed`,
    leftOut > 0 && `${leftOut} left out by the filter`,
  ].filter((part) => part !== false);
  const what = parts.length === 0 ? '' : `: ${parts.join(', ')}`;
  output.result(`${total} test${total === 1 ? '' : 's'}${what} (${milliseconds} ms)\n`);
}
