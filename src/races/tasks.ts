/**
 * Two tasks that may run at the same time use no object through capabilities that conflict (E0617). Uses are
 * recorded for the task that they stand in and all around it, and compared with those of the tasks that may
 * still be running.
 */
import type { Ordinal } from '../base/span.ts';
import type { LocalId } from '../sema/hir.ts';
import { factsOfLocal, sameObject } from './body-facts.ts';
import { bodyMistake, describeCapabilities, labelAt, localNamed } from './describe.ts';
import { conflict } from './facts.ts';
import type { Flow, RunningTask, Use, Uses } from './flow.ts';
import { isSameUse } from './flow.ts';
import type { ClassFacts } from './model.ts';
import type { Origin } from './origins.ts';

/** Records that any one of the capabilities `alternatives` is used on what `origins` say. */
export function recordUse(
  flow: Flow,
  origins: readonly Origin[],
  { facts, alternatives, at }: Omit<Use, 'local'>,
): void {
  if (!flow.facts.hasTasks || alternatives.length === 0) return;
  for (const { local, path } of origins) {
    if (local === undefined || path.length > 0) continue;
    for (const owner of sameObject(flow.facts, local)) {
      // The owner's class knows the capabilities of whatever the object is seen as here.
      const own = factsOfLocal(flow.facts, owner) ?? facts;
      recordOne(flow, { local: owner, facts: own, alternatives, at });
    }
  }
}

/** Records all of several capabilities. */
export function recordAll(
  flow: Flow,
  origins: readonly Origin[],
  {
    facts,
    names,
    at,
  }: { readonly facts: ClassFacts; readonly names: readonly string[]; readonly at: Ordinal },
): void {
  for (const name of names) recordUse(flow, origins, { facts, alternatives: [name], at });
}

export function recordMention(flow: Flow, local: LocalId, at: Ordinal): void {
  for (const task of flow.tasks) if (!task.mentions.has(local)) task.mentions.set(local, at);
}

/**
 * What a variable held before is none of its business any more, but that of its aliases. An alias itself is still
 * remembered: the object that a task uses through it may be there under another name.
 */
export function forgetUses(flow: Flow, local: LocalId): void {
  const { running } = flow.state;
  if (running.every((task) => !knows(task, local))) return;
  const isAlias = flow.facts.owners.has(local);
  const aliases = [...(flow.facts.aliases.get(local) ?? [])]
    .filter(([, link]) => link.isSame)
    .map(([alias]) => alias);
  const kept = running.map(
    (task): RunningTask => ({
      ...task,
      uses: passOn(task.uses, local, aliases),
      mentions: isAlias
        ? task.mentions
        : new Map([...task.mentions].filter(([mentioned]) => mentioned !== local)),
    }),
  );
  flow.state = { ...flow.state, running: kept };
}

/** Uses of what a variable held count as uses by its aliases from then on. */
function passOn(uses: Uses, local: LocalId, aliases: readonly LocalId[]): Uses {
  const kept = new Map([...uses].filter(([used]) => used !== local));
  for (const alias of aliases) {
    const known = kept.get(alias) ?? [];
    const further = (uses.get(local) ?? [])
      .map((use) => ({ ...use, local: alias }))
      .filter((use) => !known.some((each) => isSameUse(each, use)));
    if (further.length > 0) kept.set(alias, [...known, ...further]);
  }
  return kept;
}

function knows({ uses, mentions }: RunningTask, local: LocalId): boolean {
  return mentions.has(local) || uses.has(local);
}

function recordOne(flow: Flow, use: Use): void {
  for (const task of flow.tasks) addUse(task.uses, use);
  // That it was consumed meanwhile has been reported.
  if (flow.state.consumed.has(String(use.local))) return;
  for (const task of flow.state.running) {
    const other = task.uses.get(use.local)?.find((candidate) => meets(candidate, use));
    if (other !== undefined) reportMeeting(flow, task, other, use);
  }
}

function addUse(uses: Map<LocalId, Use[]>, use: Use): void {
  const known = uses.get(use.local);
  if (known === undefined) uses.set(use.local, [use]);
  else if (!known.some((each) => isSameUse(each, use))) known.push(use);
}

/** Two uses of one object; one of them may know it as a superclass. */
function meets(a: Use, b: Use): boolean {
  return a.alternatives.every((first) =>
    b.alternatives.every(
      (second) => conflict(a.facts, first, second) || conflict(b.facts, first, second),
    ),
  );
}

function reportMeeting(flow: Flow, task: RunningTask, other: Use, use: Use): void {
  const object = localNamed(flow.facts, use.local);
  const mine = describeCapabilities(use.facts, use.alternatives);
  const others = describeCapabilities(other.facts, other.alternatives);
  const isSame = mine === others;
  const isSelf = other.at === use.at;
  flow.report(
    bodyMistake(flow.facts, {
      code: 'E0617',
      at: use.at,
      message: isSelf
        ? `${object} is used through ${mine} by tasks of several passes of a loop`
        : isSame
          ? `${object} is used through ${mine} here and in a task that may run at the same time`
          : `${object} is used through ${mine} here and through ${others} in a task that may run at the same time`,
      labels: [
        ...(isSelf ? [] : [labelAt(flow.facts, other.at, 'the other use')]),
        labelAt(flow.facts, task.at, 'the task starts here'),
      ],
      notes: [
        isSame
          ? 'Both uses reach the same fields. Use capabilities without common fields, let the `finish` end first, or declare the capability `locked`, or `read` if nobody writes.'
          : 'The two capabilities have a field in common that is not safe to share. Use ones without common fields, let the `finish` end first, or declare them `locked`.',
      ],
    }),
  );
}
