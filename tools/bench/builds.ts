/**
 * `node build/tools/bench/builds.js [--modules N] [--functions N] [--runs N] [--only bolt,c,go,rust]`:
 * times builds of the same program in Bolt and in C, Go and Rust where these are installed, each in new
 * processes, in one run: cold, nothing changed, and after edits. All must print the same.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Size } from './generate.ts';
import { countLines, generateProgram, original } from './generate.ts';
import { measure, median } from './measure.ts';
import type { Scenario, Toolchain } from './toolchains.ts';
import { clear, edits, isInstalled, toolchains, versionOf, writeChanges } from './toolchains.ts';

interface Row {
  readonly scenario: Scenario;
  readonly milliseconds: number;
  readonly peakBytes: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      modules: { type: 'string', default: '1000' },
      functions: { type: 'string', default: '10' },
      runs: { type: 'string', default: '5' },
      only: { type: 'string', default: 'bolt,c,go,rust' },
    },
  });
  const size = { modules: Number(values.modules), functions: Number(values.functions) };
  const wanted = values.only.split(',');
  const chosen = toolchains.filter((each) => wanted.includes(each.language) && isInstalled(each));
  console.log(
    `${size.modules} modules by ${size.functions} functions, ${os.availableParallelism()} cores`,
  );
  const results = new Map<Toolchain, readonly Row[]>();
  const printed = new Set<string>();
  for (const toolchain of chosen) {
    const { rows, output, lines } = await benchmark(toolchain, size, Number(values.runs));
    console.log(`${toolchain.name}: ${versionOf(toolchain)}, ${lines} lines, prints ${output}`);
    results.set(toolchain, rows);
    printed.add(output);
  }
  if (printed.size > 1) throw new Error(`The programs differ: ${[...printed].join(', ')}`);
  printTable(results);
}

async function benchmark(
  toolchain: Toolchain,
  size: Size,
  runs: number,
): Promise<{ rows: readonly Row[]; output: string; lines: number }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), `bench-${toolchain.language}-`));
  try {
    let files = generateProgram(toolchain.language, size, original);
    writeChanges(folder, new Map(), files);
    const build = async (): Promise<{ milliseconds: number; peakBytes: number }> => {
      const result = await measure(toolchain.build, {
        cwd: folder,
        env: toolchain.env(folder),
        memory: true,
      });
      if (result.status !== 0)
        throw new Error(`${toolchain.name} failed:\n${result.stderr}${result.stdout}`);
      return result;
    };
    const rows: Row[] = [];
    const record = async (scenario: Scenario, prepare: (run: number) => void): Promise<void> => {
      const results: { milliseconds: number; peakBytes: number }[] = [];
      for (let run = 1; run <= runs; run += 1) {
        prepare(run);
        results.push(await build());
      }
      rows.push({
        scenario,
        milliseconds: median(results.map((each) => each.milliseconds)),
        peakBytes: Math.max(...results.map((each) => each.peakBytes)),
      });
    };
    await record('cold', () => clear(folder, toolchain));
    const { stdout } = await measure([path.join(folder, toolchain.program)], { cwd: folder });
    await build();
    await record('no-op', () => undefined);
    for (const [scenario, variantOf] of Object.entries(edits)) {
      await record(scenario as Scenario, (run) => {
        const edited = generateProgram(toolchain.language, size, {
          ...original,
          ...variantOf(run),
        });
        writeChanges(folder, files, edited);
        files = edited;
      });
    }
    return { rows, output: stdout.trim(), lines: countLines(files) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function printTable(results: ReadonlyMap<Toolchain, readonly Row[]>): void {
  const names = [...results.keys()].map((toolchain) => toolchain.name);
  const own = [...results].find(([toolchain]) => toolchain.language === 'bolt')?.[1] ?? [];
  console.log(
    `\n| milliseconds | ${names.join(' | ')} |\n|---|${names.map(() => '---|').join('')}`,
  );
  const [first] = results.values();
  for (const [index, { scenario }] of (first ?? []).entries()) {
    const ours = own[index]?.milliseconds;
    const cells = [...results].map(([toolchain, rows]) => {
      const ms = rows[index]?.milliseconds ?? Number.NaN;
      const isOwn = toolchain.language === 'bolt' || ours === undefined;
      return isOwn ? ms.toFixed(0) : `${ms.toFixed(0)} (boltd ×${(ours / ms).toFixed(2)})`;
    });
    console.log(`| ${scenario} | ${cells.join(' | ')} |`);
  }
  const memory = [...results.values()].map((rows) =>
    (Math.max(...rows.map((row) => row.peakBytes)) / 2 ** 20).toFixed(0),
  );
  console.log(`| peak memory, MiB | ${memory.join(' | ')} |`);
}

await main();
