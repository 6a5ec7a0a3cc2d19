/**
 * The walk over a body in the order of evaluation. It knows the constructs of the language; what is allowed is
 * in the files of the rules, and where branches, loops and tasks lead in `walk-ways.ts`.
 */
import type { HirBlock, HirExpr } from '../sema/hir.ts';
import { checkAccess } from './access.ts';
import { factsOfType, localAt, mayBeObject } from './body-facts.ts';
import type { Passed } from './calls.ts';
import { checkDistinct, passArguments, passReceiver } from './calls.ts';
import {
  checkConsumeField,
  checkConsumeLocal,
  checkUsable,
  revive,
  takeLocal,
} from './consumption.ts';
import type { Flow } from './flow.ts';
import { afterFinish, deadState, join, placeIn } from './flow.ts';
import type { Held } from './held.ts';
import { checkHeld, hold } from './held.ts';
import type { CalleeFacts, ClassFacts } from './model.ts';
import { noteInstances } from './needs.ts';
import { originsOf, placeOf } from './origins.ts';
import { checkResult } from './results.ts';
import type { LocalMention, Rights } from './rights.ts';
import {
  allRights,
  intersect,
  isLossForAll,
  isSharedThrough,
  rightsOfLent,
  rightsOfLocal,
  rightsOfPart,
  withBound,
} from './rights.ts';
import { checkStore, noteKept } from './store.ts';
import { recordMention } from './tasks.ts';
import { elements } from './value-facts.ts';
import { bindPattern, isFrozen, walkValue } from './walk-values.ts';
import type { Walker } from './walk-ways.ts';
import {
  leave,
  walkBinary,
  walkIf,
  walkIfLet,
  walkLoop,
  walkMatch,
  walkTask,
} from './walk-ways.ts';

export function walkBody(flow: Flow): void {
  const { root, result } = flow.facts.body;
  const rights = walkBlock(flow, root);
  const last = root.statements[root.statements.length - 1];
  if (root.yields && last !== undefined && result.kind !== 'void') checkResult(flow, last, rights);
}

const walker: Walker = { walk, walkBlock };

/** The rights on the object that the block yields. */
function walkBlock(flow: Flow, block: HirBlock): Rights | undefined {
  let rights: Rights | undefined;
  for (const statement of block.statements) rights = walk(flow, statement);
  return block.yields ? rights : undefined;
}

