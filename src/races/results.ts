/**
 * What a body returns: a `linear` object is given away or lent (E0615), no more is returned than the signature
 * granted (E0601 …), and functions return no object that an owner protects (E0616).
 */
import type { HirExpr, LocalId } from '../sema/hir.ts';
import { factsOfType, localAt } from './body-facts.ts';
import { bodyMistake, describeObject, labelAt } from './describe.ts';
import { explainLoss } from './explain-loss.ts';
import { isSubordinate, reachesLinear } from './facts.ts';
import type { Flow } from './flow.ts';
import { lentArrayOf } from './lent-array.ts';
import { originsOf } from './origins.ts';
import { lenderOf } from './provenance.ts';
import type { Rights } from './rights.ts';
import { isLossForAll } from './rights.ts';

/** `expr` is returned, by `return` or as the value of the body. */
export function checkResult(flow: Flow, expr: HirExpr, rights: Rights | undefined): void {
  const facts = factsOfType(flow.facts, flow.facts.body.result);
  if (facts === undefined || rights === undefined) return;
  const origins = originsOf(flow.facts, expr);
  const name = describeObject(flow.facts, expr);
  if (reachesLinear(facts) && origins.length > 0) {
    const lender = lenderOf(flow.facts, expr);
    if (lender?.kind === 'parameter' && !isLentByMethod(flow, lender.local)) {
      reportLinear(flow, expr, {
        message: `${name} is borrowed from the caller and cannot be returned`,
        label: { at: localAt(flow.facts, lender.local).at, text: 'the `borrowed` parameter' },
        note: 'The caller would have two references to one `linear` object.',
      });
      return;
    }
    if (!flow.facts.signature.borrowed) {
      const [origin] = origins;
      reportLinear(flow, expr, {
        message: `${name} is \`linear\` and is returned without \`consume\``,
        ...(origin?.local !== undefined &&
          localAt(flow.facts, origin.local).kind !== 'this' && {
            label: { at: localAt(flow.facts, origin.local).at, text: 'this still refers to it' },
          }),
        note: 'Return it with `consume`, or declare the result `borrowed` to lend it.',
      });
      return;
    }
  }
  const lent = lentArrayOf(flow.facts, expr);
  if (lent !== undefined) {
    reportLinear(flow, expr, {
      message: `${name} is borrowed from the caller and cannot be returned`,
      label: { at: localAt(flow.facts, lent).at, text: 'the `borrowed` parameter' },
      note: 'The array may be one that the caller goes on changing. Return a copy, or take a `read` array for good: without `borrowed`.',
    });
    return;
  }
  const missing = [...rights.lost].find(([, loss]) => isLossForAll(loss));
  if (missing !== undefined && origins.length > 0) {
    const [capability, loss] = missing;
    const isProtected = loss.kind === 'subordinate';
    if (isProtected) reportSubordinate(flow, expr, name);
    else {
      flow.report(
        explainLoss(flow.facts, {
          subject: `Returning ${name}`,
          object: name,
          at: expr.at,
          rights,
          capability,
          loss,
        }),
      );
    }
  } else if (flow.facts.kind !== 'method' && isSubordinate(facts) && origins.length > 0) {
    reportSubordinate(flow, expr, name);
  }
}

/** A method of a struct lends parts of it, as those of a class do. */
function isLentByMethod({ facts }: Flow, local: LocalId): boolean {
  return facts.signature.borrowed && localAt(facts, local).kind === 'this';
}

function reportLinear(
  flow: Flow,
  { at }: HirExpr,
  {
    message,
    label,
    note,
  }: {
    readonly message: string;
    readonly label?: { readonly at: number; readonly text: string };
    readonly note: string;
  },
): void {
  flow.report(
    bodyMistake(flow.facts, {
      code: 'E0615',
      at,
      message,
      labels: label === undefined ? [] : [labelAt(flow.facts, label.at, label.text)],
      notes: [note],
    }),
  );
}

function reportSubordinate(flow: Flow, { at }: HirExpr, name: string): void {
  flow.report(
    bodyMistake(flow.facts, {
      code: 'E0616',
      at,
      message: `${name} is \`subordinate\` and cannot be returned from here`,
      notes: [
        'Its owner protects it, and the caller could give it a second one. Return a value, or a new object.',
      ],
    }),
  );
}
