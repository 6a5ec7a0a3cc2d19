#!/usr/bin/env node
// The command: hands over to the bundle, or says how to make it.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const bundle = new URL('../../build/bundle/boltd.js', import.meta.url);
if (existsSync(bundle)) {
  await import(bundle.href);
} else {
  const home = fileURLToPath(new URL('../..', import.meta.url));
  process.stderr.write(`boltd is not built yet; run \`npm start\` in ${home}\n`);
  process.exitCode = 70;
}
