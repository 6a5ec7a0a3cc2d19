/**
 * Which aliases are used later than a mention of the variable that owns their object: a walk against the order
 * of evaluation. Loops are walked until nothing is added; a task counts as running until the end of the body,
 * whatever stands behind it. What tasks that were started earlier use is known by the forward walk.
 */
import { assertNever } from '../base/invariant.ts';
import type { Ordinal } from '../base/span.ts';
import type { HirBlock, HirExpr, HirPlace, LocalId, LoopId } from '../sema/hir.ts';
import { bindingsOf } from './bindings.ts';
import type { BodyFacts } from './body-facts.ts';
import { mayBeObject } from './body-facts.ts';
import { originsOf } from './origins.ts';

/** Aliases that are used later, each with the place of a use. */
export type Live = ReadonlyMap<LocalId, Ordinal>;

/** By mention: a `local` or `consumeLocal` node. Mentions without live aliases are absent. */
export type Liveness = ReadonlyMap<HirExpr, Live>;

export function computeLiveness(facts: BodyFacts): Liveness {
  const after = new Map<HirExpr, Live>();
  if (facts.aliases.size === 0) return after;
  const tracked = new Set<LocalId>();
  for (const aliases of facts.aliases.values())
    for (const alias of aliases.keys()) tracked.add(alias);
  walkBackwards(facts, {
    tracked,
    isHolding: true,
    note(mention, live) {
      if (facts.aliases.has(mention.local) && live.size > 0) after.set(mention, live);
    },
  });
  return after;
}

/** Mentions of the variables `tracked` behind which these are not mentioned before they get another value. */
export function findLastMentions(
  facts: BodyFacts,
  tracked: ReadonlySet<LocalId>,
): ReadonlySet<HirExpr> {
  const last = new Set<HirExpr>();
  walkBackwards(facts, {
    tracked,
    isHolding: false,
    // A loop is walked until what is live grows no more, so the last word is right.
    note(mention, live) {
      if (!tracked.has(mention.local)) return;
      if (live.has(mention.local)) last.delete(mention);
      else last.add(mention);
    },
  });
  return last;
}

type Mention = Extract<HirExpr, { kind: 'local' | 'consumeLocal' }>;

interface Question {
  readonly tracked: ReadonlySet<LocalId>;
  /** Arguments of a call count as in use while it runs. */
  readonly isHolding: boolean;
  note(mention: Mention, live: Live): void;
}

function walkBackwards(facts: BodyFacts, question: Question): void {
  const walk: Walk = { facts, question, beside: nothing, loops: new Map() };
  beforeBlock(walk, facts.body.root, nothing);
}

interface Walk {
  readonly facts: BodyFacts;
  readonly question: Question;
  /** What is live beside the tasks around, whatever they do with their copies of variables. */
  readonly beside: Live;
  /** What is live where `break` and `continue` of the loops around lead. */
  readonly loops: Map<LoopId, { readonly exit: Live; readonly next: Live }>;
}

const nothing: Live = new Map();

function beforeBlock(walk: Walk, block: HirBlock, live: Live): Live {
  return block.statements.reduceRight((rest, statement) => before(walk, statement, rest), live);
}

