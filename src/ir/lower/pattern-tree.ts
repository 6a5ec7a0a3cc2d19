/**
 * Decision trees of patterns: which parts of a value are looked at, in which order, so that nothing is looked
 * at twice on any way. Pure: what the tree names is loaded where it is lowered. Arms are tried in order, the
 * parts of a pattern from left to right; L. Maranget, Compiling pattern matching to good decision trees, 2008.
 */
import { assertNever, present } from '../../base/invariant.ts';
import type { Ordinal } from '../../base/span.ts';
import type { FieldRef, HirArm, HirExpr, HirPattern, LocalId, TypeTest } from '../../sema/hir.ts';
import type { Type } from '../../sema/type.ts';

/** A value that patterns look at: the subject, or a part of another one. */
export interface Place {
  readonly id: number;
  readonly type: Type;
  readonly source: PlaceSource;
}

export type PlaceSource =
  | { readonly kind: 'subject' }
  /** Of a tuple or struct. */
  | { readonly kind: 'part'; readonly of: Place; readonly member: string }
  /** What an optional holds. */
  | { readonly kind: 'value'; readonly of: Place }
  /** As what a test has found. */
  | { readonly kind: 'tested'; readonly of: Place; readonly test: TypeTest }
  | {
      readonly kind: 'field';
      readonly of: Place;
      readonly field: FieldRef;
      readonly at: Ordinal;
    };

export interface Bound {
  readonly local: LocalId;
  readonly place: Place;
}

export type Tree =
  /** Patterns are exhaustive: control never comes here. */
  | { readonly kind: 'fail' }
  | {
      readonly kind: 'arm';
      readonly arm: number;
      readonly bound: readonly Bound[];
      /** Where the guard does not hold; absent without one. */
      readonly next?: Tree;
    }
  /** Of an integer, char, bool or union's tag; `values` in decimal. */
  | {
      readonly kind: 'switch';
      readonly place: Place;
      readonly cases: readonly { readonly value: string; readonly tree: Tree }[];
      readonly otherwise: Tree;
    }
  | {
      readonly kind: 'test';
      readonly place: Place;
      readonly test: Test;
      readonly passed: Tree;
      readonly failed: Tree;
    };

export type Test =
  | { readonly kind: 'some' }
  /** A float or string. */
  | { readonly kind: 'equals'; readonly value: HirExpr }
  | { readonly kind: 'between'; readonly from: string; readonly to: string }
  | { readonly kind: 'class'; readonly test: Extract<TypeTest, { kind: 'class' }> };

/** What is left of an arm's pattern. */
interface Row {
  readonly arm: number;
  readonly hasGuard: boolean;
  readonly bound: readonly Bound[];
  readonly pending: readonly Pending[];
}

interface Pending {
  readonly place: Place;
  readonly pattern: Refutable;
}

type Refutable = Extract<HirPattern, { kind: 'literal' | 'range' | 'none' | 'some' | 'is' }>;

export interface Places {
  /** Makes each place once, so that trees share what has been loaded. */
  readonly known: Map<string, Place>;
  count: number;
}

export function treeOf(arms: readonly HirArm[], type: Type): Tree {
  const places: Places = { known: new Map(), count: 1 };
  const subject: Place = { id: 0, type, source: { kind: 'subject' } };
  const rows = arms.flatMap((arm, index) => {
    const empty: Row = { arm: index, hasGuard: arm.guard !== undefined, bound: [], pending: [] };
    return withPattern(places, empty, subject, arm.pattern);
  });
  return build(places, rows);
}

