/** Types written inside bodies. */
import type { TypeSyntax } from '../../syntax/ast.ts';
import { bodyScope, resolveValueType } from '../resolve-type.ts';
import type { Type } from '../type.ts';
import type { Checker } from './checker.ts';
import { spanOf } from './checker.ts';
import { ERROR, hasError } from './primitives.ts';
import { checkInstances } from './union-instances.ts';

/** The type of values that `syntax` means; `what` begins the message about a `void`: `A variable`. */
export function typeOf(checker: Checker, syntax: TypeSyntax, what: string): Type {
  const { signature, thisType } = checker.owner;
  const type = resolveValueType(checker.ctx, bodyScope(signature, thisType), syntax, what);
  if (hasError(type)) checker.isErroneous = true;
  else if (!checkInstances(checker, type, spanOf(checker, syntax))) return ERROR;
  return type;
}
