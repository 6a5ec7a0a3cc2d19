/** A new project compiles nothing of the standard library, and links only what it imports. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { temporaryProject } from '../harness/boltd.ts';
import { observeBuild } from '../harness/observed-build.ts';

const manifest = {
  path: '/bolt.toml',
  text: '[package]\nname = "tour"\nversion = "0.1.0"\n',
};

function program(text: string): ReturnType<typeof temporaryProject> {
  return temporaryProject([manifest, { path: '/src/main.bolt', text }]);
}

for (const profile of ['dev', 'release'] as const) {
  test(`a new project executes no query about the library's code in the ${profile} profile`, async (t) => {
    const { root, dispose } = program(
      'import std.math;\nimport std.string;\nvoid main() { printf("%d %s\\n", math.max(1, 2), string.trim(" a ")) }\n',
    );
    try {
      const built = await observeBuild(root, profile === 'release' ? ['--release'] : []);
      const ofLibrary = built.executed.filter((query) => /\bstd\./.test(query));
      const code = ofLibrary.filter((query) =>
        /^(typedBody|mir|fragment|moduleText|optimisedText|object|signature|bodySyntax) /.test(
          query,
        ),
      );
      t.deepEqual(code, []);
      t.true(built.executed.some((query) => query.startsWith('typedBody main::')));
    } finally {
      dispose();
    }
  });
}

test('a program that imports nothing of the library links nothing of it', async (t) => {
  const { root, dispose } = program('void main() { printf("a\\n") }\n');
  try {
    await observeBuild(root, []);
    const files = readdirSync(path.join(root, '.bolt/out/dev'));
    t.false(files.includes('libstd.so'));
  } finally {
    dispose();
  }
});
