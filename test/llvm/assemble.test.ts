/** Modules put together from fragments, and their objects. */
import test from 'ava';
import { buildFragment } from '../../src/llvm/build-fragment.ts';
import type { Fragment, FragmentOrder } from '../../src/llvm/protocol.ts';
import {
  Body,
  bool,
  classOrder,
  classType,
  decl,
  i32,
  int,
  mainOrder,
  nothing,
  orderOf,
  string,
} from './mir-kit.ts';
import { assemble, emit } from './program-kit.ts';

const box = classType('Box', i32);
const boxSymbol = `${decl('class Box')}<i32>`;
const getSymbol = `${decl('class Box.method get()')}<i32>`;

function getter(): FragmentOrder {
  const body = new Body([box, bool, string]);
  body.do({ op: 'checkSet', value: body.load(0), reason: 'receiver', name: 'b', at: 3 });
  body.return(int(1));
  return orderOf('class Box.method get()', [body.function(getSymbol, 3, i32)], undefined, true);
}

function fragments(): readonly Fragment[] {
  const main = mainOrder((b) => b.def(box, { op: 'new', class: box }));
  const descriptor = classOrder({
    symbol: boxSymbol,
    methods: [getSymbol, 'other::m'],
    isInstance: true,
  });
  return [main, getter(), descriptor].map(buildFragment);
}

test('the order of the fragments does not matter', (t) => {
  const all = fragments();
  t.is(assemble(all.toReversed()), assemble(all));
});

test('a method stands in the table under the type that the module knows', (t) => {
  const text = assemble(fragments());
  t.true(text.includes(`bitcast (i32 (i8*, i1, %bolt.string)* @"${getSymbol}" to i8*)`));
  t.true(text.includes('bitcast (void ()* @"other::m" to i8*)'));
  t.true(text.includes('declare void @"other::m"()'));
  t.false(text.includes(`declare void @"${getSymbol}"`));
});

test('instances are merged by the linker, other definitions are not', (t) => {
  const text = assemble(fragments());
  t.true(
    text.includes(
      `define linkonce_odr i32 @"${getSymbol}"(i8* %p0, i1 %p1, %bolt.string %p2) #0 comdat {`,
    ),
  );
  t.true(text.includes(`$"${getSymbol}$sites" = comdat any`));
  t.true(text.includes(`@"${boxSymbol}" = linkonce_odr alias i8`));
  t.true(text.includes('define void @"t.m::main"() #5 {'));
});

test('what a module defines it does not declare', (t) => {
  const text = assemble(fragments());
  t.false(text.includes('external constant'));
  t.is(text.split(`@"${boxSymbol}" = `).length, 2);
});

test('positions come with assembly and change nothing but the tables', (t) => {
  const text = assemble(fragments());
  const sites = text
    .split('\n')
    .filter((line) => line.includes('$sites" = linkonce_odr hidden constant'));
  t.is(sites.length, 1);
  t.regex(sites[0] ?? '', /i32 103, i32 1 }\], comdat$/);
  t.true(text.includes('c"t/m.bolt\\00"'));
});

test('two fragments cannot define one symbol', (t) => {
  const [first] = fragments();
  if (first === undefined) return t.fail();
  t.throws(() => assemble([first, first]), { message: /defined by two fragments/ });
});

test('declarations that disagree about a type are refused', (t) => {
  const callee = { decl: decl('function g'), typeArgs: [], parameters: [], result: nothing };
  const other = { ...callee, parameters: [i32] };
  const calls = [callee, other].map((each, index) => {
    const body = new Body().do({
      op: 'call',
      callee: each,
      args: each.parameters.map(() => int(1)),
    });
    return buildFragment(
      orderOf(`function c${index}`, [body.function(decl(`function c${index}`), 0, nothing)]),
    );
  });
  t.throws(() => assemble(calls), { message: /two types/ });
});

test('the same text gives the same bytes', (t) => {
  for (const profile of ['dev', 'release'] as const) {
    const text = assemble(fragments());
    t.deepEqual(emit(text, profile), emit(assemble(fragments().toReversed()), profile));
  }
});

test('a text that is no IR fails with the place of the mistake', (t) => {
  t.throws(() => emit('define i32 @f() { ret i64 0 }', 'dev'), {
    message: /1:23: error: value doesn't match/,
  });
  const undominated = [
    'define i32 @f(i1 %c) {',
    '  br i1 %c, label %a, label %b',
    'a:',
    '  %x = add i32 1, 1',
    '  br label %b',
    'b:',
    '  ret i32 %x',
    '}',
  ].join('\n');
  t.throws(() => emit(undominated, 'dev'), { message: /does not dominate all uses/ });
});
