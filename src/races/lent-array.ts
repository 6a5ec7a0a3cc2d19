/**
 * A `borrowed read T[]` may be the caller's `T[]`, lent for one call: unlike other arrays that are `read`, somebody
 * writes to it again later. So it is not returned, under whatever name, though nothing `linear` is to be seen in it.
 * (No borrowed object is stored.)
 */
import type { HirExpr, LocalId } from '../sema/hir.ts';
import type { Type } from '../sema/type.ts';
import { partsOf } from '../sema/type-parts.ts';
import type { BodyFacts } from './body-facts.ts';
import { localAt } from './body-facts.ts';
import { yieldedBy } from './origins.ts';

/** The parameter whose array the expression may yield. */
export function lentArrayOf(facts: BodyFacts, expr: HirExpr): LocalId | undefined {
  return search({ facts, visiting: new Set() }, expr);
}

interface Search {
  readonly facts: BodyFacts;
  readonly visiting: Set<LocalId>;
}

function search(state: Search, expr: HirExpr): LocalId | undefined {
  if (!mayBeReadArray(state.facts, expr.type)) return undefined;
  switch (expr.kind) {
    case 'local':
    case 'let':
    case 'assignLocal':
    case 'consumeLocal':
      return searchLocal(state, expr.local);
    case 'convert':
    case 'cast':
    case 'try':
      return search(state, expr.operand);
    case 'some':
    case 'inject':
      return search(state, expr.value);
    case 'slice':
      return search(state, expr.object);
    case 'callFunction':
      return expr.borrowed ? first(state, expr.args) : undefined;
    case 'callMethod':
      return expr.borrowed ? first(state, expr.args) : undefined;
    case 'if':
    case 'block':
    case 'finish':
    case 'match':
    case 'ifLet':
    case 'coalesce':
      return first(state, yieldedBy(expr));
    default:
      return undefined;
  }
}

function searchLocal(state: Search, local: LocalId): LocalId | undefined {
  const { facts, visiting } = state;
  const { kind, borrowed } = localAt(facts, local);
  if (borrowed && kind === 'parameter') return local;
  if (visiting.has(local)) return undefined;
  visiting.add(local);
  const bindings = facts.values.get(local) ?? [];
  const found = first(
    state,
    bindings.map(({ value }) => value),
  );
  visiting.delete(local);
  return found;
}

function first(state: Search, exprs: readonly HirExpr[]): LocalId | undefined {
  for (const expr of exprs) {
    const found = search(state, expr);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Tuples and structs are made by storing, which nobody does with what is borrowed. */
function mayBeReadArray(facts: BodyFacts, type: Type): boolean {
  switch (type.kind) {
    case 'array':
      return type.isRead;
    case 'parameter':
      return facts.context.profileOf(type, facts.profiles) === 'shared';
    case 'optional':
      return partsOf(type).some((part) => mayBeReadArray(facts, part));
    case 'union':
      return [
        ...type.args,
        ...facts.context.membersOf(type.decl).filter(({ kind }) => kind !== 'parameter'),
      ].some((part) => mayBeReadArray(facts, part));
    default:
      return false;
  }
}
