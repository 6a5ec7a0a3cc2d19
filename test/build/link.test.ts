/** Linking: shards, programs over shards, self-contained programs. */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {
  checkDefined,
  linkDevExecutable,
  linkExecutable,
  linkLibrary,
  UndefinedSymbolsError,
} from '../../src/build/link.ts';
import { LinkError } from '../../src/build/link-process.ts';
import type { Toolchain } from '../../src/build/toolchain.ts';
import { discoverToolchain, MissingToolError } from '../../src/build/toolchain.ts';
import { buildFragment } from '../../src/llvm/build-fragment.ts';
import type { Profile } from '../../src/llvm/protocol.ts';
import { Body, decl, i32, int, intType, mainOrder, orderOf } from '../llvm/mir-kit.ts';
import {
  assemble,
  emit,
  run,
  runtimeLibraries,
  scratchFolder,
  toolchain,
  writeObject,
} from '../llvm/program-kit.ts';

const getSymbol = `${decl('function get(T)')}<i32>`;

/** An instance that several modules have a copy of. */
function instance(): ReturnType<typeof buildFragment> {
  const body = new Body([i32]);
  body.do({ op: 'checkDivisor', value: body.load(0), type: i32, at: 1 });
  body.return(
    body.def(i32, { op: 'arith', operator: 'div', left: int(84), right: body.load(0), type: i32 }),
  );
  return buildFragment(
    orderOf('function get(T)', [body.function(getSymbol, 1, i32)], undefined, true),
  );
}

/** Objects of two modules: main calls a function of the other, and both use the instance. */
function objects(folder: string, profile: Profile, number = 3): readonly [string, string] {
  const get = { decl: decl('function get(T)'), typeArgs: [i32], parameters: [i32], result: i32 };
  const other = { decl: decl('function other'), typeArgs: [], parameters: [], result: i32 };
  const main = mainOrder((b) => {
    const first = b.def(i32, { op: 'call', callee: get, args: [int(2)] });
    const second = b.def(i32, { op: 'call', callee: other, args: [] });
    b.do({
      op: 'printf',
      format: '%d %d',
      args: [first, second].map((value) => ({ value, type: i32 })),
    });
  });
  const body = new Body();
  const quotient = body.def(i32, { op: 'call', callee: get, args: [int(number)] });
  const u128 = intType(128, false);
  const wide = body.def(u128, { op: 'convert', value: quotient, from: i32, to: u128 });
  // Needs gcc's support library.
  const half = body.def(u128, {
    op: 'arith',
    operator: 'div',
    left: wide,
    right: wide,
    type: u128,
  });
  const one = body.def(i32, { op: 'convert', value: half, from: u128, to: i32 });
  body.return(
    body.def(i32, { op: 'arith', operator: 'mul', left: quotient, right: one, type: i32 }),
  );
  const otherUnit = buildFragment(orderOf('function other', [body.function(other.decl, 0, i32)]));
  const texts = [
    assemble([buildFragment(main), instance()], 'a'),
    assemble([otherUnit, instance()], 'b'),
  ];
  const [a = '', b = ''] = texts.map((ir, index) =>
    writeObject(folder, `m${index}`, emit(ir, profile, 'm')),
  );
  return [a, b];
}

async function linkShards(folder: string, tools: Toolchain = toolchain): Promise<string> {
  const [first, second] = objects(path.join(folder, 'objects'), 'dev');
  const output = path.join(folder, 'out');
  const libraries = [path.join(output, 's00.so'), path.join(output, 's01.so')];
  await linkLibrary(tools, { objects: [first], soname: 's00.so', output: libraries[0] ?? '' });
  await linkLibrary(tools, { objects: [second], soname: 's01.so', output: libraries[1] ?? '' });
  const runtime = path.join(output, 'libboltrt.so');
  copyFileSync(runtimeLibraries().shared, runtime);
  checkDefined(libraries, runtime, 'program');
  await linkDevExecutable(tools, { libraries, runtime, output: path.join(output, 'program') });
  return output;
}

const linkers = (['gold', 'bfd', 'lld'] as const).map((kind) => ({
  kind,
  path: `/usr/bin/ld.${kind === 'lld' ? 'lld-14' : kind}`,
}));

