/** Reports values that no arm of a `match` takes, and arms that no value gets to. */
import type { Expr } from '../../syntax/ast.ts';
import type { HirPattern } from '../hir.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { report, spanAt, spanOf } from './checker.ts';
import type { Coverage } from './coverage.ts';
import { isExhausted, isUseful, missingValue, newCoverage } from './coverage.ts';
import type { Space } from './pattern-space.ts';
import { spaceOf } from './pattern-space.ts';
import { printSpace } from './print-space.ts';

type MatchSyntax = Extract<Expr, { kind: 'match' }>;

interface Match {
  readonly syntax: MatchSyntax;
  readonly type: Type;
  /** One for each arm. */
  readonly patterns: readonly HirPattern[];
}

/** How many values a message lists. */
const maxExamples = 3;

export function checkCoverage(checker: Checker, match: Match): void {
  const { syntax, type, patterns } = match;
  const coverage = newCoverage(checker);
  const spaces = patterns.map((pattern) => spaceOf(checker, pattern, type));
  spaces.forEach((space, index) => {
    checkReached(coverage, match, { spaces, space, index });
  });
  const covered = spaces.filter((_, index) => syntax.arms[index]?.guard === undefined);
  const missing = missingValues(coverage, covered, type);
  if (isExhausted(coverage)) {
    reportTooComplex(checker, syntax);
    return;
  }
  if (missing.length === 0) return;
  const examples = missing
    .slice(0, maxExamples)
    .map((each) => `\`${printSpace(checker, each, type)}\``);
  const more = missing.length > maxExamples ? ', among others' : '';
  report(
    checker,
    'E0379',
    spanAt(checker, syntax.at),
    `No arm matches ${listed(examples)}${more}`,
    {
      labels: [
        { span: spanOf(checker, syntax.subject), message: `this is \`${printType(type)}\`` },
      ],
      notes: [
        syntax.arms.some(({ guard }) => guard !== undefined)
          ? 'An arm with a guard covers nothing for certain; `_ => …` takes what is left.'
          : 'Add an arm for it, or `_ => …` for all that is left.',
      ],
    },
  );
}

/** Examples of what is left over, each beside the ones before it. */
function missingValues(
  coverage: Coverage,
  covered: readonly Space[],
  type: Type,
): readonly Space[] {
  const found: Space[] = [];
  while (found.length <= maxExamples) {
    const next = missingValue(coverage, [...covered, ...found], type);
    if (next === undefined) break;
    found.push(next);
    // Of values without number, one says it.
    if (next.kind === 'any' || type.kind === 'int' || type.kind === 'char') break;
  }
  return found;
}

function checkReached(
  coverage: Coverage,
  { syntax, type }: Match,
  {
    spaces,
    space,
    index,
  }: { readonly spaces: readonly Space[]; readonly space: Space; readonly index: number },
): void {
  const { checker } = coverage;
  const arm = syntax.arms[index];
  if (arm === undefined) return;
  const earlier = spaces
    .slice(0, index)
    .flatMap((each, at) => (syntax.arms[at]?.guard === undefined ? [{ space: each, at }] : []));
  const before = earlier.map((each) => each.space);
  if (isUseful(coverage, before, space, type) || isExhausted(coverage)) {
    checkAlternatives(coverage, arm.pattern, { before, space, type });
    return;
  }
  const only = earlier.find((each) => !isUseful(coverage, [each.space], space, type));
  const cover = only && syntax.arms[only.at];
  report(checker, 'E0380', spanOf(checker, arm.pattern), 'No value gets to this arm', {
    labels: cover
      ? [{ span: spanOf(checker, cover.pattern), message: 'this takes all that it could match' }]
      : [],
    notes: cover ? [] : ['The arms before it together take all that it could match.'],
  });
}

/** Alternatives that match nothing beyond earlier arms and the alternatives before them. */
function checkAlternatives(
  coverage: Coverage,
  pattern: MatchSyntax['arms'][number]['pattern'],
  {
    before,
    space,
    type,
  }: { readonly before: readonly Space[]; readonly space: Space; readonly type: Type },
): void {
  if (pattern.kind !== 'or' || space.kind !== 'or') return;
  space.alternatives.forEach((alternative, index) => {
    const source = pattern.alternatives[index];
    const known = [...before, ...space.alternatives.slice(0, index)];
    if (source === undefined || isUseful(coverage, known, alternative, type)) return;
    if (isExhausted(coverage)) return;
    const message = 'This alternative matches nothing that is not matched before it';
    report(coverage.checker, 'E0380', spanOf(coverage.checker, source), message);
  });
}

function reportTooComplex(checker: Checker, syntax: MatchSyntax): void {
  const message = 'These patterns are too complex to find out whether they match every value';
  report(checker, 'E0386', spanAt(checker, syntax.at), message, {
    notes: ['Match on one part after the other, in a `match` for each.'],
  });
}

function listed(texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}
