// Builds boltd: TypeScript to build/ (for the tests), bundles for the command line, the code generation
// workers, users' SQL and the thread that watches files, and the C runtime. Each step runs only when its
// inputs changed. Plain JavaScript, because it runs before anything is compiled.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

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
    entryPoints: {
      worker: 'src/llvm/worker-main.ts',
      sql: 'src/cli/query/sql-process.ts',
      watcher: 'src/host/node-watcher-main.ts',
    },
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
 * Keeps the compiled form of the functions that a build with nothing to do runs, by itself and through a
 * daemon: builds a small program twice, the second time beside a daemon that ends before it answers.
 * Where that is not possible, starts are slower and nothing else.
 */
async function writeCodeCache() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'boltd-warm-'));
  const target = path.join(folder, 'warm.bolt');
  const boltd = (args, env) =>
    promisify(execFile)(process.execPath, ['tools/bin/boltd.js', ...args, target], {
      env: { ...process.env, XDG_RUNTIME_DIR: folder, BOLT_DAEMON: '', ...env },
    });
  let server;
  try {
    fs.writeFileSync(target, 'void main() { printf("warm"); }\n');
    await boltd(['build'], {});
    const status = await boltd(['--json', 'daemon', 'status'], {}).catch((error) => error);
    server = await listenLikeADaemon(JSON.parse(status.stdout).socket);
    await boltd(['build'], { BOLTD_WRITE_CODE_CACHE: '1' });
  } catch {
    fs.rmSync(codeCache, { force: true });
  } finally {
    server?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Greets every client, and leaves it when it wants something. */
function listenLikeADaemon(socket) {
  fs.mkdirSync(path.dirname(socket), { mode: 0o700 });
  const welcome = '{"jsonrpc":"2.0","id":0,"result":{"kind":"accepted","pid":1}}';
  const server = net.createServer((client) => {
    client.once('data', () => {
      client.write(`Content-Length: ${welcome.length}\r\n\r\n${welcome}`);
      client.once('data', () => client.destroy());
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => resolve(server));
  });
}

/**
 * Compiles the standard library into the cache that new projects' caches begin with, by building a program that
 * imports all of it. What belongs to that program alone is left out.
 */
async function compileLibrary() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'boltd-std-'));
  const made = 'build/std';
  try {
    fs.rmSync(made, { recursive: true, force: true });
    const modules = filesBelow('runtime/std').filter((file) => file.endsWith('.bolt'));
    const imports = modules.map((file) => `import std.${path.basename(file, '.bolt')};\n`);
    fs.mkdirSync(path.join(folder, 'src'));
    fs.writeFileSync(
      path.join(folder, 'bolt.toml'),
      '[package]\nname = "main"\nversion = "0.0.0"\n',
    );
    fs.writeFileSync(path.join(folder, 'src/main.bolt'), `${imports.join('')}void main() {}\n`);
    const env = { ...process.env, BOLT_CACHE_DIR: '', BOLT_DAEMON: '' };
    for (const options of [[], ['--release']]) {
      execFileSync(
        process.execPath,
        ['tools/bin/boltd.js', 'build', '--no-daemon', ...options, folder],
        { env, stdio: ['ignore', 'ignore', 'inherit'] },
      );
    }
    const cache = path.join(folder, '.bolt');
    const { default: Database } = await import('better-sqlite3');
    const database = new Database(path.join(cache, 'cache.db'));
    database.exec('DELETE FROM build; DELETE FROM output');
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.exec('VACUUM');
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.close();
    fs.mkdirSync(made, { recursive: true });
    fs.cpSync(path.join(cache, 'objects'), `${made}/objects`, { recursive: true });
    fs.copyFileSync(path.join(cache, 'cache.db'), `${made}/cache.db`);
    fs.writeFileSync(`${made}/compiler`, fs.readFileSync('build/.stamp-bundle', 'utf8'));
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
  ['boltd.cjs', 'worker.js', 'sql.js', 'watcher.js'].map((name) => `build/bundle/${name}`),
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
// For `--sanitize=thread`.
await step(
  'sanitized runtime',
  ['runtime', 'tools/build'],
  ['build/runtime/watched/libboltrt.a'],
  () =>
    execFileSync(
      'bash',
      ['tools/build/runtime.sh', 'build/runtime/watched', 'watched', 'archive'],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    ),
);
await step(
  'standard library',
  [...config, ...sources, 'runtime', 'tools/build'],
  ['build/std/cache.db', 'build/std/compiler'],
  compileLibrary,
);
await step('code cache', [...config, ...sources, 'runtime', 'tools'], [], writeCodeCache);
