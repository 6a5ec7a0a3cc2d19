/** The pure parts of declarations, on literals. */
import test from 'ava';
import type { DeclId } from '../../src/base/ids.ts';
import { duplicateSignatures } from '../../src/sema/duplicates.ts';
import type { SuperclassLink } from '../../src/sema/hierarchy.ts';
import { ancestorsOf, cycleThrough } from '../../src/sema/hierarchy.ts';
import { distinctMethods, extendSlots, inheritSlots } from '../../src/sema/members.ts';
import type { MethodSlot, Signature } from '../../src/sema/model.ts';
import { asSuperclass, commonSupertype, isSubtype } from '../../src/sema/subtype.ts';
import { closestName } from '../../src/sema/suggest.ts';
import type { ClassType, Type } from '../../src/sema/type.ts';

const int: Type = { kind: 'int', bits: 32, signed: true };
const bool: Type = { kind: 'bool' };
const error: Type = { kind: 'error' };

function id(name: string): DeclId {
  return `m::class ${name}` as DeclId;
}

function cls(name: string, ...args: Type[]): ClassType {
  return { kind: 'class', decl: id(name), args };
}

function parameter(owner: string, index: number): Type {
  return { kind: 'parameter', owner: id(owner), index, name: 'T' };
}

function method(decl: string, name: string, ...types: Type[]): Signature {
  return {
    decl: decl as DeclId,
    kind: 'method',
    name,
    typeParameters: [],
    parameters: types.map((type) => ({ name: 'x', type, borrowed: false })),
    result: int,
    borrowed: false,
    capabilities: [],
  };
}

/** C<T> extends B<T, int>, B<U, V> extends A<V>, A<W>; P and Q on a cycle that R leads to. */
const links: SuperclassLink = (decl) =>
  new Map<DeclId, ClassType>([
    [id('C'), cls('B', parameter('C', 0), int)],
    [id('B'), cls('A', parameter('B', 1))],
    [id('P'), cls('Q')],
    [id('Q'), cls('P')],
    [id('R'), cls('P')],
  ]).get(decl);

const hierarchy = { ancestors: (decl: DeclId) => ancestorsOf(links, decl) };

test('ancestors are in terms of the class that asks', (t) => {
  t.deepEqual(ancestorsOf(links, id('C')), [cls('B', parameter('C', 0), int), cls('A', int)]);
  t.deepEqual(ancestorsOf(links, id('A')), []);
});

test('chains of ancestors end at a cycle, and classes on it have none', (t) => {
  t.deepEqual(ancestorsOf(links, id('R')), [cls('P')]);
  t.deepEqual(ancestorsOf(links, id('P')), []);
  t.deepEqual(ancestorsOf(links, id('Q')), []);
  t.deepEqual(cycleThrough(links, id('Q')), [id('Q'), id('P')]);
  t.is(cycleThrough(links, id('R')), undefined);
  t.is(cycleThrough(links, id('C')), undefined);
});

test('subtyping follows superclasses and is invariant in type arguments', (t) => {
  t.true(isSubtype(hierarchy, cls('C', bool), cls('B', bool, int)));
  t.true(isSubtype(hierarchy, cls('C', bool), cls('A', int)));
  t.false(isSubtype(hierarchy, cls('C', bool), cls('A', bool)));
  t.false(isSubtype(hierarchy, cls('A', int), cls('C', bool)));
  t.false(isSubtype(hierarchy, int, bool));
  t.deepEqual(asSuperclass(hierarchy, cls('C', bool), id('B')), cls('B', bool, int));
  t.is(asSuperclass(hierarchy, cls('A', bool), id('B')), undefined);
});

test('what a reported mistake left unknown is related to everything', (t) => {
  t.true(isSubtype(hierarchy, error, int));
  t.true(isSubtype(hierarchy, int, error));
  t.true(isSubtype(hierarchy, { kind: 'never' }, int));
  t.true(isSubtype(hierarchy, cls('A', error), cls('A', int)));
  t.true(isSubtype(hierarchy, cls('A', cls('A', error)), cls('A', cls('A', int))));
});

