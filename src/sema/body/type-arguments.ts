/** Type arguments of calls to generic functions: from the values given, then from the type expected. */
import type { DeclId } from '../../base/ids.ts';
import type { HirExpr } from '../hir.ts';
import type { CallSignature } from '../model.ts';
import { asSuperclass, commonSupertype } from '../subtype.ts';
import type { Type } from '../type.ts';
import { partsOf } from '../type-parts.ts';
import type { Checker } from './checker.ts';
import { membersOf } from './unions.ts';

/**
 * What each type parameter of `signature` stands for; `undefined` where neither the arguments nor the
 * expected type say. Literals, which adapt, are asked last.
 */
export function inferTypeArguments(
  checker: Checker,
  signature: CallSignature,
  { args, expected }: { readonly args: readonly HirExpr[]; readonly expected: Type | undefined },
): readonly (Type | undefined)[] {
  const found: (Type | undefined)[] = signature.typeParameters.map(() => undefined);
  const inference: Inference = { checker, owner: signature.decl, found };
  const flexible: number[] = [];
  for (const [index, argument] of args.entries()) {
    const parameter = signature.parameters[index];
    if (parameter === undefined) continue;
    if (checker.flexible.has(argument)) flexible.push(index);
    else match(inference, parameter.type, argument.type);
  }
  if (expected !== undefined && expected.kind !== 'error')
    matchMissing(inference, signature.result, expected);
  for (const index of flexible) {
    const parameter = signature.parameters[index];
    const argument = args[index];
    if (parameter && argument) matchMissing(inference, parameter.type, argument.type);
  }
  return found;
}

interface Inference {
  readonly checker: Checker;
  readonly owner: DeclId;
  readonly found: (Type | undefined)[];
}

/** A value of type `given` is passed for a `pattern`: at its top, several values may join in a supertype. */
function match(inference: Inference, pattern: Type, given: Type): void {
  const { checker, owner, found } = inference;
  if (pattern.kind === 'parameter' && pattern.owner === owner) {
    if (given.kind === 'never') return;
    const earlier = found[pattern.index];
    found[pattern.index] =
      earlier === undefined ? given : (commonSupertype(checker.ctx, earlier, given) ?? earlier);
    return;
  }
  if (pattern.kind === 'class' && given.kind === 'class') {
    const seen = asSuperclass(checker.ctx, given, pattern.decl);
    if (seen !== undefined) matchArguments(inference, pattern.args, seen.args);
  } else if (pattern.kind === 'optional') {
    match(inference, pattern.value, given.kind === 'optional' ? given.value : given);
  } else if (pattern.kind === 'union' && given.kind !== 'union') {
    for (const member of membersOf(checker, pattern)) matchMissing(inference, member, given);
  } else {
    matchMissing(inference, pattern, given);
  }
}

/** `match` that binds only what is still unknown. */
function matchMissing(inference: Inference, pattern: Type, given: Type): void {
  // `none` and `[]` say nothing.
  if (given.kind === 'error') return;
  if (pattern.kind === 'parameter' && pattern.owner === inference.owner) {
    inference.found[pattern.index] ??= given;
  } else if (pattern.kind === 'optional' && given.kind !== 'optional') {
    matchMissing(inference, pattern.value, given);
  } else if (isSameKind(pattern, given)) {
    matchArguments(inference, partsOf(pattern), partsOf(given));
  }
}

function isSameKind(pattern: Type, given: Type): boolean {
  if (pattern.kind !== given.kind) return false;
  return !('decl' in pattern) || ('decl' in given && pattern.decl === given.decl);
}

/** What is inside a type is invariant: nothing joins there. */
function matchArguments(
  inference: Inference,
  patterns: readonly Type[],
  given: readonly Type[],
): void {
  for (const [index, pattern] of patterns.entries()) {
    const type = given[index];
    if (type !== undefined) matchMissing(inference, pattern, type);
  }
}
