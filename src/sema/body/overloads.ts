/**
 * Which declaration a call means. With one candidate, each argument is checked against its parameter. With
 * several, the arguments are typed once, without a context; then an exact match wins, else the most
 * specific of the candidates that accept them. Literals adapt to the chosen candidate's parameters.
 */

import { equalTypes } from '../equal-types.ts';
import type { HirExpr } from '../hir.ts';
import { isSubtype, substitute } from '../subtype.ts';
import type { Type } from '../type.ts';
import {
  reportArgumentCount,
  reportNotInferred,
  reportTypeArgumentCount,
  reportUnresolved,
} from './call-mistakes.ts';
import type { CallSite, Candidate } from './candidate.ts';
import type { Checker } from './checker.ts';
import { errorNode } from './checker.ts';
import { isAssignable, reportMismatch, tryCoerce } from './coercion.ts';
import { ERROR } from './primitives.ts';
import { inferTypeArguments } from './type-arguments.ts';

export interface Resolved<T> {
  readonly candidate: Candidate<T>;
  readonly typeArgs: readonly Type[];
  /** Of the instance that is called; each argument has exactly its parameter's type. */
  readonly parameters: readonly Type[];
  readonly args: readonly HirExpr[];
  readonly result: Type;
}

/** The candidate's own type parameters replaced; what a call of it takes and yields. */
interface Instance<T> {
  readonly candidate: Candidate<T>;
  readonly typeArgs: readonly Type[];
  readonly parameters: readonly Type[];
  readonly result: Type;
}

/** Resolves the call; undefined where it was reported (or an argument was) and the callee stays unknown. */
export function resolveCall<T>(
  checker: Checker,
  candidates: readonly Candidate<T>[],
  site: CallSite,
): Resolved<T> | undefined {
  const [only, ...others] = candidates;
  if (only === undefined || others.length > 0) return resolveOverloaded(checker, candidates, site);
  return resolveSingle(checker, only, site);
}

function resolveSingle<T>(
  checker: Checker,
  candidate: Candidate<T>,
  site: CallSite,
): Resolved<T> | undefined {
  const { signature } = candidate;
  const isGeneric = signature.typeParameters.length > 0;
  const isInferred = isGeneric && site.typeArgs.length === 0;
  const explicit = isInferred ? undefined : explicitInstance(checker, candidate, site);
  const values = site.args.map((argument, index) =>
    checker.expr(checker, argument, explicit?.parameters[index]),
  );
  if (values.length !== candidate.parameters.length) {
    reportArgumentCount(checker, candidate, site);
    return undefined;
  }
  const instance =
    explicit ?? (isInferred ? inferredInstance(checker, candidate, { site, values }) : undefined);
  return instance && { ...instance, args: coerceArguments(checker, instance, { site, values }) };
}

function resolveOverloaded<T>(
  checker: Checker,
  candidates: readonly Candidate<T>[],
  site: CallSite,
): Resolved<T> | undefined {
  const values = site.args.map((argument) => checker.expr(checker, argument, undefined));
  const instances = candidates.flatMap((candidate): Instance<T>[] => {
    const instance = applicableInstance(checker, candidate, { site, values });
    return instance === undefined ? [] : [instance];
  });
  const chosen = chooseInstance(checker, instances, values);
  if (chosen !== undefined)
    return { ...chosen, args: coerceArguments(checker, chosen, { site, values }) };
  if (!values.some((value) => value.type.kind === 'error')) {
    reportUnresolved(
      checker,
      instances.length > 0 ? instances.map((it) => it.candidate) : candidates,
      {
        site,
        values,
        isAmbiguous: instances.length > 0,
      },
    );
  }
  return undefined;
}

/** The candidate with its type arguments, if it accepts `values`; reports nothing. */
function applicableInstance<T>(
  checker: Checker,
  candidate: Candidate<T>,
  { site, values }: { readonly site: CallSite; readonly values: readonly HirExpr[] },
): Instance<T> | undefined {
  const { signature, parameters } = candidate;
  if (values.length !== parameters.length) return undefined;
  const { typeParameters } = signature;
  if (site.typeArgs.length > 0 && site.typeArgs.length !== typeParameters.length) return undefined;
  let typeArgs = site.typeArgs;
  if (typeParameters.length > 0 && typeArgs.length === 0) {
    const inferred = inferTypeArguments(checker, signature, {
      args: values,
      expected: site.expected,
    });
    typeArgs = inferred.filter((type) => type !== undefined && type.kind !== 'void');
    if (typeArgs.length < typeParameters.length) return undefined;
  }
  const instance = instantiate(candidate, typeArgs);
  const accepts = values.every(
    (value, index) =>
      isAssignable(checker, value, instance.parameters[index] ?? ERROR) ||
      isLendable(value, { candidate, index, target: instance.parameters[index] }),
  );
  return accepts ? instance : undefined;
}