function build(places: Places, rows: readonly Row[]): Tree {
  const [first, ...rest] = rows;
  if (first === undefined) return { kind: 'fail' };
  const [head] = first.pending;
  if (head === undefined) {
    const { arm, bound } = first;
    return first.hasGuard
      ? { kind: 'arm', arm, bound, next: build(places, rest) }
      : { kind: 'arm', arm, bound };
  }
  const { place, pattern } = head;
  switch (pattern.kind) {
    case 'literal':
      return isDiscrete(pattern.value)
        ? switchOnValues(places, rows, place)
        : testEquals(places, rows, { place, value: pattern.value });
    case 'range':
      return testBetween(places, rows, { place, ...boundsOf(pattern) });
    case 'none':
    case 'some':
      return testSome(places, rows, place);
    case 'is':
      return pattern.test.kind === 'member'
        ? switchOnMembers(places, rows, place)
        : testClass(places, rows, { place, test: pattern.test, type: pattern.type });
    default:
      return assertNever(pattern);
  }
}

/** What becomes of a row where a place is known to be something. */
type Outcome =
  /** The row says nothing of the place, or more than is known: as it is. */
  | 'keep'
  | 'drop'
  /** What the row asked for holds; `inner` is asked of what the value then is. */
  | { readonly inner?: { readonly place: Place; readonly pattern: HirPattern } };

function specialise(
  places: Places,
  rows: readonly Row[],
  place: Place,
  outcomeOf: (pattern: Refutable) => Outcome,
): readonly Row[] {
  return rows.flatMap((row): readonly Row[] => {
    const index = row.pending.findIndex((pending) => pending.place === place);
    const asked = row.pending[index];
    if (asked === undefined) return [row];
    const outcome = outcomeOf(asked.pattern);
    if (outcome === 'keep') return [row];
    if (outcome === 'drop') return [];
    const before = row.pending.slice(0, index);
    const behind = row.pending.slice(index + 1);
    const { inner } = outcome;
    const reduced: Row = { ...row, pending: before };
    const opened =
      inner === undefined ? [reduced] : withPattern(places, reduced, inner.place, inner.pattern);
    return opened.map((each) => ({ ...each, pending: [...each.pending, ...behind] }));
  });
}

function switchOnValues(places: Places, rows: readonly Row[], place: Place): Tree {
  const values = new Set<string>();
  for (const pattern of patternsAt(rows, place)) {
    if (pattern.kind === 'literal') values.add(textOf(pattern.value));
  }
  const cases = [...values].map((value) => ({
    value,
    tree: build(
      places,
      specialise(places, rows, place, (pattern) => {
        if (pattern.kind === 'literal') return textOf(pattern.value) === value ? {} : 'drop';
        if (pattern.kind !== 'range') return 'keep';
        const { from, to } = boundsOf(pattern);
        return BigInt(from) <= BigInt(value) && BigInt(value) <= BigInt(to) ? {} : 'drop';
      }),
    ),
  }));
  const others = specialise(places, rows, place, (pattern) =>
    pattern.kind === 'literal' ? 'drop' : 'keep',
  );
  const isWhole = place.type.kind === 'bool' && values.size === 2;
  return withoutFailure({
    kind: 'switch',
    place,
    cases,
    otherwise: isWhole ? { kind: 'fail' } : build(places, others),
  });
}

function switchOnMembers(places: Places, rows: readonly Row[], place: Place): Tree {
  const members = new Map<number, TypeTest>();
  const types = new Map<number, Type>();
  for (const pattern of patternsAt(rows, place)) {
    if (pattern.kind !== 'is' || pattern.test.kind !== 'member') continue;
    members.set(pattern.test.member, pattern.test);
    types.set(pattern.test.member, pattern.type);
  }
  const cases = [...members].map(([member, test]) => {
    const type = present(types.get(member), 'type of a member');
    const inner = placeOf(places, type, { kind: 'tested', of: place, test });
    const remaining = specialise(places, rows, place, (pattern) => {
      if (pattern.kind !== 'is' || pattern.test.kind !== 'member') return 'keep';
      if (pattern.test.member !== member) return 'drop';
      return { inner: { place: inner, pattern: pattern.pattern } };
    });
    return { value: String(member), tree: build(places, remaining) };
  });
  const others = specialise(places, rows, place, () => 'drop');
  return withoutFailure({ kind: 'switch', place, cases, otherwise: build(places, others) });
}

