/** Instances of generic declarations: made, found, and known to be without end. */
import test from 'ava';
import type { InstanceContext } from '../../src/ir/collect-instances.ts';
import { collectInstances } from '../../src/ir/collect-instances.ts';
import { instantiate } from '../../src/ir/instantiate.ts';
import { describeUnit, runawayInstantiation } from '../../src/ir/instantiation-error.ts';
import type { MirUnit } from '../../src/ir/mir.ts';
import { printUnit } from '../../src/ir/print-mir.ts';
import { genericReferences, mentions, referencedUnits } from '../../src/ir/references.ts';
import type { CodeUnit } from '../../src/ir/unit.ts';
import { unitKey } from '../../src/ir/unit-key.ts';
import { verifyUnit } from '../../src/ir/verify-mir.ts';
import type { ClassType, Type } from '../../src/sema/type.ts';
import * as h from './hir.ts';
import { execute } from './interpreter.ts';

const t0 = h.parameter('class Box', 'T');
const box = (arg: Type): ClassType => h.classType('Box', arg);
const it = (arg: Type): ReturnType<typeof h.field> => h.field(box(arg), 'it', arg);

const get = h.lower({
  id: 'class Box.method get()',
  self: box(t0),
  result: t0,
  body: h.block(h.get(h.local(0, box(t0)), it(t0))),
});
const put = h.lower({
  id: 'class Box.method later(T)',
  self: box(t0),
  parameters: [['x', t0]],
  body: h.block(
    h.finish(h.block(h.spawn([0, 1], h.block(h.put(h.local(0, box(t0)), it(t0), h.local(1, t0)))))),
  ),
});

test('an instance names its types, its symbols and those of its tasks', (t) => {
  const instance = instantiate(put, [h.int], 'm::class Box.method later(T)<i32>');
  t.deepEqual(verifyUnit(instance), []);
  t.is(
    printUnit(instance),
    `fn m::class Box.method later(T)<i32>(this: Box<int>, x: int) -> void {
bb0:
  %0: Box<int> = load this
  %1: int = load x
  begin finish 0
  spawn in finish 0: task 1(%0, %1)
  end finish 0
  return
}

task m::class Box.method later(T)<i32>$task1(this: Box<int>, x: int) -> void {
bb0:
  %0: Box<int> = load this
  %1: int = load x
  set %0.[Box<int>.it], %1
  return
}
`,
  );
});

test('values need no check that they are set, references do', (t) => {
  const checks = (unit: MirUnit): number =>
    unit.functions
      .flatMap((fn) => fn.blocks)
      .flatMap((block) => block.instructions)
      .filter((instruction) => instruction.op === 'checkSet').length;
  t.is(checks(instantiate(get, [h.int], 'g')), 0);
  t.is(checks(instantiate(get, [box(h.int)], 'g')), 1);
});

test("a generic method's own parameters come behind those of its class", (t) => {
  const own = h.parameter('class Box.method both(U)', 'U');
  const both = h.lower({
    id: 'class Box.method both(U)',
    self: box(t0),
    parameters: [['u', own]],
    result: own,
    body: h.block(h.local(1, own)),
  });
  const instance = instantiate(both, [h.bool, h.int], 's');
  t.deepEqual(
    instance.functions[0]?.locals.map((local) => local.type),
    [box(h.bool), h.int],
  );
});

test('a generic unit runs as its instances', (t) => {
  const main = h.lower({
    id: 'main',
    body: h.block(
      h.print(
        '%d %d',
        h.send(h.create(box(h.int), [it(h.int), h.num(4)]), box(h.int), 'get()', [], h.int),
        h.send(h.create(box(h.bool)), box(h.bool), 'get()', [], h.bool),
      ),
    ),
  });
  const dispatch = (type: ClassType): { decl: string; typeArgs: readonly Type[] } => ({
    decl: get.decl,
    typeArgs: type.args,
  });
  t.is(execute({ units: [main, get], dispatch }, main.symbol).output, '4 0');
});

test('references and mentions are unique and sorted', (t) => {
  const unit = h.lower({
    id: 'function f(Box<int>)',
    parameters: [['b', box(h.int)]],
    body: h.block(
      h.call('function z()', []),
      h.create(box(h.int), [it(h.int), h.num(1)]),
      h.call('function a()', []),
      h.call('function z()', []),
      h.put(h.local(0, box(h.int)), it(h.int), h.num(2)),
      h.send(h.local(0, box(h.int)), box(h.int), 'get()', [], h.int),
    ),
  });
  t.deepEqual(referencedUnits(unit).map(unitKey), [
    'm::class Box<i32>',
    'm::function a()',
    'm::function z()',
  ]);
  t.deepEqual(
    mentions(unit).fields.map((field) => field.name),
    ['it'],
  );
  t.deepEqual(
    mentions(unit).methods.map((method) => method.slot),
    ['get()'],
  );
});

