#!/usr/bin/env node
// The command: runs the bundle, or says how to make it. Beside the bundle lies what V8 made of it
// when boltd was built, which spares each start the compilation. V8 refuses the cache of another
// version or architecture; that it belongs to this bundle is tools/build/build.js's to see to.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const home = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const bundle = path.join(home, 'build/bundle/boltd.cjs');
const codeCache = `${bundle}.cache`;

if (existsSync(bundle)) {
  const source = readFileSync(bundle, 'utf8');
  const script = new vm.Script(`(function (require, __filename) {${source}\n})`, {
    filename: bundle,
    cachedData: existsSync(codeCache) ? readFileSync(codeCache) : undefined,
  });
  script.runInThisContext()(createRequire(bundle), bundle);
  if (process.env.BOLTD_WRITE_CODE_CACHE === '1') {
    process.once('exit', () => writeFileSync(codeCache, script.createCachedData()));
  }
} else {
  process.stderr.write(`boltd is not built yet; run \`npm start\` in ${home}\n`);
  process.exitCode = 70;
}