/** Where no value is left over, the last case needs no test. */
function withoutFailure(tree: Extract<Tree, { kind: 'switch' }>): Tree {
  const last = tree.cases.at(-1);
  if (tree.otherwise.kind !== 'fail' || last === undefined) return tree;
  if (tree.cases.length === 1) return last.tree;
  return { ...tree, cases: tree.cases.slice(0, -1), otherwise: last.tree };
}

function testSome(places: Places, rows: readonly Row[], place: Place): Tree {
  const type = place.type.kind === 'optional' ? place.type.value : place.type;
  const inner = placeOf(places, type, { kind: 'value', of: place });
  const passed = specialise(places, rows, place, (pattern) => {
    if (pattern.kind === 'none') return 'drop';
    if (pattern.kind === 'some') return { inner: { place: inner, pattern: pattern.pattern } };
    return 'keep';
  });
  const failed = specialise(places, rows, place, (pattern) =>
    pattern.kind === 'none' ? {} : 'drop',
  );
  return tested(places, { place, test: { kind: 'some' }, passed, failed });
}

function testEquals(
  places: Places,
  rows: readonly Row[],
  { place, value }: { readonly place: Place; readonly value: HirExpr },
): Tree {
  const text = textOf(value);
  const passed = specialise(places, rows, place, (pattern) => {
    if (pattern.kind !== 'literal') return 'keep';
    if (textOf(pattern.value) === text) return {};
    // Two texts may be one float.
    return value.kind === 'string' ? 'drop' : 'keep';
  });
  const failed = specialise(places, rows, place, (pattern) =>
    pattern.kind === 'literal' && textOf(pattern.value) === text ? 'drop' : 'keep',
  );
  return tested(places, { place, test: { kind: 'equals', value }, passed, failed });
}

function testBetween(
  places: Places,
  rows: readonly Row[],
  { place, from, to }: { readonly place: Place; readonly from: string; readonly to: string },
): Tree {
  const [least, greatest] = [BigInt(from), BigInt(to)];
  const passed = specialise(places, rows, place, (pattern) => {
    const span = spanOf(pattern);
    if (span === undefined) return 'keep';
    if (span.from <= least && greatest <= span.to) return {};
    return span.to < least || greatest < span.from ? 'drop' : 'keep';
  });
  const failed = specialise(places, rows, place, (pattern) => {
    const span = spanOf(pattern);
    return span !== undefined && least <= span.from && span.to <= greatest ? 'drop' : 'keep';
  });
  return tested(places, { place, test: { kind: 'between', from, to }, passed, failed });
}

function testClass(
  places: Places,
  rows: readonly Row[],
  {
    place,
    test,
    type,
  }: {
    readonly place: Place;
    readonly test: Extract<TypeTest, { kind: 'class' }>;
    readonly type: Type;
  },
): Tree {
  const isSame = (pattern: Refutable): boolean =>
    pattern.kind === 'is' &&
    pattern.test.kind === 'class' &&
    pattern.test.class.decl === test.class.decl;
  const inner = placeOf(places, type, { kind: 'tested', of: place, test });
  const passed = specialise(places, rows, place, (pattern) =>
    pattern.kind === 'is' && isSame(pattern)
      ? { inner: { place: inner, pattern: pattern.pattern } }
      : 'keep',
  );
  const failed = specialise(places, rows, place, (pattern) => (isSame(pattern) ? 'drop' : 'keep'));
  return tested(places, { place, test: { kind: 'class', test }, passed, failed });
}

function tested(
  places: Places,
  {
    place,
    test,
    passed,
    failed,
  }: {
    readonly place: Place;
    readonly test: Test;
    readonly passed: readonly Row[];
    readonly failed: readonly Row[];
  },
): Tree {
  const otherwise = build(places, failed);
  const then = build(places, passed);
  if (otherwise.kind === 'fail') return then;
  if (then.kind === 'fail') return otherwise;
  return { kind: 'test', place, test, passed: then, failed: otherwise };
}

