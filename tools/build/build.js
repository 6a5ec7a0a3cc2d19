// Builds boltd: TypeScript to build/ (for the tests), one bundle for the command line, one for the code
// generation workers, and the C runtime. Each step runs only when its inputs changed. Plain JavaScript,
// because it runs before anything is compiled.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
process.chdir(root);

function filesBelow(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const full = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(full) : [full];
    })
    .sort();
}

/** See tools/bin/boltd.js. */
const codeCache = 'build/bundle/boltd.cjs.cache';

/** Hash of the contents of files and folders. */
function hashOf(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((each) =>
    fs.statSync(each).isDirectory() ? filesBelow(each) : [each],
  )) {
    hash.update(`${file}\0`).update(fs.readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}

/** Runs `work` unless it succeeded before on the same inputs and its outputs are still there. */
async function step(name, inputs, outputs, work) {
  const stamp = `build/.stamp-${name.replace(' ', '-')}`;
  const hash = hashOf(inputs);
  const isCurrent =
    outputs.every((file) => fs.existsSync(file)) &&
    fs.existsSync(stamp) &&
    fs.readFileSync(stamp, 'utf8') === hash;
  if (isCurrent) return;
  process.stderr.write(`\x1b[2m[build]\x1b[0m ${name}\n`);
  await work(hash);
  fs.writeFileSync(stamp, hash);
}

/** Compiles a folder with a tsconfig.json, or checks it where that emits nothing. */
function check(folder) {
  try {
    execFileSync('node_modules/.bin/tsc', ['-p', folder], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  } catch {
    process.exit(1);
  }
}

async function bundle(hash) {
  const esbuild = await import('esbuild');
  // V8 tells a stale cache by the length of the source alone.
  fs.rmSync(codeCache, { force: true });
  const options = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    minifySyntax: true,
    sourcemap: true,
    external: ['better-sqlite3', 'koffi', 'llvm-bindings'],
    logLevel: 'warning',
  };
  // A script, whose compiled code can be kept; an ES module's cannot.
  await esbuild.build({
    ...options,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'build/bundle/boltd.cjs',
    format: 'cjs',
    define: { BOLTD_FINGERPRINT: JSON.stringify(hash), 'import.meta.url': 'boltdUrl' },
    banner: { js: "const boltdUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  await esbuild.build({
    ...options,
    entryPoints: { worker: 'src/llvm/worker-main.ts' },
    outdir: 'build/bundle',
    splitting: true,
    format: 'esm',
    define: { BOLTD_FINGERPRINT: JSON.stringify(hash) },
    // CommonJS packages inside an ES module bundle ask for `require`.
    banner: {
      js: "import { createRequire as boltdCreateRequire } from 'node:module'; const require = boltdCreateRequire(import.meta.url);",
    },
  });
}

/** The page of `--timings`: style and script go into the template, so that one file is all it takes. */
async function timingsPage() {
  const folder = 'src/cli/timings/page';
  check(folder);
  const esbuild = await import('esbuild');
  const options = { bundle: true, minify: true, target: 'es2022', write: false };
  const textOf = async (entry) => {
    const { outputFiles } = await esbuild.build({
      ...options,
      entryPoints: [`${folder}/${entry}`],
    });
    return outputFiles[0].text.trim();
  };
  const style = await textOf('page.css');
  const script = (await textOf('main.ts')).replaceAll('</script', '<\\/script');
  const page = fs
    .readFileSync(`${folder}/page.html`, 'utf8')
    .replace('/*style*/', () => style)
    .replace('/*script*/', () => script);
  fs.writeFileSync('build/bundle/timings.html', page);
}

/**
 * Keeps the compiled form of the functions that a build with nothing to do runs: builds a small
 * program twice. Where that is not possible, starts are slower and nothing else.
 */
function writeCodeCache() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'boltd-warm-'));
  const boltd = (options) =>
    execFileSync(process.execPath, ['tools/bin/boltd.js', '-q', 'build', `${folder}/warm.bolt`], {
      stdio: 'ignore',
      ...options,
    });
  try {
    fs.writeFileSync(path.join(folder, 'warm.bolt'), 'void main() { printf("warm"); }\n');
    boltd({});
    boltd({ env: { ...process.env, BOLTD_WRITE_CODE_CACHE: '1' } });
  } catch {
    fs.rmSync(codeCache, { force: true });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

fs.mkdirSync('build', { recursive: true });
const config = ['package.json', 'package-lock.json', 'tsconfig.json'];
const sources = ['src', 'cache'];
await step('compile', [...config, ...sources, 'test', 'tools'], ['build/src/cli/main.js'], () =>
  check('.'),
);
// The bundle's hash is the compiler's fingerprint: it includes all that can change a result.
await step(
  'bundle',
  [...config, ...sources, 'runtime'],
  ['build/bundle/boltd.cjs', 'build/bundle/worker.js'],
  bundle,
);
await step(
  'timings page',
  [...config, 'src/cli/timings', 'tools/build'],
  ['build/bundle/timings.html'],
  timingsPage,
);
await step(
  'runtime',
  ['runtime', 'tools/build'],
  ['build/runtime/libboltrt.a', 'build/runtime/libboltrt.so'],
  () =>
    execFileSync('bash', ['tools/build/runtime.sh', 'build/runtime'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
);
await step('code cache', [...config, ...sources, 'runtime', 'tools'], [], writeCodeCache);
