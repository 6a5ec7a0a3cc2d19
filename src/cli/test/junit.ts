/** Outcomes of tests in JUnit's XML, which most services that run tests can show. */
import type { TestOutcome } from './run-tests.ts';

export function junitReport(outcomes: readonly TestOutcome[]): string {
  const modules = new Set(outcomes.map(({ test }) => test.module));
  const suites = [...modules].map((module) =>
    suite(
      module,
      outcomes.filter(({ test }) => test.module === module),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

function suite(module: string, outcomes: readonly TestOutcome[]): string {
  const failures = outcomes.filter(({ kind }) => kind === 'failed').length;
  const time = seconds(outcomes.reduce((sum, each) => sum + each.milliseconds, 0));
  const head = `  <testsuite name="${escaped(module)}" tests="${outcomes.length}" failures="${failures}" time="${time}">\n`;
  return `${head}${outcomes.map(testCase).join('')}  </testsuite>\n`;
}

function testCase({ test, kind, milliseconds, output }: TestOutcome): string {
  const { module, title, path, line } = test;
  const head = `    <testcase classname="${escaped(module)}" name="${escaped(title)}" file="${escaped(path)}" line="${line}" time="${seconds(milliseconds)}"`;
  if (kind !== 'failed') return `${head}/>\n`;
  const [message = ''] = output.split('\n', 1);
  return `${head}>\n      <failure message="${escaped(message)}">${escaped(output)}</failure>\n    </testcase>\n`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** What XML cannot hold at all becomes U+FFFD. */
function escaped(text: string): string {
  return text
    .replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign)
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