/** The row with what `pattern` asks of `place` behind what it asks already; a row for each alternative. */
function withPattern(places: Places, row: Row, place: Place, pattern: HirPattern): readonly Row[] {
  switch (pattern.kind) {
    case 'wildcard':
      return [row];
    case 'bind':
      return [{ ...row, bound: [...row.bound, { local: pattern.local, place }] }];
    case 'or':
      return pattern.alternatives.flatMap((each) => withPattern(places, row, place, each));
    case 'members':
      return withParts(
        places,
        row,
        pattern.members.map(({ member, type, pattern: inner }) => ({
          type,
          source: { kind: 'part' as const, of: place, member },
          pattern: inner,
        })),
      );
    case 'fields':
      return withParts(
        places,
        row,
        pattern.fields.map(({ field, pattern: inner, at }) => ({
          type: field.type,
          source: { kind: 'field' as const, of: place, field, at },
          pattern: inner,
        })),
      );
    case 'literal':
    case 'range':
    case 'none':
    case 'some':
    case 'is':
      return [{ ...row, pending: [...row.pending, { place, pattern }] }];
    default:
      return assertNever(pattern);
  }
}

interface Part {
  readonly type: Type;
  readonly source: PlaceSource;
  readonly pattern: HirPattern;
}

function withParts(places: Places, row: Row, parts: readonly Part[]): readonly Row[] {
  return parts.reduce<readonly Row[]>(
    (rows, { type, source, pattern }) => {
      if (pattern.kind === 'wildcard') return rows;
      const place = placeOf(places, type, source);
      return rows.flatMap((each) => withPattern(places, each, place, pattern));
    },
    [row],
  );
}

function placeOf(places: Places, type: Type, source: PlaceSource): Place {
  const key = keyOf(source);
  const known = places.known.get(key);
  if (known !== undefined) return known;
  const place: Place = { id: places.count, type, source };
  places.count += 1;
  places.known.set(key, place);
  return place;
}

function keyOf(source: PlaceSource): string {
  switch (source.kind) {
    case 'subject':
      return '';
    case 'part':
      return `${source.of.id} part ${source.member}`;
    case 'value':
      return `${source.of.id} value`;
    case 'tested':
      return source.test.kind === 'member'
        ? `${source.of.id} member ${source.test.member}`
        : `${source.of.id} class ${source.test.class.decl}`;
    case 'field':
      return `${source.of.id} field ${source.field.decl}`;
    default:
      return assertNever(source);
  }
}

function patternsAt(rows: readonly Row[], place: Place): readonly Refutable[] {
  return rows.flatMap(({ pending }) =>
    pending.filter((each) => each.place === place).map((each) => each.pattern),
  );
}

function isDiscrete(value: HirExpr): boolean {
  return value.kind === 'bool' || (value.kind === 'int' && value.type.kind !== 'float');
}

function textOf(value: HirExpr): string {
  switch (value.kind) {
    case 'bool':
      return value.value ? '1' : '0';
    case 'int':
    case 'float':
    case 'string':
      return value.value;
    default:
      return '';
  }
}

function boundsOf(pattern: Extract<HirPattern, { kind: 'range' }>): {
  readonly from: string;
  readonly to: string;
} {
  const { from, to, inclusive } = pattern;
  return { from, to: inclusive ? to : String(BigInt(to) - 1n) };
}

function spanOf(pattern: Refutable): { readonly from: bigint; readonly to: bigint } | undefined {
  if (pattern.kind === 'range') {
    const { from, to } = boundsOf(pattern);
    return { from: BigInt(from), to: BigInt(to) };
  }
  if (pattern.kind !== 'literal' || pattern.value.kind !== 'int') return undefined;
  const value = BigInt(pattern.value.value);
  return { from: value, to: value };
}
