/**
 * Which values patterns leave over, and which patterns match nothing that earlier ones have not: usefulness of
 * a vector against a matrix (L. Maranget, Warnings for pattern matching, 2007), with a witness. Integers and
 * characters are split at the ends of the intervals that occur; objects by the classes that occur, where a
 * value of one class is never known to be of a subclass.
 */
import type { ClassType, Type } from '../type.ts';
import { typeKey } from '../type-key.ts';
import type { Checker } from './checker.ts';
import type { Head, Space } from './pattern-space.ts';
import { anything, argumentTypes, domainOf, headsOf, isWithin, sameHead } from './pattern-space.ts';

type Row = readonly Space[];

/** The work that one `match` may cost. Patterns that need more are reported rather than waited for. */
const maxSteps = 200_000;

export interface Coverage {
  readonly checker: Checker;
  steps: number;
}

export function newCoverage(checker: Checker): Coverage {
  return { checker, steps: 0 };
}

export function isExhausted({ steps }: Coverage): boolean {
  return steps > maxSteps;
}

/** A value of `type`, as the pattern for it, that none of `spaces` matches; undefined where there is none. */
export function missingValue(
  coverage: Coverage,
  spaces: readonly Space[],
  type: Type,
): Space | undefined {
  return witness(
    coverage,
    spaces.map((space) => [space]),
    [anything],
    [type],
  )?.[0];
}

/** Whether `space` matches a value that none of `earlier` does. */
export function isUseful(
  coverage: Coverage,
  earlier: readonly Space[],
  space: Space,
  type: Type,
): boolean {
  const rows = earlier.map((each) => [each]);
  return witness(coverage, rows, [space], [type]) !== undefined;
}

