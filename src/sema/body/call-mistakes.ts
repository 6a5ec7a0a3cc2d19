/** Messages about calls that mean no declaration, or several. */
import type { HirExpr } from '../hir.ts';
import { count } from '../mistake.ts';
import type { CallSignature } from '../model.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { CallSite, Candidate } from './candidate.ts';
import type { Checker } from './checker.ts';
import { report, spanOf } from './checker.ts';

/** One candidate, and too many or too few arguments; points at the ones too many. */
export function reportArgumentCount<T>(
  checker: Checker,
  candidate: Candidate<T>,
  site: CallSite,
): void {
  const wanted = candidate.parameters.length;
  const given = site.args.length;
  const first = site.args[wanted];
  const last = site.args[given - 1];
  const range =
    first !== undefined && last !== undefined ? { from: first.from, to: last.to } : site.whole;
  const message = `\`${site.name}\` takes ${count(wanted, 'argument')}, but ${given} ${given === 1 ? 'is' : 'are'} given`;
  report(checker, 'E0307', spanOf(checker, range), message, {
    notes: [`It is declared as \`${printCandidate(checker, candidate, site.name)}\`.`],
  });
}

/** Explicit type arguments of a function that takes `wanted` of them. */
export function reportTypeArgumentCount(checker: Checker, wanted: number, site: CallSite): void {
  const { length } = site.typeArgs;
  const given = `${count(length, 'type argument')} ${length === 1 ? 'is' : 'are'} given`;
  const message = `Wrong number of type arguments for \`${site.name}\``;
  report(checker, 'E0311', spanOf(checker, site.nameRange), message, {
    notes: [
      wanted === 0
        ? `\`${site.name}\` is not generic, but ${given}.`
        : `It takes ${wanted}; ${given}. Without any, they are inferred.`,
    ],
  });
}

/** A type parameter that neither the arguments nor the expected type give a meaning. */
export function reportNotInferred(
  checker: Checker,
  {
    signature,
    inferred,
    site,
  }: {
    readonly signature: CallSignature;
    readonly inferred: readonly (Type | undefined)[];
    readonly site: CallSite;
  },
): void {
  const index = inferred.findIndex((type) => type === undefined || type.kind === 'void');
  const name = signature.typeParameters[index]?.name ?? '';
  const names = signature.typeParameters.map((parameter) => parameter.name).join(', ');
  const message = `The type argument \`${name}\` cannot be inferred`;
  report(checker, 'E0310', spanOf(checker, site.nameRange), message, {
    notes: [
      inferred[index] === undefined
        ? `No argument says what it is; write it: \`${site.name}<${names}>(…)\`.`
        : 'An argument has type `void`, which has no values.',
    ],
  });
}

/** None of several candidates takes the arguments, or several do. */
export function reportUnresolved<T>(
  checker: Checker,
  candidates: readonly Candidate<T>[],
  {
    site,
    values,
    isAmbiguous,
  }: {
    readonly site: CallSite;
    readonly values: readonly HirExpr[];
    readonly isAmbiguous: boolean;
  },
): void {
  const given = values.map((value) => printType(value.type)).join(', ');
  const message = isAmbiguous
    ? `The call of \`${site.name}\` is ambiguous`
    : `No overload of \`${site.name}\` takes (${given})`;
  const intro = isAmbiguous
    ? 'Each of these accepts the arguments, and none is more specific'
    : 'There are';
  const list = candidates
    .map((candidate) => `\`${printCandidate(checker, candidate, site.name)}\``)
    .join(', ');
  report(
    checker,
    isAmbiguous ? 'E0309' : 'E0308',
    spanOf(checker, isAmbiguous ? site.nameRange : site.whole),
    message,
    {
      notes: [`${intro}: ${list}.`],
    },
  );
}

function printCandidate<T>(
  checker: Checker,
  { signature, parameters, result }: Candidate<T>,
  name: string,
): string {
  const { typeParameters } = signature;
  const generic =
    typeParameters.length === 0 ? '' : `<${typeParameters.map((it) => it.name).join(', ')}>`;
  const names = checker.ctx.parameterNames(signature.decl);
  const list = parameters.map((type, index) => `${printType(type)} ${names[index] ?? ''}`);
  return `${printType(result)} ${name}${generic}(${list.join(', ')})`;
}
