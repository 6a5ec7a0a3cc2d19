/** `node build/tools/bench/write-project.js LANGUAGE MODULES FUNCTIONS FOLDER`: writes the benchmark's program. */
import fs from 'node:fs';
import path from 'node:path';
import type { Language } from './generate.ts';
import { countLines, generateProgram } from './generate.ts';

const [language = 'bolt', modules = '20', functions = '10', folder = 'bench'] =
  process.argv.slice(2);
const size = { modules: Number(modules), functions: Number(functions) };
const files = generateProgram(language as Language, size);
for (const [name, text] of files) {
  const target = path.join(folder, name);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
}
console.log(`${files.size} files, ${countLines(files)} lines`);