/** What is live before `expr`, given what is live behind it. */
function before(walk: Walk, expr: HirExpr, live: Live): Live {
  switch (expr.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'string':
    case 'error':
      return live;
    case 'local':
    case 'consumeLocal':
      walk.question.note(expr, union(live, walk.beside));
      return use(walk, live, expr.local, expr.at);
    case 'let':
    case 'assignLocal':
      return before(walk, expr.value, without(live, expr.local));
    case 'compoundLocal':
    case 'some':
    case 'inject':
      return before(walk, expr.value, live);
    case 'unary':
    case 'convert':
    case 'is':
    case 'cast':
    case 'try':
    case 'hash':
      return before(walk, expr.operand, live);
    case 'field':
    case 'consumeField':
    case 'member':
    case 'length':
      return before(walk, expr.object, live);
    case 'constant':
    case 'none':
    case 'global':
      return live;
    case 'tuple':
    case 'array':
      return beforeAll(walk, expr.elements, live);
    case 'struct':
      return beforeAll(
        walk,
        expr.fields.map(({ value }) => value),
        live,
      );
    case 'newArray':
      return before(walk, expr.length, live);
    case 'element':
      return before(walk, expr.object, before(walk, expr.index, live));
    case 'slice': {
      const to = expr.to === undefined ? live : before(walk, expr.to, live);
      const from = expr.from === undefined ? to : before(walk, expr.from, to);
      return before(walk, expr.object, from);
    }
    case 'split':
      return before(walk, expr.array, before(walk, expr.index, live));
    case 'join':
      return before(walk, expr.left, before(walk, expr.right, live));
    case 'freeze':
      return before(walk, expr.array, live);
    case 'assignPlace':
      return before(walk, expr.value, beforePlace(walk, expr.place, live));
    case 'compoundPlace':
      return beforePlace(walk, expr.place, before(walk, expr.value, live));
    case 'match':
      return before(walk, expr.subject, beforeArms(walk, expr, live));
    case 'ifLet': {
      const otherwise =
        expr.otherwise === undefined ? live : beforeBlock(walk, expr.otherwise, live);
      const then = beforeBinding(walk, expr, beforeBlock(walk, expr.then, live));
      return before(walk, expr.subject, union(then, otherwise));
    }
    case 'letPattern':
      return before(walk, expr.value, beforeBinding(walk, expr, live));
    case 'coalesce':
      return before(walk, expr.optional, union(live, before(walk, expr.otherwise, live)));
    case 'callExtern':
      return beforeAll(walk, expr.args, live);
    case 'panic':
      return before(walk, expr.message, nothing);
    case 'assert':
      return before(walk, expr.condition, live);
    case 'assertEqual':
      return before(walk, expr.actual, before(walk, expr.expected, live));
    case 'assignField':
      return before(walk, expr.value, before(walk, expr.object, live));
    case 'compoundField':
      return before(walk, expr.object, before(walk, expr.value, live));
    case 'new':
      return expr.inits.reduceRight((rest, { value }) => before(walk, value, rest), live);
    case 'callFunction':
      return beforeAll(walk, expr.args, passing(walk, expr.args, live));
    case 'callMethod': {
      const passed = [expr.receiver, ...expr.args];
      return beforeAll(walk, passed, passing(walk, passed, live));
    }
    case 'printf':
      return beforeAll(walk, expr.args, live);
    case 'interpolate':
      return beforeAll(
        walk,
        expr.parts.filter((part) => typeof part !== 'string'),
        live,
      );
    case 'if': {
      const otherwise =
        expr.otherwise === undefined ? live : beforeBlock(walk, expr.otherwise, live);
      const branches = union(beforeBlock(walk, expr.then, live), otherwise);
      return before(walk, expr.condition, branches);
    }
    case 'while':
    case 'whileLet':
    case 'for':
    case 'forEach':
    case 'forRange':
      return beforeLoop(walk, expr, live);
    case 'block':
      return beforeBlock(walk, expr.block, live);
    case 'finish':
      return beforeBlock(walk, expr.body, live);
    case 'async': {
      const beside = union(live, walk.beside);
      return union(live, beforeBlock({ ...walk, beside }, expr.body, live));
    }
    case 'binary':
      return beforeBinary(walk, expr, live);
    case 'return':
      return expr.value === undefined ? nothing : before(walk, expr.value, nothing);
    case 'break':
      return walk.loops.get(expr.loop)?.exit ?? nothing;
    case 'continue':
      return walk.loops.get(expr.loop)?.next ?? nothing;
    default:
      return assertNever(expr);
  }
}

type Loop = Extract<HirExpr, { kind: 'while' | 'whileLet' | 'for' | 'forEach' | 'forRange' }>;

function beforePlace(walk: Walk, { root, at }: HirPlace, live: Live): Live {
  switch (root.kind) {
    case 'local':
      return use(walk, live, root.local, at);
    case 'global':
      return live;
    case 'field':
      return before(walk, root.object, live);
    case 'element':
      return before(walk, root.array, before(walk, root.index, live));
    default:
      return assertNever(root);
  }
}

