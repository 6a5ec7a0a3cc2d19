/**
 * Which declaration a call means. With one candidate, each argument is checked against its parameter. With
 * several, the arguments are typed once, without a context; then an exact match wins, else the most
 * specific of the candidates that accept them. Literals adapt to the chosen candidate's parameters.
 */
import type { Expr, Range } from '../../syntax/ast.ts';
import type { HirExpr } from '../hir.ts';
import { count } from '../mistake.ts';
import type { Signature } from '../model.ts';
import { isSubtype, substitute } from '../subtype.ts';
import { printType } from '../type-key.ts';
import type { Type } from '../type.ts';
import type { Checker } from './checker.ts';
import { report, spanOf } from './checker.ts';
import { coerce, isAssignable } from './coercion.ts';
import { ERROR, isSameType } from './primitives.ts';
import { inferTypeArguments } from './type-arguments.ts';

/** A declaration that a call may mean, with the receiver's type arguments already substituted. */
export interface Candidate<T> {
  readonly signature: Signature;
  readonly parameters: readonly Type[];
  readonly result: Type;
  readonly target: T;
}

export interface CallSite {
  /** For messages: `area`, `Circle.area`. */
  readonly name: string;
  /** Where the callee is named. */
  readonly nameRange: Range;
  readonly whole: Range;
  readonly args: readonly Expr[];
  /** Explicit type arguments; empty where they are to be inferred. */
  readonly typeArgs: readonly Type[];
  readonly expected: Type | undefined;
}

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
  const instance = explicit ?? (isInferred ? inferredInstance(checker, candidate, { site, values }) : undefined);
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
  if (chosen !== undefined) return { ...chosen, args: coerceArguments(checker, chosen, { site, values }) };
  if (!values.some((value) => value.type.kind === 'error')) {
    reportUnresolved(checker, instances.length > 0 ? instances.map((it) => it.candidate) : candidates, {
      site,
      values,
      isAmbiguous: instances.length > 0,
    });
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
    const inferred = inferTypeArguments(checker, signature, { args: values, expected: site.expected });
    typeArgs = inferred.filter((type) => type !== undefined && type.kind !== 'void');
    if (typeArgs.length < typeParameters.length) return undefined;
  }
  const instance = instantiate(candidate, typeArgs);
  const accepts = values.every((value, index) =>
    isAssignable(checker, value, instance.parameters[index] ?? ERROR),
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
      return value !== undefined && isSameType(parameter, value.type);
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
    parameters: typeArgs.length === 0 ? parameters : parameters.map((type) => substitute(type, decl, typeArgs)),
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
  const given = count(site.typeArgs.length, 'type argument');
  report(checker, 'E0311', spanOf(checker, site.nameRange), `Wrong number of type arguments for \`${site.name}\``, {
    notes: [
      wanted === 0
        ? `\`${site.name}\` is not generic, but ${given} ${site.typeArgs.length === 1 ? 'is' : 'are'} given.`
        : `It takes ${wanted}; ${given} ${site.typeArgs.length === 1 ? 'is' : 'are'} given. Without any, they are inferred.`,
    ],
  });
  return undefined;
}

function inferredInstance<T>(
  checker: Checker,
  candidate: Candidate<T>,
  { site, values }: { readonly site: CallSite; readonly values: readonly HirExpr[] },
): Instance<T> | undefined {
  const { signature } = candidate;
  const inferred = inferTypeArguments(checker, signature, { args: values, expected: site.expected });
  const typeArgs: Type[] = [];
  for (const [index, type] of inferred.entries()) {
    if (type !== undefined && type.kind !== 'void') {
      typeArgs.push(type);
    } else if (!values.some((value) => value.type.kind === 'error')) {
      const name = signature.typeParameters[index]?.name ?? '';
      const names = signature.typeParameters.map((parameter) => parameter.name).join(', ');
      report(checker, 'E0310', spanOf(checker, site.nameRange), `The type argument \`${name}\` cannot be inferred`, {
        notes:
          type === undefined
            ? [`No argument says what it is; write it: \`${site.name}<${names}>(…)\`.`]
            : ['An argument has type `void`, which has no values.'],
      });
      return undefined;
    } else {
      return undefined;
    }
  }
  return instantiate(candidate, typeArgs);
}

function coerceArguments<T>(
  checker: Checker,
  instance: Instance<T>,
  { site, values }: { readonly site: CallSite; readonly values: readonly HirExpr[] },
): readonly HirExpr[] {
  return values.map((value, index) => {
    const target = instance.parameters[index] ?? ERROR;
    const range = site.args[index] ?? site.whole;
    const name = instance.candidate.signature.parameters[index]?.name ?? '';
    const details = { notes: [`It is passed for parameter \`${name}\` of \`${site.name}\`.`] };
    return coerce(checker, value, { target, range, details });
  });
}

function reportArgumentCount<T>(checker: Checker, candidate: Candidate<T>, site: CallSite): void {
  const wanted = candidate.parameters.length;
  const given = site.args.length;
  const first = site.args[wanted];
  const last = site.args[given - 1];
  const range = first !== undefined && last !== undefined ? { from: first.from, to: last.to } : site.whole;
  const message = `\`${site.name}\` takes ${count(wanted, 'argument')}, but ${given} ${given === 1 ? 'is' : 'are'} given`;
  report(checker, 'E0307', spanOf(checker, range), message, {
    notes: [`It is declared as \`${printCandidate(candidate, site.name)}\`.`],
  });
}

function reportUnresolved<T>(
  checker: Checker,
  candidates: readonly Candidate<T>[],
  { site, values, isAmbiguous }: {
    readonly site: CallSite;
    readonly values: readonly HirExpr[];
    readonly isAmbiguous: boolean;
  },
): void {
  const given = values.map((value) => printType(value.type)).join(', ');
  const message = isAmbiguous
    ? `The call of \`${site.name}\` is ambiguous`
    : `No overload of \`${site.name}\` takes (${given})`;
  const intro = isAmbiguous ? 'Each of these accepts the arguments, and none is more specific' : 'There are';
  const list = candidates.map((candidate) => `\`${printCandidate(candidate, site.name)}\``).join(', ');
  report(checker, isAmbiguous ? 'E0309' : 'E0308', spanOf(checker, isAmbiguous ? site.nameRange : site.whole), message, {
    notes: [`${intro}: ${list}.`],
  });
}

function printCandidate<T>({ signature, parameters, result }: Candidate<T>, name: string): string {
  const { typeParameters } = signature;
  const generic = typeParameters.length === 0 ? '' : `<${typeParameters.map((it) => it.name).join(', ')}>`;
  const list = parameters.map((type, index) => `${printType(type)} ${signature.parameters[index]?.name ?? ''}`);
  return `${printType(result)} ${name}${generic}(${list.join(', ')})`;
}