function chooseInstance<T>(
  checker: Checker,
  instances: readonly Instance<T>[],
  values: readonly HirExpr[],
): Instance<T> | undefined {
  if (instances.length < 2) return instances[0];
  if (values.some((value) => value.type.kind === 'error')) return undefined;
  const exact = instances.filter((instance) =>
    instance.parameters.every((parameter, index) => {
      const value = values[index];
      return value !== undefined && equalTypes(parameter, value.type);
    }),
  );
  if (exact.length === 1) return exact[0];
  const pool = exact.length > 0 ? exact : instances;
  return pool.find((instance) =>
    pool.every((other) => other === instance || isMoreSpecific(checker, instance, other)),
  );
}

/**
 * Every parameter of `a` is a subtype of that of `b`; between equal ones, the less generic is more specific.
 * Exact duplicates, which their declarations report, count as more specific than each other.
 */
function isMoreSpecific<T>(checker: Checker, a: Instance<T>, b: Instance<T>): boolean {
  const isBelow = (lower: Instance<T>, upper: Instance<T>): boolean =>
    lower.parameters.every((parameter, index) =>
      isSubtype(checker.ctx, parameter, upper.parameters[index] ?? ERROR),
    );
  if (!isBelow(a, b)) return false;
  return !isBelow(b, a) || a.typeArgs.length <= b.typeArgs.length;
}

function instantiate<T>(candidate: Candidate<T>, typeArgs: readonly Type[]): Instance<T> {
  const { signature, parameters, result } = candidate;
  const { decl } = signature;
  return {
    candidate,
    typeArgs,
    parameters:
      typeArgs.length === 0
        ? parameters
        : parameters.map((type) => substitute(type, decl, typeArgs)),
    result: substitute(result, decl, typeArgs),
  };
}

/** The instance that explicit type arguments name; the candidate itself where it is not generic. */
function explicitInstance<T>(
  checker: Checker,
  candidate: Candidate<T>,
  site: CallSite,
): Instance<T> | undefined {
  const wanted = candidate.signature.typeParameters.length;
  if (site.typeArgs.length === wanted) return instantiate(candidate, site.typeArgs);
  reportTypeArgumentCount(checker, wanted, site);
  return undefined;
}

function inferredInstance<T>(
  checker: Checker,
  candidate: Candidate<T>,
  { site, values }: { readonly site: CallSite; readonly values: readonly HirExpr[] },
): Instance<T> | undefined {
  const { signature } = candidate;
  const inferred = inferTypeArguments(checker, signature, {
    args: values,
    expected: site.expected,
  });
  const typeArgs = inferred.filter((type) => type !== undefined && type.kind !== 'void');
  if (typeArgs.length === inferred.length) return instantiate(candidate, typeArgs);
  const isMistaken = values.some((value) => value.type.kind === 'error');
  if (!isMistaken) reportNotInferred(checker, { signature, inferred, site });
  return undefined;
}

interface Lending<T> {
  readonly candidate: Candidate<T>;
  readonly index: number;
  readonly target: Type | undefined;
}

/** Whether `value`, a `T[]`, may stand for a `borrowed read T[]`. */
function isLendable<T>({ type }: HirExpr, { candidate, index, target }: Lending<T>): boolean {
  const declared = candidate.signature.parameters[index];
  if (declared?.borrowed !== true || declared.type.kind !== 'array' || !declared.type.isRead) {
    return false;
  }
  if (type.kind !== 'array' || target?.kind !== 'array') return false;
  return !type.isRead && equalTypes(type.element, target.element);
}

function lend<T>(value: HirExpr, lending: Lending<T>): HirExpr | undefined {
  const { target } = lending;
  if (target === undefined || !isLendable(value, lending)) return undefined;
  return { kind: 'convert', type: target, operand: value, at: value.at };
}

function coerceArguments<T>(
  checker: Checker,
  instance: Instance<T>,
  { site, values }: { readonly site: CallSite; readonly values: readonly HirExpr[] },
): readonly HirExpr[] {
  return values.map((value, index) => {
    const target = instance.parameters[index] ?? ERROR;
    const converted =
      tryCoerce(checker, value, target) ??
      lend(value, { candidate: instance.candidate, index, target });
    if (converted !== undefined) return converted;
    const name = checker.ctx.parameterNames(instance.candidate.signature.decl)[index] ?? '';
    reportMismatch(checker, {
      expected: target,
      found: value.type,
      range: site.args[index] ?? site.whole,
      details: { notes: [`It is passed for parameter \`${name}\` of \`${site.name}\`.`] },
    });
    return errorNode(value.at, target);
  });
}
