/** The release pipeline written out, and what is shown of it. */
import test from 'ava';
import { discoverToolchain } from '../../src/build/toolchain.ts';
import { createEmitter } from '../../src/llvm/emit-object.ts';
import { pipelinePrefixes, releasePipeline } from '../../src/llvm/release-pipeline.ts';

const ir = [
  'define i32 @sum(i32 %n) {',
  'entry:',
  '  %total = alloca i32',
  '  store i32 0, i32* %total',
  '  br label %loop',
  'loop:',
  '  %i = phi i32 [ 0, %entry ], [ %next, %loop ]',
  '  %old = load i32, i32* %total',
  '  %square = mul i32 %i, %i',
  '  %new = add i32 %old, %square',
  '  store i32 %new, i32* %total',
  '  %next = add i32 %i, 1',
  '  %more = icmp slt i32 %next, %n',
  '  br i1 %more, label %loop, label %done',
  'done:',
  '  %result = load i32, i32* %total',
  '  ret i32 %result',
  '}',
  'define internal i32 @twice(i32 %n) {',
  '  %one = call i32 @sum(i32 %n)',
  '  %two = add i32 %one, %one',
  '  ret i32 %two',
  '}',
  'define i32 @main() {',
  '  %r = call i32 @twice(i32 9)',
  '  ret i32 %r',
  '}',
  '',
].join('\n');

test('the beginnings of the pipeline end in the whole', (t) => {
  const prefixes = pipelinePrefixes();
  t.true(prefixes.length > 80);
  t.is(prefixes.at(-1)?.pipeline, releasePipeline);
  t.deepEqual(
    pipelinePrefixes('a,f<x;y>(b,loop(c,d)),require<e>,g').map(({ pass, pipeline }) => [
      pass,
      pipeline,
    ]),
    [
      ['a', 'a'],
      ['b', 'a,f<x;y>(b)'],
      ['c', 'a,f<x;y>(b,loop(c))'],
      ['d', 'a,f<x;y>(b,loop(c,d))'],
      ['g', 'a,f<x;y>(b,loop(c,d)),require<e>,g'],
    ],
  );
});

test('pass by pass the code becomes what the release profile makes of it', (t) => {
  const emitter = createEmitter(discoverToolchain().libLlvm);
  const order = { module: 'm', ir, profile: 'release' } as const;
  const optimised = emitter.list(order, 'optimised');
  const passes = emitter.list(order, 'passes');
  if (optimised.kind === 'failure' || passes.kind === 'failure') {
    t.fail('LLVM refused the module');
    return;
  }
  t.is(passes.value[0]?.title, 'input');
  t.true(passes.value.length > 5);
  t.true(passes.value.some(({ title }) => title === 'inline'));
  t.is(passes.value.at(-1)?.text, optimised.value[0]?.text);
  const texts = passes.value.map(({ text }) => text);
  t.false(texts.some((text, index) => text === texts[index - 1]));
});

test('assembly is that of the profile', (t) => {
  const emitter = createEmitter(discoverToolchain().libLlvm);
  const assembly = (profile: 'dev' | 'release'): string => {
    const listing = emitter.list({ module: 'm', ir, profile }, 'assembly');
    return listing.kind === 'done' ? (listing.value[0]?.text ?? '') : '';
  };
  t.regex(assembly('dev'), /^twice:$/m);
  t.notRegex(assembly('release'), /^twice:$/m, 'inlined and dropped');
  t.regex(assembly('release'), /^main:$/m);
  const wrong = emitter.list({ module: 'm', ir: 'define', profile: 'dev' }, 'assembly');
  t.is(wrong.kind, 'failure');
});
