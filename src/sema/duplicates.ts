/**
 * Which declarations of one name are one too many. Exact sets: every repetition is found, whatever
 * the order.
 */

import type { DeclId } from '../base/ids.ts';
import { parseDeclId } from '../base/ids.ts';
import type { CallSignature } from './model.ts';
import { substitute } from './subtype.ts';
import type { Type } from './type.ts';
import { typeKey } from './type-key.ts';

export interface Duplicate {
  readonly decl: DeclId;
  /** The first declaration, which stays valid. */
  readonly earlier: DeclId;
}

/** All but the first. */
export function duplicatesOf(decls: readonly DeclId[]): readonly Duplicate[] {
  const [earlier, ...rest] = decls;
  return earlier === undefined ? [] : rest.map((decl) => ({ decl, earlier }));
}

/**
 * All with the same parameter types as an earlier one. Result types and parameter names do not
 * count.
 */
export function duplicateSignatures(signatures: readonly CallSignature[]): readonly Duplicate[] {
  const firstWith = new Map<string, DeclId>();
  const duplicates: Duplicate[] = [];
  for (const signature of signatures) {
    if (signature.parameters.some(({ type }) => type.kind === 'error')) continue;
    const key = parametersKey(signature);
    const earlier = firstWith.get(key);
    if (earlier === undefined) firstWith.set(key, signature.decl);
    else duplicates.push({ decl: signature.decl, earlier });
  }
  return duplicates;
}

/** Type keys of the parameters, in which the signature's own type parameters are numbers. */
function parametersKey({ decl, typeParameters, parameters }: CallSignature): string {
  const numbered = typeParameters.map(
    (_, index): Type => ({ kind: 'parameter', owner: anyOwner, index, name: '' }),
  );
  return parameters.map(({ type }) => typeKey(substitute(type, decl, numbered))).join(',');
}

const anyOwner = parseDeclId('');