/** The rights on the object that `expr` yields; undefined where it yields none. */
function walk(flow: Flow, expr: HirExpr): Rights | undefined {
  switch (expr.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'string':
    case 'error':
      return undefined;
    case 'local':
      return walkLocal(flow, expr);
    case 'field':
      return walkField(flow, expr);
    case 'new':
      for (const { value, at } of expr.inits) {
        const target = { kind: 'new', made: expr } as const;
        checkStore(flow, { value, rights: walk(flow, value), at, target });
      }
      noteInstances(flow, expr);
      return allRights(flow.facts, expr, placeIn(flow));
    case 'let':
    case 'assignLocal':
      return walkBinding(flow, expr);
    case 'compoundLocal':
      checkUsable(flow, expr);
      walk(flow, expr.value);
      return undefined;
    case 'assignField':
    case 'compoundField':
      return walkFieldWrite(flow, expr);
    case 'consumeLocal': {
      recordMention(flow, expr.local, expr.at);
      checkConsumeLocal(flow, expr, localRights(flow, expr));
      return allRights(flow.facts, expr, placeIn(flow));
    }
    case 'consumeField': {
      const owner = walk(flow, expr.object);
      const { object, field, at } = expr;
      const usable =
        owner === undefined ? [] : checkAccess(flow, owner, { object, field, at, kind: 'consume' });
      const rights = allRights(flow.facts, expr, placeIn(flow));
      const isShared = owner !== undefined && isSharedThrough(owner, usable);
      checkConsumeField(flow, expr, { rights, isShared });
      return rights;
    }
    case 'callFunction':
    case 'callMethod':
      return walkCall(flow, expr);
    case 'printf':
      for (const arg of expr.args) walk(flow, arg);
      return undefined;
    case 'interpolate':
      for (const part of expr.parts) if (typeof part !== 'string') walk(flow, part);
      return undefined;
    case 'if':
      return walkIf(flow, walker, expr);
    case 'while':
    case 'whileLet':
    case 'for':
    case 'forEach':
    case 'forRange':
      walkLoop(flow, walker, expr);
      return undefined;
    case 'block':
      return walkBlock(flow, expr.block);
    case 'finish': {
      flow.finishDepth += 1;
      const rights = walkBlock(flow, expr.body);
      flow.finishDepth -= 1;
      flow.state = afterFinish(flow.state, flow.finishDepth);
      return rights;
    }
    case 'async':
      walkTask(flow, walker, expr);
      return undefined;
    case 'binary':
      walkBinary(flow, walker, expr);
      return undefined;
    case 'unary':
      walk(flow, expr.operand);
      return undefined;
    case 'convert': {
      const rights = walk(flow, expr.operand);
      const facts = factsOfType(flow.facts, expr.type);
      return expr.type.kind === 'array' ? lendToRead(facts, rights) : intersect(facts, [rights]);
    }
    case 'return':
      if (expr.value !== undefined) checkResult(flow, expr.value, walk(flow, expr.value));
      flow.state = deadState;
      return undefined;
    case 'break':
      leave(flow, expr.loop, 'exits');
      return undefined;
    case 'continue':
      leave(flow, expr.loop, 'nexts');
      return undefined;
    case 'match':
      return walkMatch(flow, walker, expr);
    case 'ifLet':
      return walkIfLet(flow, walker, expr);
    case 'letPattern':
      bindPattern(flow, expr.pattern, { expr: expr.value, rights: walk(flow, expr.value) });
      return undefined;
    case 'coalesce': {
      const optional = walk(flow, expr.optional);
      const before = flow.state;
      const otherwise = walk(flow, expr.otherwise);
      flow.state = join(before, flow.state);
      return intersect(factsOfType(flow.facts, expr.type), [optional, otherwise]);
    }
    case 'callExtern':
      for (const arg of expr.args) walk(flow, arg);
      return allRights(flow.facts, expr, placeIn(flow));
    case 'panic':
      walk(flow, expr.message);
      flow.state = deadState;
      return undefined;
    case 'assert':
      walk(flow, expr.condition);
      return undefined;
    case 'assertEqual':
      walk(flow, expr.actual);
      walk(flow, expr.expected);
      return undefined;
    case 'hash':
      walk(flow, expr.operand);
      return undefined;
    default:
      return walkValue(flow, walk, expr);
  }
}

function walkLocal(flow: Flow, expr: Extract<HirExpr, { kind: 'local' }>): Rights | undefined {
  if (flow.facts.given.has(expr)) return takeLocal(flow, expr);
  recordMention(flow, expr.local, expr.at);
  checkUsable(flow, expr);
  return localRights(flow, expr);
}

/** Rights by class, task and aliases, less what was missing where the variable was bound. */
function localRights(flow: Flow, expr: LocalMention): Rights | undefined {
  const rights = rightsOfLocal(flow.facts, expr, placeIn(flow));
  return withBound(rights, flow.bound.get(expr.local));
}

function walkField(flow: Flow, expr: Extract<HirExpr, { kind: 'field' }>): Rights | undefined {
  const owner = walk(flow, expr.object);
  checkUsable(flow, expr);
  if (owner === undefined) return allRights(flow.facts, expr, placeIn(flow));
  const { object, field, at } = expr;
  const usable = checkAccess(flow, owner, { object, field, at, kind: 'read' });
  return rightsOfPart(flow.facts, expr, placeIn(flow), { rights: owner, usable });
}

