/** What evaluation could not do, as a diagnostic of the constant or global variable that needs it. */
import type { DeclId } from '../../base/ids.ts';
import { assertNever } from '../../base/invariant.ts';
import { nameSpan, tokenSpan } from '../../base/span.ts';
import type { Diagnostic, Label } from '../../diagnostic/diagnostic.ts';
import { mistake } from '../mistake.ts';
import type { Evaluated } from './evaluate.ts';
import type { Place } from './machine.ts';

/** More calls than these are counted, not shown. */
const shownCalls = 6;

/** `what`: `constant` or `global variable`. Undefined where the reason is a mistake that is reported elsewhere. */
export function explainFailure(
  decl: DeclId,
  { failure, place, calls }: Extract<Evaluated, { kind: 'failed' }>,
  { what, name }: { readonly what: string; readonly name: string },
): Diagnostic | undefined {
  const subject = `The value of the ${what} \`${name}\``;
  // The diagnostic belongs to the declaration: it points to the call there that leads to the place.
  const [outermost = place] = calls;
  const here = tokenSpan(decl, outermost.at);
  const labels = labelsOf(calls, place);
  const notes = calls.length > 1 + shownCalls ? [`There are ${calls.length} calls in all.`] : [];
  switch (failure.kind) {
    case 'erroneous':
      return undefined;
    case 'impure': {
      const where = calls.length === 0 ? 'this' : `\`${declaredName(place.decl)}\``;
      return mistake({
        code: 'E0250',
        message: `${subject} cannot be computed at compile time: ${where} ${failure.what}`,
        span: here,
        labels,
        notes: [
          ...notes,
          'Only computation is possible here: numbers, strings, tuples, structs, arrays, and functions that do no more.',
        ],
      });
    }
    case 'panic':
      return mistake({
        code: 'E0252',
        message: `${subject} cannot be computed: panic: ${failure.message}`,
        span: here,
        labels,
        notes,
      });
    case 'bound':
      return mistake({
        code: 'E0253',
        message: `${subject} is too much to compute at compile time: ${failure.message}`,
        span: here,
        labels,
        notes: [...notes, 'Compute it when the program runs.'],
      });
    default:
      return assertNever(failure);
  }
}

/** A constant that is needed for its own value; `chain` is the queries on the cycle. */
export function constantCycle(decl: DeclId, chain: readonly string[]): Diagnostic {
  const decls = new Set(chain.map((step) => step.slice(step.indexOf('(') + 1, -1)));
  decls.delete(decl);
  const name = declaredName(decl);
  const others = [...decls].map((step) => `\`${declaredName(step)}\``);
  return mistake({
    code: 'E0251',
    message: `The value of \`${name}\` needs itself`,
    span: nameSpan(decl),
    notes: others.length === 0 ? [] : [`On the way to it stand ${others.join(', ')}.`],
  });
}

function labelsOf(calls: readonly Place[], place: Place): readonly Label[] {
  if (calls.length === 0) return [];
  // Of a function that calls itself each place is shown once.
  const places = new Map(calls.slice(1).map((call) => [`${call.decl} ${call.at}`, call]));
  places.delete(`${place.decl} ${place.at}`);
  return [
    ...[...places.values()].slice(-shownCalls).map((call) => ({
      span: tokenSpan(call.decl, call.at),
      message: `called in \`${declaredName(call.decl)}\``,
    })),
    { span: tokenSpan(place.decl, place.at), message: `in \`${declaredName(place.decl)}\`` },
  ];
}

/** `f` of `m::function f(int)`, `A.g` of `m::implement A.method g()`, `LIMIT` of `m::constant LIMIT`. */
function declaredName(id: string): string {
  const local = id.slice(id.indexOf('::') + 2);
  const head = /^[a-z]+ ([^(]*)/.exec(local)?.[1] ?? local;
  return head.replace('.method ', '.');
}
