/**
 * The state of one evaluation: calls, bounds, and how evaluation ends early. Control flow that leaves an
 * expression half-way (`return`, `break`, a panic) is an exception inside this folder and never gets out of
 * it.
 */
import type { DeclId } from '../../base/ids.ts';
import type { Ordinal } from '../../base/span.ts';
import type { SemaContext } from '../context.ts';
import type { HirBlock, HirExpr, LoopId, TypedBody } from '../hir.ts';
import type { Type } from '../type.ts';
import type { Parts, Value } from './values.ts';

/** What evaluation asks of other declarations. */
export interface EvaluationContext extends Pick<SemaContext, 'structHeader' | 'typeDeclaration'> {
  /** Null where it has none, which is reported. */
  body(decl: DeclId): TypedBody | null;
}

/** A place in the code of a declaration. */
export interface Place {
  readonly decl: DeclId;
  readonly at: Ordinal;
}

/** Why there is no value. */
export type Failure =
  /** What a program would do at that place is not computation: `creates an object`. */
  | { readonly kind: 'impure'; readonly what: string }
  | { readonly kind: 'panic'; readonly message: string }
  | { readonly kind: 'bound'; readonly message: string }
  /** Mistakes that are reported elsewhere. */
  | { readonly kind: 'erroneous' };

export class Stop extends Error {
  readonly failure: Failure;
  readonly place: Place;
  /** The calls that were active, outermost first. */
  readonly calls: readonly Place[];

  constructor(failure: Failure, place: Place, calls: readonly Place[]) {
    super(failure.kind);
    this.failure = failure;
    this.place = place;
    this.calls = calls;
  }
}

/** `return`, `break` and `continue` on their way to what they leave. */
export class Jump {
  readonly kind: 'return' | 'break' | 'continue';
  readonly loop: LoopId | undefined;
  readonly value: Value;

  constructor(kind: Jump['kind'], loop: LoopId | undefined, value: Value) {
    this.kind = kind;
    this.loop = loop;
    this.value = value;
  }
}

/**
 * What evaluation may cost: expressions evaluated plus elements and characters made; nested calls, and nested
 * expressions over all of them; parts of the value that comes out.
 */
export const limits = { steps: 4_000_000, depth: 200, nesting: 1_500, size: 65_536 };

export interface Machine {
  readonly context: EvaluationContext;
  readonly parts: Parts;
  steps: number;
  /** Expressions that are being evaluated. */
  nesting: number;
  readonly calls: Place[];
  /** The text that was last indexed, as code points. */
  decoded: { readonly text: string; readonly codePoints: readonly string[] };
  /** What constants in the code are, once for each. */
  readonly constants: Map<HirExpr, Value>;
}

export interface Frame {
  readonly machine: Machine;
  readonly body: TypedBody;
  readonly locals: Value[];
  /** A type of the body with the type arguments of this call in it. */
  type(type: Type): Type;
  value(frame: Frame, expr: HirExpr): Value;
  block(frame: Frame, block: HirBlock): Value;
}

export function stop(frame: Frame, failure: Failure, at: Ordinal): never {
  throw new Stop(failure, { decl: frame.body.decl, at }, [...frame.machine.calls]);
}

export function panic(frame: Frame, message: string, at: Ordinal): never {
  return stop(frame, { kind: 'panic', message }, at);
}

export function impure(frame: Frame, what: string, at: Ordinal): never {
  return stop(frame, { kind: 'impure', what }, at);
}

/** Counts `steps` towards the bound. */
export function charge(frame: Frame, steps: number, at: Ordinal): void {
  const { machine } = frame;
  machine.steps += steps;
  if (machine.steps <= limits.steps) return;
  stop(frame, { kind: 'bound', message: `it takes more than ${limits.steps} steps` }, at);
}
