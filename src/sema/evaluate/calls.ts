/** Calls in evaluation: a frame for each, and the way into a body. */
import type { HirExpr, TypedBody } from '../hir.ts';
import { substitute } from '../subtype.ts';
import type { Type } from '../type.ts';
import type { Frame } from './machine.ts';
import { Jump, limits, stop } from './machine.ts';
import type { Value } from './values.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

export function evaluateCall(frame: Frame, node: Kind<'callFunction'>): Value {
  const { machine } = frame;
  const args = node.args.map((arg) => frame.value(frame, arg));
  const body = machine.context.body(node.callee);
  if (body === null || body.isErroneous) return stop(frame, { kind: 'erroneous' }, node.at);
  if (machine.calls.length >= limits.depth) {
    const message = `its calls nest more than ${limits.depth} deep`;
    return stop(frame, { kind: 'bound', message }, node.at);
  }
  machine.calls.push({ decl: frame.body.decl, at: node.at });
  const typeArgs = node.typeArgs.map((argument) => frame.type(argument));
  const value = runBody({ ...frame, body, locals: args, type: substitution(body, typeArgs) });
  machine.calls.pop();
  return value;
}

export function runBody(frame: Frame): Value {
  const { machine } = frame;
  const { nesting } = machine;
  try {
    return frame.block(frame, frame.body.root);
  } catch (signal) {
    if (!(signal instanceof Jump) || signal.kind !== 'return') throw signal;
    machine.nesting = nesting;
    return signal.value;
  }
}

/** `typeArgs` replace the parameters of the type whose method the body is, then its own. */
function substitution(body: TypedBody, typeArgs: readonly Type[]): (type: Type) => Type {
  if (typeArgs.length === 0) return (type) => type;
  const [first] = body.locals;
  const owned = first?.kind === 'this' && 'args' in first.type ? first.type.args : [];
  const [parameter] = owned;
  const owner = parameter?.kind === 'parameter' ? parameter.owner : body.decl;
  const ofOwner = typeArgs.slice(0, owned.length);
  const own = typeArgs.slice(owned.length);
  const known = new Map<Type, Type>();
  return (type) => {
    const before = known.get(type);
    if (before !== undefined) return before;
    const after = substitute(substitute(type, owner, ofOwner), body.decl, own);
    known.set(type, after);
    return after;
  };
}