/** `function f<T>(T)` as its users see it, calling what `calls` says. */
function generic(name: string, calls: (t: Type) => HirCalls): MirUnit {
  const id = `function ${name}(T)`;
  const own = h.parameter(id, 'T');
  return h.lower({
    id,
    parameters: [['x', own]],
    body: h.block(
      ...calls(own).map(([callee, typeArg]) =>
        h.call(`function ${callee}(T)`, [h.create(box(typeArg))], {
          typeArgs: [typeArg],
          parameters: [box(typeArg)],
        }),
      ),
    ),
  });
}

type HirCalls = readonly (readonly [string, Type])[];

function contextOf(units: readonly MirUnit[]): InstanceContext {
  const byDecl = new Map(units.map((unit) => [unit.decl, unit]));
  return {
    references(decl) {
      const unit = byDecl.get(decl);
      if (unit === undefined) throw new Error(`No code for ${decl}`);
      return genericReferences(unit);
    },
    methodTable: (decl) =>
      decl === h.decl('class Box') ? [{ method: get.decl, owner: box(t0) }] : [],
    superclass: (decl) => (decl === h.decl('class IntBox') ? box(h.int) : undefined),
  };
}

const root = (unit: MirUnit): CodeUnit => ({ kind: 'function', decl: unit.decl, typeArgs: [] });

function main(callee: string, type: Type): MirUnit {
  return h.lower({
    id: 'main',
    body: h.block(
      h.call(`function ${callee}(T)`, [h.create(box(type))], {
        typeArgs: [type],
        parameters: [box(type)],
      }),
    ),
  });
}

test('instances are found through functions, classes and method tables', (t) => {
  const entry = main('f', h.int);
  const context = contextOf([
    entry,
    get,
    generic('f', (own) => [['g', own]]),
    generic('g', () => []),
  ]);
  const found = collectInstances([root(entry)], context);
  t.deepEqual(found.kind === 'collected' ? found.units.map(unitKey) : found.kind, [
    'm::class Box.method get()<i32>',
    'm::class Box<i32>',
    'm::function f(T)<i32>',
    'm::function g(T)<i32>',
  ]);
});

test('a class that is not generic brings in its generic superclass', (t) => {
  const roots: CodeUnit[] = [{ kind: 'class', type: h.classType('IntBox') }];
  const found = collectInstances(roots, contextOf([get]));
  t.deepEqual(found.kind === 'collected' ? found.units.map(unitKey) : found.kind, [
    'm::class Box.method get()<i32>',
    'm::class Box<i32>',
  ]);
});

test('recursion with the same arguments ends', (t) => {
  const entry = main('f', h.int);
  const found = collectInstances(
    [root(entry)],
    contextOf([entry, get, generic('f', (own) => [['f', own]])]),
  );
  t.is(found.kind, 'collected');
});

test('recursion with ever larger arguments is reported with its chain', (t) => {
  const entry = main('f', h.int);
  const units = [
    entry,
    get,
    generic('f', (own) => [['g', box(own)]]),
    generic('g', (own) => [['f', own]]),
  ];
  const found = collectInstances([root(entry)], contextOf(units));
  if (found.kind !== 'runaway') return t.fail('It has an end');
  t.deepEqual(found.chain.slice(0, 4).map(describeUnit), [
    'main',
    'f<int>',
    'g<Box<int>>',
    'f<Box<int>>',
  ]);
  const diagnostic = runawayInstantiation(found.chain);
  t.is(diagnostic.code, 'E0500');
  t.is(diagnostic.message, 'Instantiating `f<int>` needs infinitely many instances');
  t.deepEqual(diagnostic.span, { kind: 'name', decl: h.decl('function f(T)') });
  t.is(
    diagnostic.notes[0],
    'main needs f<int>, which needs g<Box<int>>, which needs f<Box<int>>, which needs ' +
      'g<Box<Box<int>>>, and so on without end.',
  );
});

test('arguments that double in size are too large long before they are deep', (t) => {
  const pair = (own: Type): Type => h.classType('Pair', own, own);
  const entry = main('f', h.int);
  const found = collectInstances(
    [root(entry)],
    contextOf([entry, get, generic('f', (own) => [['f', pair(own)]])]),
  );
  t.is(found.kind, 'runaway');
  t.true(found.kind === 'runaway' && found.chain.length < 20);
});

test('a branch that grows is found although another one does not', (t) => {
  const entry = main('f', h.int);
  const grows = generic('f', (own) => [
    ['f', h.classType('A', own)],
    ['f', h.classType('B', own)],
  ]);
  t.is(collectInstances([root(entry)], contextOf([entry, get, grows])).kind, 'runaway');
});
