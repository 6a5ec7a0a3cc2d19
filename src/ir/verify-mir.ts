/**
 * Checks what every unit promises (see mir.ts): the graph's shape, definitions before uses, types,
 * and scopes and locks that are closed on every way out. A violation is a bug in whatever made the
 * unit.
 */
import type { MirFunction, MirUnit } from './mir.ts';
import { taskSymbol } from './symbol.ts';
import { verifyDefinitions } from './verify/definitions.ts';
import { verifyGraph } from './verify/graph.ts';
import { verifyScopes } from './verify/scopes.ts';
import { verifyTypes } from './verify/types.ts';
import type { Report, VerifierRule, Violation } from './verify/violation.ts';

/**
 * Empty for a valid unit. Rules that others rest on come first: a broken graph is not checked
 * further.
 */
export function verifyUnit(unit: MirUnit): Violation[] {
  const violations = verifyHeads(unit);
  for (const fn of unit.functions) verifyFunction(unit, fn, violations);
  return violations;
}

function verifyFunction(unit: MirUnit, fn: MirFunction, violations: Violation[]): void {
  const before = violations.length;
  const report: Report = (rule, message, block) => {
    const where = block === undefined ? {} : { block };
    violations.push({ rule, function: fn.symbol, ...where, message });
  };
  verifyGraph(fn, report);
  if (violations.length > before) return;
  verifyDefinitions(fn, report);
  if (violations.length > before) return;
  verifyTypes(unit, fn, report);
  verifyScopes(fn, report);
}

function verifyHeads(unit: MirUnit): Violation[] {
  const violations: Violation[] = [];
  if (unit.functions.length === 0) {
    violations.push({ rule: 'functions', function: unit.symbol, message: 'A unit without code' });
  }
  unit.functions.forEach((fn, index) => {
    const violate = (rule: VerifierRule, message: string): void => {
      violations.push({ rule, function: fn.symbol, message });
    };
    const symbol = index === 0 ? unit.symbol : taskSymbol(unit.symbol, index);
    if (fn.symbol !== symbol) violate('functions', `Its symbol should be ${symbol}`);
    if (fn.kind !== (index === 0 ? 'declaration' : 'task')) violate('functions', `A ${fn.kind}`);
    if (fn.parameterCount > fn.locals.length) violate('parameters', 'Parameters without slots');
    const isTask = fn.kind === 'task';
    if (isTask && fn.result.kind !== 'void') violate('parameters', 'A task with a result');
  });
  return violations;
}
