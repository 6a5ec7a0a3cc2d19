/** The rules on one body: what it reports, and the instances of generic declarations that it relies on. */
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { TypedBody } from '../sema/hir.ts';
import type { BodyOwner } from './body-facts.ts';
import { collectBodyFacts } from './collect-body-facts.ts';
import type { RaceContext } from './context.ts';
import type { Flow } from './flow.ts';
import { startState } from './flow.ts';
import { computeLiveness } from './liveness.ts';
import type { Need } from './model.ts';
import { walkBody } from './walk-body.ts';

export interface BodyVerdict {
  readonly diagnostics: readonly Diagnostic[];
  readonly needs: readonly Need[];
}

export function checkBodyRaces(
  context: RaceContext,
  body: TypedBody,
  owner: BodyOwner,
): BodyVerdict {
  const facts = collectBodyFacts(context, body, owner);
  if (!facts.hasObjects) return { diagnostics: [], needs: [] };
  const found = new Map<string, Diagnostic>();
  const needs: Need[] = [];
  const flow: Flow = {
    facts,
    liveness: computeLiveness(facts),
    bound: new Map(),
    needs,
    kept: new Set(),
    loops: new Map(),
    deeds: [],
    tasks: [],
    finishDepth: 0,
    state: startState,
    // Loops are walked more than once; what a later pass finds at the same place is no second mistake.
    report(diagnostic) {
      const { span, code } = diagnostic;
      const key = span.kind === 'tokens' ? `${code} ${span.from}` : code;
      if (!found.has(key)) found.set(key, diagnostic);
    },
  };
  walkBody(flow);
  return { diagnostics: [...found.values()], needs };
}