for (const linker of linkers) {
  const tools = { ...toolchain, libraryLinker: linker, programLinker: linker };

  test(`a program over shards runs, wherever it is moved: ${linker.kind}`, async (t) => {
    const output = await linkShards(scratchFolder(), tools);
    t.is(run(path.join(output, 'program')).stdout, '42 28');
    const moved = scratchFolder();
    for (const file of readdirSync(output))
      copyFileSync(path.join(output, file), path.join(moved, file));
    chmodSync(path.join(moved, 'program'), 0o755);
    t.is(run(path.join(moved, 'program')).stdout, '42 28');
  });

  test(`linking in another folder gives the same bytes: ${linker.kind}`, async (t) => {
    const [first, second] = [
      await linkShards(scratchFolder(), tools),
      await linkShards(scratchFolder(), tools),
    ];
    for (const file of ['s00.so', 's01.so', 'program']) {
      t.deepEqual(
        readFileSync(path.join(first, file)),
        readFileSync(path.join(second, file)),
        file,
      );
    }
    const whole = await Promise.all(
      [scratchFolder(), scratchFolder()].map(async (folder) => {
        const output = path.join(folder, 'p');
        const all = objects(path.join(folder, 'o'), 'release');
        await linkExecutable(tools, { objects: all, runtime: runtimeLibraries().archive, output });
        return readFileSync(output);
      }),
    );
    t.deepEqual(whole[0], whole[1]);
  });

  test(`a self-contained program runs: ${linker.kind}`, async (t) => {
    for (const profile of ['dev', 'release'] as const) {
      const folder = scratchFolder();
      const output = path.join(folder, 'p');
      const all = objects(folder, profile);
      await linkExecutable(tools, { objects: all, runtime: runtimeLibraries().archive, output });
      t.is(run(output).stdout, '42 28');
      t.false(readFileSync(output).includes('libgc.so'), 'the collector is inside');
    }
  });
}

test('only the shard that changed is linked again', async (t) => {
  const folder = scratchFolder();
  const output = await linkShards(folder);
  const [, changed] = objects(path.join(folder, 'objects'), 'dev', 4);
  await linkLibrary(toolchain, {
    objects: [changed],
    soname: 's01.so',
    output: path.join(output, 's01.so'),
  });
  t.is(run(path.join(output, 'program')).stdout, '42 21');
});

test('code that nothing refers to is dropped from a self-contained program', async (t) => {
  const folder = scratchFolder();
  const unused = new Body().return(int(1)).function(decl('function unused'), 0, i32);
  const extra = writeObject(
    folder,
    'x',
    emit(assemble([buildFragment(orderOf('function unused', [unused]))]), 'release'),
  );
  const output = path.join(folder, 'p');
  const all = [...objects(folder, 'release'), extra];
  await linkExecutable(toolchain, { objects: all, runtime: runtimeLibraries().archive, output });
  t.true(readFileSync(extra).includes('function unused'));
  t.false(readFileSync(output).includes('function unused'));
});

test('symbols that no shard defines are named before the program starts', async (t) => {
  const folder = scratchFolder();
  const [first] = objects(folder, 'dev');
  const library = path.join(folder, 's00.so');
  await linkLibrary(toolchain, { objects: [first], soname: 's00.so', output: library });
  const check = (): void => checkDefined([library], runtimeLibraries().shared, 'program');
  const error = t.throws(check, { instanceOf: UndefinedSymbolsError });
  t.deepEqual(error?.symbols, [decl('function other')]);
});

test('a linker that fails leaves no output and says why', async (t) => {
  const folder = scratchFolder();
  const object = path.join(folder, 'm.o');
  writeFileSync(object, 'no object');
  const output = path.join(folder, 'out', 's00.so');
  const link = linkLibrary(toolchain, { objects: [object], soname: 's00.so', output });
  const error = await t.throwsAsync(link, { instanceOf: LinkError });
  t.regex(error?.message ?? '', /ld\.gold could not link .*s00\.so:\n.*m\.o/);
  t.deepEqual(readdirSync(path.join(folder, 'out')), []);
});

test('an output is replaced, so that a running program keeps its file', async (t) => {
  const folder = scratchFolder();
  const output = path.join(folder, 'p');
  const link = { objects: objects(folder, 'dev'), runtime: runtimeLibraries().archive, output };
  await linkExecutable(toolchain, link);
  const running = openSync(output, 'r');
  const before = fstatSync(running);
  await linkExecutable(toolchain, link);
  t.not(statSync(output).ino, before.ino);
  t.is(fstatSync(running).nlink, 0);
  closeSync(running);
});

test('very many objects go through a file of arguments', async (t) => {
  const folder = scratchFolder();
  const deep = path.join(folder, 'd'.repeat(200), 'e'.repeat(200));
  mkdirSync(deep, { recursive: true });
  const [first, second] = objects(deep, 'dev');
  const empty = emit('source_filename = "e"\n', 'dev');
  const fillers = Array.from({ length: 300 }, (_, index) =>
    writeObject(deep, `filler${index}`, empty),
  );
  const output = path.join(folder, 'p');
  const all = [first, second, ...fillers];
  await linkExecutable(toolchain, { objects: all, runtime: runtimeLibraries().archive, output });
  t.is(run(output).stdout, '42 28');
  t.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.args')),
    [],
  );
});

test('a tool that is missing is named with the package that has it', (t) => {
  const empty = scratchFolder();
  const error = t.throws(() => discoverToolchain({ programFolders: [empty] }), {
    instanceOf: MissingToolError,
  });
  t.is(error?.debianPackage, 'binutils');
  t.throws(() => discoverToolchain({ libraryFolders: [empty] }), { message: /apt-get install/ });
});

test('fallbacks are found where the first choice is missing', (t) => {
  const folder = scratchFolder();
  copyFileSync('/usr/bin/ld.bfd', path.join(folder, 'ld.bfd'));
  const found = discoverToolchain({ programFolders: [folder] });
  t.is(found.libraryLinker.kind, 'bfd');
  t.is(found.programLinker.kind, 'bfd');
});