/** Values that `query` matches and no row does, as patterns; undefined where there are none. */
function witness(
  coverage: Coverage,
  matrix: readonly Row[],
  query: Row,
  types: readonly Type[],
): Row | undefined {
  coverage.steps += 1;
  if (isExhausted(coverage)) return undefined;
  const [type, ...otherTypes] = types;
  const [first = anything, ...rest] = query;
  if (matrix.length === 0) return query;
  if (type === undefined || matrix.some((row) => row.every(({ kind }) => kind === 'any')))
    return undefined;
  if (first.kind === 'or') return someWitness(coverage, matrix, [first, ...rest], types);
  const rows = expand(matrix);
  if (type.kind === 'int' || type.kind === 'char')
    return intervalWitness(coverage, rows, [first, ...rest], types);
  if (type.kind === 'class') return objectWitness(coverage, rows, [first, ...rest], types);
  if (first.kind === 'of') return headWitness(coverage, rows, query, { head: first.head, types });
  const used = rows.flatMap(([space]) => (space?.kind === 'of' ? [space.head] : []));
  const all = headsOf(coverage.checker, type);
  const unused = all?.filter((head) => !used.some((each) => sameHead(each, head)));
  if (all !== undefined && unused?.length === 0) {
    for (const head of all) {
      const found = headWitness(coverage, rows, query, { head, types });
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const found = witness(coverage, defaultRows(rows), rest, otherTypes);
  if (found === undefined) return undefined;
  return [unusedSpace(coverage, unused, used, type), ...found];
}

function someWitness(
  coverage: Coverage,
  matrix: readonly Row[],
  [first, ...rest]: readonly [Extract<Space, { kind: 'or' }>, ...Space[]],
  types: readonly Type[],
): Row | undefined {
  for (const alternative of first.alternatives) {
    const found = witness(coverage, matrix, [alternative, ...rest], types);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A value of the column that no row names: an open type's value, or a closed one's first unused head. */
function unusedSpace(
  { checker }: Coverage,
  unused: readonly Head[] | undefined,
  used: readonly Head[],
  type: Type,
): Space {
  const [head] = unused ?? [];
  if (head !== undefined && used.length > 0) {
    const args = argumentTypes(checker, head, type).map(() => anything);
    return { kind: 'of', head, args };
  }
  return anything;
}

function headWitness(
  coverage: Coverage,
  rows: readonly Row[],
  [first = anything, ...rest]: Row,
  { head, types }: { readonly head: Head; readonly types: readonly Type[] },
): Row | undefined {
  const [type, ...otherTypes] = types;
  if (type === undefined) return undefined;
  const inner = argumentTypes(coverage.checker, head, type);
  const open = inner.map(() => anything);
  const specialised = rows.flatMap(([space = anything, ...others]): Row[] => {
    if (space.kind === 'any') return [[...open, ...others]];
    return space.kind === 'of' && sameHead(space.head, head) ? [[...space.args, ...others]] : [];
  });
  const args = first.kind === 'of' ? first.args : open;
  const found = witness(coverage, specialised, [...args, ...rest], [...inner, ...otherTypes]);
  if (found === undefined) return undefined;
  const space: Space = { kind: 'of', head, args: found.slice(0, inner.length) };
  return [space, ...found.slice(inner.length)];
}

/** Pieces of the column's values between which no pattern distinguishes. */
function intervalWitness(
  coverage: Coverage,
  rows: readonly Row[],
  [first = anything, ...rest]: Row,
  [type, ...otherTypes]: readonly Type[],
): Row | undefined {
  const wanted = first.kind === 'interval' ? [first] : type === undefined ? [] : domainOf(type);
  const used = rows.flatMap(([space]) => (space?.kind === 'interval' ? [space] : []));
  for (const piece of byDistance(split(wanted, used))) {
    const remaining = rows.flatMap(([space = anything, ...others]): Row[] => {
      const isHit =
        space.kind === 'any' ||
        (space.kind === 'interval' && space.from <= piece.from && piece.to <= space.to);
      return isHit ? [others] : [];
    });
    const found = witness(coverage, remaining, rest, otherTypes);
    if (found === undefined) continue;
    const isOpen = used.length === 0 && first.kind === 'any';
    return [isOpen ? anything : { kind: 'interval', ...piece }, ...found];
  }
  return undefined;
}

interface Interval {
  readonly from: bigint;
  readonly to: bigint;
}

function split(wanted: readonly Interval[], used: readonly Interval[]): readonly Interval[] {
  const starts = new Set(used.flatMap(({ from, to }) => [from, to + 1n]));
  const sorted = [...starts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return wanted.flatMap(({ from, to }) => {
    const cuts = [from, ...sorted.filter((start) => start > from && start <= to)];
    return cuts.map((start, index) => ({ from: start, to: (cuts[index + 1] ?? to + 1n) - 1n }));
  });
}

/** Small numbers make the better examples. */
function byDistance(pieces: readonly Interval[]): readonly Interval[] {
  const isNegative = ({ to }: Interval): boolean => to < 0n;
  return [
    ...pieces.filter((piece) => !isNegative(piece)),
    ...pieces.filter(isNegative).toReversed(),
  ];
}

/** The class of the column, and each one that occurs, as that of an object of no further subclass. */
function objectWitness(
  coverage: Coverage,
  rows: readonly Row[],
  [first = anything, ...rest]: Row,
  [type, ...otherTypes]: readonly Type[],
): Row | undefined {
  if (type?.kind !== 'class') return undefined;
  const { checker } = coverage;
  const classes = new Map<string, ClassType>([[typeKey(type), type]]);
  for (const space of [first, ...rows.map(([each]) => each)]) {
    if (space?.kind === 'object') classes.set(typeKey(space.class), space.class);
  }
  const candidates = [...classes.values()].filter(
    (each) => first.kind !== 'object' || isWithin(checker, each, first.class),
  );
  for (const candidate of candidates) {
    const applying = rows.filter(
      ([space]) => space?.kind !== 'object' || isWithin(checker, candidate, space.class),
    );
    const heads = [first, ...applying.map(([space = anything]) => space)];
    const fields = new Map<string, Type>();
    for (const space of heads) {
      if (space.kind !== 'object') continue;
      for (const [name, field] of space.fields) fields.set(name, field.type);
    }
    const names = [...fields.keys()].sort();
    const inner = names.map((name) => fields.get(name) ?? type);
    const specialised = applying.map(
      ([space = anything, ...others]): Row => [...argumentsOf(space, names), ...others],
    );
    const query = [...argumentsOf(first, names), ...rest];
    const found = witness(coverage, specialised, query, [...inner, ...otherTypes]);
    if (found !== undefined)
      return [objectOf(candidate, { type, names, inner, found }), ...found.slice(names.length)];
  }
  return undefined;
}

function argumentsOf(space: Space, names: readonly string[]): Row {
  return names.map((name) =>
    space.kind === 'object' ? (space.fields.get(name)?.space ?? anything) : anything,
  );
}

function objectOf(
  candidate: ClassType,
  {
    type,
    names,
    inner,
    found,
  }: {
    readonly type: ClassType;
    readonly names: readonly string[];
    readonly inner: readonly Type[];
    readonly found: Row;
  },
): Space {
  const fields = new Map(
    names.flatMap((name, index) => {
      const space = found[index] ?? anything;
      return space.kind === 'any' ? [] : [[name, { type: inner[index] ?? type, space }] as const];
    }),
  );
  return fields.size === 0 && typeKey(candidate) === typeKey(type)
    ? anything
    : { kind: 'object', class: candidate, fields };
}

function defaultRows(rows: readonly Row[]): readonly Row[] {
  return rows.flatMap(([space = anything, ...others]) => (space.kind === 'any' ? [others] : []));
}

/** A row for each of the alternatives in its first column. */
function expand(rows: readonly Row[]): readonly Row[] {
  if (!rows.some(([space]) => space?.kind === 'or')) return rows;
  return rows.flatMap(([space = anything, ...others]): readonly Row[] =>
    space.kind === 'or'
      ? expand(space.alternatives.map((alternative) => [alternative, ...others]))
      : [[space, ...others]],
  );
}
