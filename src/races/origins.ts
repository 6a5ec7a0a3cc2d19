/**
 * Where the object that an expression yields may come from: variables, and parts of what variables hold. An
 * expression without origins yields an object that nobody else refers to: a new one, a consumed one, or the
 * result of a call that gives it away.
 */
import type { Ordinal } from '../base/span.ts';
import type { HirBlock, HirExpr, LocalId } from '../sema/hir.ts';

export interface Origin {
  /** Undefined: a part of an object that no variable holds. */
  readonly local: LocalId | undefined;
  /** Declarations of the fields from the variable to the object; `*` stands for some part, which a call has chosen. */
  readonly path: readonly string[];
  readonly at: Ordinal;
}

/** Mentions of variables that give away what they hold; see `given.ts`. */
export interface Given {
  readonly given: ReadonlySet<HirExpr>;
}

export function originsOf(given: Given, expr: HirExpr): readonly Origin[] {
  switch (expr.kind) {
    case 'local':
      if (given.given.has(expr)) return [];
      return [{ local: expr.local, path: [], at: expr.at }];
    case 'let':
    case 'assignLocal':
    case 'compoundLocal':
      return [{ local: expr.local, path: [], at: expr.at }];
    case 'field':
    case 'assignField':
    case 'compoundField':
      return partsOf(given, expr.object, expr.field.decl, expr.at);
    case 'callMethod':
      return expr.borrowed ? lentBy(given, [expr.receiver, ...expr.args], expr.at) : [];
    case 'callFunction':
      return expr.borrowed ? lentBy(given, expr.args, expr.at) : [];
    case 'convert':
      return expr.type.kind === 'class' || expr.type.kind === 'array'
        ? originsOf(given, expr.operand)
        : [];
    case 'some':
      return originsOf(given, expr.value);
    case 'try':
      return originsOf(given, expr.operand);
    case 'cast':
      return expr.test.kind === 'class'
        ? originsOf(given, expr.operand)
        : somePart(given, expr.operand, expr.at);
    case 'inject':
      return somePart(given, expr.value, expr.at);
    case 'member':
    case 'element':
    case 'slice':
      return somePart(given, expr.object, expr.at);
    case 'if':
    case 'block':
    case 'finish':
    case 'match':
    case 'ifLet':
    case 'coalesce':
      return yieldedBy(expr).flatMap((each) => originsOf(given, each));
    default:
      return [];
  }
}

/** The place that an expression reads or consumes: a variable, or a chain of fields from one. */
export function placeOf(expr: HirExpr): string | undefined {
  if (expr.kind === 'local' || expr.kind === 'consumeLocal' || expr.kind === 'compoundLocal') {
    return String(expr.local);
  }
  if (expr.kind === 'convert') return placeOf(expr.operand);
  if (expr.kind !== 'field' && expr.kind !== 'consumeField') return undefined;
  const object = placeOf(expr.object);
  return object === undefined ? undefined : `${object}.${expr.field.name}`;
}

/** Whether two origins may be one object, or one a part of the other. */
export function overlap(a: Origin, b: Origin): boolean {
  if (a.local === undefined || a.local !== b.local) return false;
  const common = Math.min(a.path.length, b.path.length);
  for (let index = 0; index < common; index += 1) {
    if (a.path[index] === '*' || b.path[index] === '*') return true;
    if (a.path[index] !== b.path[index]) return false;
  }
  return true;
}

function partsOf(given: Given, object: HirExpr, field: string, at: Ordinal): readonly Origin[] {
  const owners = originsOf(given, object);
  if (owners.length === 0) return [{ local: undefined, path: [field], at }];
  return owners.map(({ local, path }) => ({ local, path: [...path, field], at }));
}

function lentBy(given: Given, exprs: readonly HirExpr[], at: Ordinal): readonly Origin[] {
  return exprs
    .flatMap((each) => originsOf(given, each))
    .map(({ local, path }) => ({ local, path: [...path, '*'], at }));
}

/**
 * What is put together or taken apart is not told apart: any part of the one is a part of the other. A part of a new
 * value is new as well, for with the value all other ways to it are gone; a `read` array may have been shared.
 */
function somePart(given: Given, whole: HirExpr, at: Ordinal): readonly Origin[] {
  const isShared = whole.type.kind === 'array' && whole.type.isRead;
  return originsOf(given, whole).length === 0 && !isShared ? [] : partsOf(given, whole, '*', at);
}

export type Branching = Extract<
  HirExpr,
  { kind: 'if' | 'block' | 'finish' | 'match' | 'ifLet' | 'coalesce' }
>;

/** The expressions whose value a branching or block-like one yields. */
export function yieldedBy(expr: Branching): readonly HirExpr[] {
  switch (expr.kind) {
    case 'if':
    case 'ifLet':
      return [
        ...lastOf(expr.then),
        ...(expr.otherwise === undefined ? [] : lastOf(expr.otherwise)),
      ];
    case 'match':
      return expr.arms.map(({ body }) => body);
    case 'coalesce':
      return [expr.optional, expr.otherwise];
    case 'block':
      return lastOf(expr.block);
    case 'finish':
      return lastOf(expr.body);
  }
}

function lastOf(block: HirBlock): readonly HirExpr[] {
  const last = block.statements[block.statements.length - 1];
  return block.yields && last !== undefined ? [last] : [];
}