test('the common supertype is the most special one', (t) => {
  t.deepEqual(commonSupertype(hierarchy, cls('C', bool), cls('A', int)), cls('A', int));
  t.deepEqual(commonSupertype(hierarchy, cls('B', bool, int), cls('C', int)), cls('A', int));
  t.deepEqual(commonSupertype(hierarchy, { kind: 'never' }, int), int);
  t.is(commonSupertype(hierarchy, int, bool), undefined);
  t.is(commonSupertype(hierarchy, cls('A', int), cls('A', bool)), undefined);
});

test('an overriding method takes over the slot in place, and new methods follow in textual order', (t) => {
  const signatures = new Map(
    [
      method('A.f', 'f', parameter('A', 0)),
      method('A.g', 'g'),
      method('B.h', 'h'),
      method('B.f', 'f', int),
      method('B.k', 'k'),
    ].map((signature) => [signature.decl, signature]),
  );
  const context = {
    signature(decl: DeclId): Signature {
      const signature = signatures.get(decl);
      if (signature === undefined) throw new Error(decl);
      return signature;
    },
  };
  const ids = (...names: string[]): DeclId[] => names.map((name) => name as DeclId);
  const ofA = extendSlots(context, cls('A', parameter('A', 0)), [], ids('A.f', 'A.g'));
  const inherited = inheritSlots(cls('A', int), ofA);
  t.deepEqual(inherited[0]?.owner, cls('A', int));
  const ofB = extendSlots(context, cls('B'), inherited, ids('B.h', 'B.f', 'B.k'));
  t.deepEqual(
    ofB.map(({ slot, method: decl }) => `${slot} ${decl}`),
    ['f(T#0@m::class A) B.f', 'g() A.g', 'h() B.h', 'k() B.k'],
  );
});

test('one method may take over several slots that type arguments made equal', (t) => {
  const signatures = new Map(
    [method('A.f', 'f', parameter('A', 0)), method('A.f2', 'f', int), method('B.f', 'f', int)].map(
      (signature) => [signature.decl, signature],
    ),
  );
  const context = {
    signature: (decl: DeclId): Signature => signatures.get(decl) ?? method(decl, '?'),
  };
  const ofA = extendSlots(context, cls('A', parameter('A', 0)), [], ['A.f', 'A.f2'] as DeclId[]);
  t.is(ofA.length, 2);
  const ofB = extendSlots(context, cls('B'), inheritSlots(cls('A', int), ofA), ['B.f'] as DeclId[]);
  t.deepEqual(
    ofB.map((slot) => slot.method),
    ['B.f', 'B.f'] as DeclId[],
  );
  const slots: readonly MethodSlot[] = distinctMethods(ofB);
  t.deepEqual(
    slots.map(({ slot }) => slot),
    ['f(T#0@m::class A)'],
  );
});

test('duplicates are told by parameter types, with type parameters by place', (t) => {
  const generic = (decl: string): Signature => ({
    ...method(decl, 'g', { kind: 'parameter', owner: decl as DeclId, index: 0, name: decl }),
    typeParameters: [{ name: decl }],
  });
  t.deepEqual(
    duplicateSignatures([method('a', 'g', int), method('b', 'g', bool), method('c', 'g', int)]),
    [{ decl: 'c', earlier: 'a' }] as never,
  );
  t.deepEqual(duplicateSignatures([generic('a'), generic('b')]), [
    { decl: 'b', earlier: 'a' },
  ] as never);
  t.deepEqual(duplicateSignatures([method('a', 'g', error), method('b', 'g', error)]), []);
});

test('the closest name is near, and the same whatever the order of candidates', (t) => {
  t.is(closestName('lenght', ['length', 'width']), 'length');
  t.is(closestName('cicle', ['Circle', 'cycle', 'circle']), 'circle');
  t.is(closestName('abcd', ['abce', 'abcf']), 'abce');
  t.is(closestName('abcd', ['abcf', 'abce']), 'abce');
  t.is(closestName('CIRCLE', ['circle']), 'circle');
  t.is(closestName('x', ['y', 'z']), undefined);
  t.is(closestName('something', ['entirely', 'different']), undefined);
});
