/**
 * A declaration's IR in two builds. The history knows which result each build had by its
 * fingerprint; the cache keeps up to eight results of each query.
 */
import type { Cache } from '../../../cache/cache.ts';
import type { Fingerprint } from '../../base/fingerprint.ts';
import { fragmentQuery, mirQuery } from '../../compiler/queries/code.ts';
import type { OutlineEntry } from '../../compiler/queries/inputs.ts';
import type { MirUnit } from '../../ir/mir.ts';
import { printUnit } from '../../ir/print-mir.ts';
import type { Fragment } from '../../llvm/protocol.ts';
import { decode } from '../../query/codec.ts';
import type { StoredTrace } from '../../query/store.ts';
import { UsageError } from '../exit.ts';
import type { Description } from './description.ts';
import { nothing, text } from './description.ts';
import type { Past } from './past.ts';
import { describeBuild, indexOfBuild } from './past.ts';
import { unifiedDiff } from './unified-diff.ts';

export interface CodeDiffOptions {
  readonly form: 'ir' | 'llvm';
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** What a build had, and how to call it. */
interface Version {
  readonly value: Fingerprint;
  readonly title: string;
  readonly build: number | undefined;
}

export function describeCodeDiff(
  cache: Cache,
  past: Past,
  { id }: OutlineEntry,
  options: CodeDiffOptions,
): Description {
  const query = options.form === 'ir' ? mirQuery.name : fragmentQuery.name;
  const node = cache.find(query, id);
  const current = node?.traces[0];
  if (node === undefined || current === undefined) {
    return nothing(
      options.form === 'ir'
        ? 'It has no IR in the cache'
        : 'It has no LLVM IR in the cache; `boltd build` makes it',
    );
  }
  const results = resultsOf(past, query, id);
  const to = versionTo(past, results, options.to, current);
  const from = versionFrom(past, results, options.from, to);
  if (to === undefined || from === undefined) {
    return nothing('No build on record had another IR of it');
  }
  const texts = [from, to].map(({ value }) => textOf(node.traces, value, options.form));
  const [before, after] = texts;
  for (const [index, version] of [from, to].entries()) {
    if (texts[index] === undefined) {
      return nothing(`The IR of ${version.title} is gone: the cache keeps the last eight`);
    }
  }
  const difference = unifiedDiff(before ?? '', after ?? '');
  const builds = { from: from.build ?? null, to: to.build ?? null };
  if (difference === '') {
    return nothing(`Its IR is the same in ${from.title} and ${to.title}`);
  }
  return text(`--- ${from.title}\n+++ ${to.title}\n${difference}`, builds);
}

interface Result {
  /** Place of the build in the past. */
  readonly index: number;
  readonly value: Fingerprint;
}

/** Oldest first; of one build the last. */
function resultsOf(past: Past, query: string, key: string): readonly Result[] {
  const results: Result[] = [];
  for (let index = past.builds.length - 1; index >= 0; index -= 1) {
    const { executions, adopted } = past.historyAt(index);
    const isIt = (each: { readonly query: string; readonly key: string }): boolean =>
      each.query === query && each.key === key;
    const value = executions.findLast(isIt)?.value ?? adopted.findLast(isIt)?.value;
    if (value !== undefined) results.push({ index, value });
  }
  return results;
}

function versionTo(
  past: Past,
  results: readonly Result[],
  build: number | undefined,
  current: StoredTrace,
): Version | undefined {
  if (build !== undefined) return versionIn(past, results, build);
  return { value: current.value, title: 'the last build', build: past.builds[0]?.id };
}

/** What the build with that number had; by default the last that was another. */
function versionFrom(
  past: Past,
  results: readonly Result[],
  build: number | undefined,
  to: Version | undefined,
): Version | undefined {
  if (build !== undefined) return versionIn(past, results, build);
  const other = results.findLast(({ index, value }) => {
    const id = past.builds[index]?.id ?? 0;
    return value !== to?.value && id <= (to?.build ?? id);
  });
  return other === undefined ? undefined : versionAt(past, other);
}

/** The result of the last execution up to that build. @throws UsageError */
function versionIn(past: Past, results: readonly Result[], build: number): Version {
  const index = indexOfBuild(past, build);
  const result = results.findLast((each) => each.index >= index);
  if (result === undefined) {
    throw new UsageError(`No build on record up to build ${build} made IR of it`);
  }
  const record = past.builds[index];
  const title = record === undefined ? `build ${build}` : describeBuild(record);
  return { value: result.value, title, build };
}

function versionAt(past: Past, { index, value }: Result): Version {
  const record = past.builds[index];
  const title = record === undefined ? 'an earlier build' : describeBuild(record);
  return { value, title, build: record?.id };
}

function textOf(
  traces: readonly StoredTrace[],
  value: Fingerprint,
  form: CodeDiffOptions['form'],
): string | undefined {
  const stored = traces.find((each) => each.value === value && each.valueText !== undefined);
  if (stored?.valueText === undefined) return undefined;
  if (form === 'llvm') return (decode(stored.valueText, fragmentQuery) as Fragment).definitions;
  const unit = decode(stored.valueText, mirQuery) as MirUnit | null;
  return unit === null ? '; no IR because of mistakes\n' : printUnit(unit);
}
