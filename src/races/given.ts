/**
 * Variables that give away what they hold without the word `consume`: where an array, or a value with arrays in it,
 * is mentioned for the last time, and is stored, returned or handed over there, nothing else could be meant. Only a
 * variable that is no alias of anything gives; classes ask for the word.
 */
import type { HirBlock, HirExpr, LocalId } from '../sema/hir.ts';
import type { Type } from '../sema/type.ts';
import { walkHir } from '../sema/walk-hir.ts';
import type { BodyFacts } from './body-facts.ts';
import { factsOfLocal, factsOfType, grantOf } from './body-facts.ts';
import { reachesLinear } from './facts.ts';
import { findLastMentions } from './liveness.ts';
import { originsOf, yieldedBy } from './origins.ts';

/** `facts`: all but what this is for. */
export function findGiven(facts: BodyFacts): ReadonlySet<HirExpr> {
  const candidates = facts.body.locals.flatMap((_, local) =>
    isCandidate(facts, local) ? [local] : [],
  );
  if (candidates.length === 0) return new Set();
  const last = findLastMentions(facts, new Set(candidates));
  const mentions = new Map<LocalId, HirExpr[]>();
  walkHir(facts.body.root, (expr) => {
    for (const value of kept(facts, expr)) note(mentions, value, last);
  });
  const { root } = facts.body;
  if (!facts.signature.borrowed) for (const value of lastOf(root)) note(mentions, value, last);
  const given = new Set<HirExpr>();
  // In textual order, since what gives may have been given itself.
  for (const local of candidates) {
    const bindings = facts.values.get(local) ?? [];
    if (bindings.some(({ value, isLet }) => isLet && originsOf({ given }, value).length > 0)) {
      continue;
    }
    for (const mention of mentions.get(local) ?? []) given.add(mention);
  }
  return given;
}

function isCandidate(facts: BodyFacts, local: LocalId): boolean {
  const variable = facts.body.locals[local];
  if (variable === undefined || variable.kind === 'this' || variable.borrowed) return false;
  if (!isValue(variable.type) || grantOf(facts, local) !== undefined) return false;
  const own = factsOfLocal(facts, local);
  return own !== undefined && reachesLinear(own);
}

function isValue({ kind }: Type): boolean {
  return (
    kind === 'array' ||
    kind === 'tuple' ||
    kind === 'struct' ||
    kind === 'union' ||
    kind === 'optional'
  );
}

/** The operands that an expression keeps, or hands to somebody who may. */
function kept(facts: BodyFacts, expr: HirExpr): readonly HirExpr[] {
  switch (expr.kind) {
    case 'let':
    case 'assignLocal':
    case 'letPattern':
    case 'assignField':
    case 'assignPlace':
      return isLinear(facts, expr.value) ? [expr.value] : [];
    case 'return':
      return expr.value === undefined || facts.signature.borrowed ? [] : [expr.value];
    // What is taken apart for good leaves its parts to the variables.
    case 'match':
    case 'ifLet':
    case 'whileLet':
    case 'forEach':
      return isLinear(facts, expr.subject) ? [expr.subject] : [];
    case 'new':
      return expr.inits.map(({ value }) => value);
    case 'struct':
      return expr.fields.map(({ value }) => value);
    case 'tuple':
    case 'array':
      return expr.elements;
    case 'callFunction':
    case 'callMethod': {
      const { parameters } = facts.context.callee(
        expr.kind === 'callFunction' ? expr.callee : expr.method,
      );
      // A struct's method gets the struct, which it only borrows, in front.
      const before = expr.args.length - parameters.length;
      return expr.args.filter((_, index) => {
        const parameter = parameters[index - before];
        return parameter !== undefined && !parameter.borrowed && parameter.guard === undefined;
      });
    }
    default:
      return [];
  }
}

/** Mentions whose object, or a part of it, the expression yields. */
function note(mentions: Map<LocalId, HirExpr[]>, expr: HirExpr, last: ReadonlySet<HirExpr>): void {
  switch (expr.kind) {
    case 'local': {
      if (!last.has(expr)) return;
      const known = mentions.get(expr.local);
      if (known === undefined) mentions.set(expr.local, [expr]);
      else known.push(expr);
      return;
    }
    case 'some':
    case 'inject':
      note(mentions, expr.value, last);
      return;
    case 'try':
    case 'cast':
      note(mentions, expr.operand, last);
      return;
    case 'member':
    case 'element':
    case 'slice':
      note(mentions, expr.object, last);
      return;
    case 'if':
    case 'block':
    case 'finish':
    case 'match':
    case 'ifLet':
    case 'coalesce':
      for (const yielded of yieldedBy(expr)) note(mentions, yielded, last);
      return;
    default:
      return;
  }
}

function lastOf({ statements, yields }: HirBlock): readonly HirExpr[] {
  const last = statements[statements.length - 1];
  return yields && last !== undefined ? [last] : [];
}

function isLinear(facts: BodyFacts, value: HirExpr): boolean {
  const own = factsOfType(facts, value.type);
  return own !== undefined && reachesLinear(own);
}
