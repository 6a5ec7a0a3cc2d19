/**
 * Instances of generic declarations: what a body needs is checked with everything that those instances need in
 * turn. Profiles are few, so the search ends, also for declarations that need themselves.
 */
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { isPlain, splitInstanceKey } from './instance.ts';
import type { InstanceKey, Need } from './model.ts';

export interface InstanceVerdict {
  /** What goes wrong with these type arguments only. */
  readonly mistakes: readonly Diagnostic[];
  readonly needs: readonly InstanceKey[];
}

export interface InstanceContext {
  verdict(key: InstanceKey): InstanceVerdict;
}

/** The first mistake behind each need that has one. */
export function checkInstances(
  context: InstanceContext,
  needs: readonly Need[],
): readonly { readonly need: Need; readonly mistake: Diagnostic }[] {
  return needs.flatMap((need) => {
    const mistake = firstMistake(context, need.key);
    return mistake === undefined ? [] : [{ need, mistake }];
  });
}

function firstMistake(context: InstanceContext, root: InstanceKey): Diagnostic | undefined {
  const seen = new Set([root]);
  // Grows while it is gone through.
  const waiting = [root];
  for (const key of waiting) {
    if (isPlain(splitInstanceKey(key).profiles)) continue;
    const { mistakes, needs } = context.verdict(key);
    const [mistake] = mistakes;
    if (mistake !== undefined) return mistake;
    for (const need of needs) {
      if (seen.has(need)) continue;
      seen.add(need);
      waiting.push(need);
    }
  }
  return undefined;
}
