/**
 * Evaluation at compile time: the value of a typed body that needs nothing but computation. It interprets
 * typed trees, within bounds, and computes exactly as compiled programs do. Bodies of the functions that it
 * calls are asked for as it comes to them, so that a constant depends on the code that it ran.
 */
import type { ConstantValue } from '../constant-value.ts';
import type { TypedBody } from '../hir.ts';
import { substitute } from '../subtype.ts';
import type { Type } from '../type.ts';
import { runBody } from './calls.ts';
import { evaluateBlock, evaluateExpr } from './expressions.ts';
import type { EvaluationContext, Failure, Frame, Place } from './machine.ts';
import { limits, Stop, stop } from './machine.ts';
import type { Parts, Value } from './values.ts';
import { elementsOf, toConstant } from './values.ts';

export type Evaluated =
  | { readonly kind: 'value'; readonly value: ConstantValue }
  | {
      readonly kind: 'failed';
      readonly failure: Failure;
      readonly place: Place;
      /** The calls that led there, outermost first. */
      readonly calls: readonly Place[];
    };

/** The value of `body`, which has no parameters and no mistakes. */
export function evaluateBody(context: EvaluationContext, body: TypedBody): Evaluated {
  const parts = partsFrom(context);
  try {
    const frame: Frame = {
      machine: {
        context,
        parts,
        steps: 0,
        nesting: 0,
        calls: [],
        decoded: { text: '', codePoints: [] },
        constants: new Map(),
      },
      body,
      locals: [],
      type: (type) => type,
      value: evaluateExpr,
      block: evaluateBlock,
    };
    const value = runBody(frame);
    if (!isSmall(value)) {
      const message = `its value has more than ${limits.size} parts`;
      stop(frame, { kind: 'bound', message }, body.root.at);
    }
    return { kind: 'value', value: toConstant(parts, body.result, value) };
  } catch (signal) {
    if (!(signal instanceof Stop)) throw signal;
    const { failure, place, calls } = signal;
    return { kind: 'failed', failure, place, calls };
  }
}

/** What tuples, structs and unions consist of, each asked for once. */
function partsFrom(context: EvaluationContext): Parts {
  const members = new Map<Type, readonly { readonly name: string; readonly type: Type }[]>();
  const alternatives = new Map<Type, readonly Type[]>();
  return {
    members: (type) => remembered(members, type, () => membersOf(context, type)),
    alternatives: (type) => remembered(alternatives, type, () => alternativesOf(context, type)),
  };
}

function membersOf(
  context: EvaluationContext,
  type: Type,
): readonly { readonly name: string; readonly type: Type }[] {
  if (type.kind === 'tuple') {
    return type.elements.map((element, index) => ({ name: String(index), type: element }));
  }
  if (type.kind !== 'struct') return [];
  const { fields } = context.structHeader(type.decl);
  return fields.map((field) => ({
    name: field.name,
    type: substitute(field.type, type.decl, type.args),
  }));
}

function alternativesOf(context: EvaluationContext, type: Type): readonly Type[] {
  if (type.kind !== 'union') return [];
  const declaration = context.typeDeclaration(type.decl);
  if (declaration.kind !== 'union') return [];
  return declaration.members.map((member) => substitute(member, type.decl, type.args));
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}

/** Whether the value has few enough parts to stand in the code of all who use it. */
function isSmall(value: Value): boolean {
  let count = 0;
  const pending: Value[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    count += typeof next === 'string' ? 1 + (next.length >> 4) : 1;
    if (count > limits.size) return false;
    if (typeof next !== 'object') continue;
    if (next.kind === 'some' || next.kind === 'inject') pending.push(next.value);
    else if (next.kind === 'members') pending.push(...next.members);
    else if (next.kind === 'array') {
      count += next.length;
      if (count > limits.size) return false;
      for (const element of elementsOf(next)) pending.push(element);
    }
  }
  return true;
}