/** From the last arm to the first: each is tried where those before it did not fit. */
function beforeArms(walk: Walk, expr: Extract<HirExpr, { kind: 'match' }>, live: Live): Live {
  const bodies = expr.arms.map(({ body }) => before(walk, body, live));
  let rest = nothing;
  expr.arms.toReversed().forEach(({ guard }, index) => {
    const body = bodies[bodies.length - 1 - index] ?? nothing;
    const arm = guard === undefined ? body : before(walk, guard, union(body, rest));
    rest = union(beforeBinding(walk, expr, arm), rest);
  });
  return rest;
}

/** Before variables are bound, what they held before is of no use. */
function beforeBinding(walk: Walk, expr: HirExpr, live: Live): Live {
  return bindingsOf(walk.facts.body, expr).reduce((rest, { local }) => without(rest, local), live);
}

function beforeLoop(walk: Walk, loop: Loop, exit: Live): Live {
  let head = exit;
  for (;;) {
    walk.loops.set(loop.loop, { exit, next: head });
    const pass = beforePass(walk, loop, { exit, head });
    const grown = union(head, pass);
    if (grown.size === head.size) break;
    head = grown;
  }
  walk.loops.delete(loop.loop);
  switch (loop.kind) {
    case 'while':
    case 'whileLet':
      return head;
    case 'forEach':
      return before(walk, loop.subject, head);
    case 'for':
      return before(walk, loop.init, head);
    case 'forRange':
      return before(walk, loop.from, before(walk, loop.to, head));
    default:
      return assertNever(loop);
  }
}

/** What is live before one pass, `head` being live behind it. */
function beforePass(
  walk: Walk,
  loop: Loop,
  { exit, head }: { readonly exit: Live; readonly head: Live },
): Live {
  switch (loop.kind) {
    case 'while': {
      const body = beforeBlock(walk, loop.body, head);
      return before(walk, loop.condition, union(exit, body));
    }
    case 'for': {
      const next = before(walk, loop.step, head);
      walk.loops.set(loop.loop, { exit, next });
      const body = beforeBlock(walk, loop.body, next);
      return before(walk, loop.condition, union(exit, body));
    }
    case 'whileLet': {
      const body = beforeBinding(walk, loop, beforeBlock(walk, loop.body, head));
      return before(walk, loop.subject, union(exit, body));
    }
    case 'forEach':
      return union(exit, beforeBinding(walk, loop, beforeBlock(walk, loop.body, head)));
    case 'forRange':
      return union(exit, beforeBlock(walk, loop.body, head));
    default:
      return assertNever(loop);
  }
}

/** Chains of operators are as long as a file may be, so they are not recursed into. */
function beforeBinary(walk: Walk, expr: Extract<HirExpr, { kind: 'binary' }>, live: Live): Live {
  let rest = live;
  let left: HirExpr = expr;
  while (left.kind === 'binary') {
    const skips = left.operator === '&&' || left.operator === '||';
    const right = before(walk, left.right, rest);
    rest = skips ? union(rest, right) : right;
    left = left.left;
  }
  return before(walk, left, rest);
}

function beforeAll(walk: Walk, exprs: readonly HirExpr[], live: Live): Live {
  return exprs.reduceRight((rest, expr) => before(walk, expr, rest), live);
}

/** The callee has all arguments at once, so each of them is in use while it runs. */
function passing(walk: Walk, exprs: readonly HirExpr[], live: Live): Live {
  if (!walk.question.isHolding) return live;
  let passed = live;
  for (const expr of exprs) {
    if (!mayBeObject(expr.type)) continue;
    for (const { local } of originsOf(walk.facts, expr)) {
      if (local !== undefined) passed = use(walk, passed, local, expr.at);
    }
  }
  return passed;
}

function use(walk: Walk, live: Live, local: LocalId, at: Ordinal): Live {
  if (!walk.question.tracked.has(local) || live.has(local)) return live;
  return new Map([...live, [local, at]]);
}

function without(live: Live, local: LocalId): Live {
  if (!live.has(local)) return live;
  const rest = new Map(live);
  rest.delete(local);
  return rest;
}

function union(a: Live, b: Live): Live {
  if (b.size === 0 || a === b) return a;
  if (a.size === 0) return b;
  return new Map([...b, ...a]);
}
