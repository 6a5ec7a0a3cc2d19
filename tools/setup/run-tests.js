// Runs the linter and ava, hands their output on, and closes with the true counts on a line of their own.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Runs a command; resolves with its status and what it printed on standard output. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['inherit', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on('close', (status) => resolve({ status: status ?? 1, output }));
  });
}

/** Sums up ava's closing lines, such as `12 tests passed` and `1 uncaught exception`. */
function countOf(output, pattern) {
  return [...output.matchAll(pattern)].reduce((sum, match) => sum + Number(match[1]), 0);
}

let failed = 0;
let passed = 0;

const biome = 'node_modules/@biomejs/cli-linux-x64/biome';
if (existsSync(biome)) {
  const lint = await run(biome, ['check', '--diagnostic-level=error']);
  if (lint.status === 0) passed += 1;
  else failed += 1;
}

const tests = await run('node_modules/.bin/ava', process.argv.slice(2));
// Where some fail, ava sums up these alone.
passed +=
  countOf(tests.output, /^\s*(\d+) tests? passed/gm) ||
  [...tests.output.matchAll(/^\s+✔ /gm)].length;
const counted =
  countOf(tests.output, /^\s*(\d+) (?:tests?|hooks?|known failures?) failed/gm) +
  countOf(tests.output, /^\s*(\d+) (?:uncaught exceptions?|unhandled rejections?)/gm) +
  countOf(tests.output, /^\s*(\d+) tests? (?:remained pending|were pending)/gm);
failed += tests.status === 0 ? counted : Math.max(counted, 1);

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