function walkBinding(
  flow: Flow,
  expr: Extract<HirExpr, { kind: 'let' | 'assignLocal' }>,
): Rights | undefined {
  const rights = walk(flow, expr.value);
  if (expr.kind === 'assignLocal') {
    checkStore(flow, { value: expr.value, rights, at: expr.at, target: { kind: 'variable' } });
  } else if (rights !== undefined) {
    const lost = [...rights.lost].filter(([, loss]) => isLossForAll(loss));
    if (lost.length > 0) flow.bound.set(expr.local, new Map(lost));
  }
  revive(flow, String(expr.local));
  return mayBeObject(localAt(flow.facts, expr.local).type) ? localRights(flow, expr) : undefined;
}

/** The value comes first, then the object; a compound assignment reads in between. */
function walkFieldWrite(
  flow: Flow,
  expr: Extract<HirExpr, { kind: 'assignField' | 'compoundField' }>,
): Rights | undefined {
  const { object, field, value, at } = expr;
  const before = flow.deeds.length;
  noteKept(flow, object, value);
  const rights = walk(flow, value);
  const owner = walk(flow, object);
  if (expr.kind === 'compoundField') checkHeld(flow, { operand: object, rights: owner, before });
  const place = placeOf(object);
  let usable: readonly string[] = [];
  if (owner !== undefined) {
    usable = checkAccess(flow, owner, { object, field, at, kind: 'write' });
    if (expr.kind === 'compoundField' && usable.length > 0) {
      checkAccess(flow, owner, { object, field, at, kind: 'read' });
    }
  }
  checkStore(flow, { value, rights, at, target: { kind: 'object', object } });
  if (place !== undefined) revive(flow, `${place}.${field.name}`);
  if (owner === undefined || rights === undefined) return rights;
  // From now on it is what the field holds.
  const part = rightsOfPart(flow.facts, expr, placeIn(flow), { rights: owner, usable });
  return intersect(factsOfType(flow.facts, expr.type), [rights, part]);
}

function walkCall(
  flow: Flow,
  expr: Extract<HirExpr, { kind: 'callFunction' | 'callMethod' }>,
): Rights | undefined {
  const decl = expr.kind === 'callFunction' ? expr.callee : expr.method;
  const callee = flow.facts.context.callee(decl);
  const receiver = expr.kind === 'callMethod' ? walk(flow, expr.receiver) : undefined;
  const held: Held[] = [];
  if (expr.kind === 'callMethod') held.push(...hold(flow, expr.receiver, receiver));
  const rights = expr.args.map((arg) => {
    const own = walk(flow, arg);
    held.push(...hold(flow, arg, own));
    return own;
  });
  for (const each of held) checkHeld(flow, each);
  const passed: Passed[] = [];
  if (expr.kind === 'callMethod') passed.push(...passReceiver(flow, expr, callee, receiver));
  passed.push(
    ...passArguments(flow, {
      callee: withReceiver(callee, expr),
      parameters: expr.parameters,
      args: expr.args,
      rights,
    }),
  );
  checkDistinct(flow, passed);
  if (expr.kind === 'callFunction') noteInstances(flow, expr);
  return expr.borrowed && originsOf(flow.facts, expr).length > 0
    ? rightsOfLent(flow.facts, expr, placeIn(flow))
    : allRights(flow.facts, expr, placeIn(flow));
}

/** Of a `T[]` as a `read T[]`: an array in one that nobody writes to may be read by anybody. */
function lendToRead(facts: ClassFacts | undefined, rights: Rights | undefined): Rights | undefined {
  const loss = rights?.lost.get(elements);
  if (facts === undefined || !isFrozen(loss)) return intersect(facts, [rights]);
  const lost = new Map(rights?.lost);
  lost.delete(elements);
  return { facts, lost };
}

/** A struct's method gets the struct, which it may not keep, as its first argument. */
function withReceiver(
  callee: CalleeFacts,
  { kind, args }: Extract<HirExpr, { kind: 'callFunction' | 'callMethod' }>,
): CalleeFacts {
  if (kind === 'callMethod' || args.length === callee.parameters.length) return callee;
  return { ...callee, parameters: [{ borrowed: true }, ...callee.parameters] };
}
