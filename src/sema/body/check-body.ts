/**
 * Type checking of one body: from its syntax tree to a typed one, in one pass. Other declarations are read
 * only through the context. Every mistake is reported once; what it leaves unknown has the error type, which
 * is related to every type and silent.
 */

import { nameSpan } from '../../base/span.ts';
import type { BlockSyntax, Expr } from '../../syntax/ast.ts';
import type { SemaContext } from '../context.ts';
import type { HirBlock, TypedBody } from '../hir.ts';
import type { Signature } from '../model.ts';
import type { ClassType, StructType, Type } from '../type.ts';
import { checkBlock, checkDiscardedBlock } from './blocks.ts';
import type { BodyOwner, Checker } from './checker.ts';
import { noteForeign } from './checker.ts';
import { checkInitializer } from './constants.ts';
import { checkExpr } from './expressions.ts';
import { reportUnsettled } from './literals.ts';
import { newNarrowing } from './narrowing.ts';
import { checkYield } from './result.ts';
import { bindLocal, inScope } from './scope.ts';
import { checkInstances } from './union-instances.ts';

export type { BodyOwner } from './checker.ts';

export function checkBody(ctx: SemaContext, owner: BodyOwner, syntax: BlockSyntax): TypedBody {
  const { signature, thisType } = owner;
  const checker = newChecker(ctx, owner);
  const root = inScope(checker, () => {
    declareParameters(checker, signature, thisType);
    return checkRoot(checker, syntax, signature.result);
  });
  reportUnsettled(checker);
  const { decl, locals, isErroneous } = checker;
  const parameterCount = signature.parameters.length + (thisType === undefined ? 0 : 1);
  const body: TypedBody = { decl, locals, parameterCount, result: signature.result, root };
  return isErroneous ? { ...body, isErroneous: true } : body;
}

/** The value of a constant or global variable, whose type is the signature's result. */
export function checkInitializerBody(ctx: SemaContext, owner: BodyOwner, syntax: Expr): TypedBody {
  const { decl, result } = owner.signature;
  const checker = newChecker(ctx, owner);
  noteForeign(checker, [result]);
  const value = inScope(checker, () => checkInitializer(checker, syntax, result));
  reportUnsettled(checker);
  const { locals, isErroneous } = checker;
  const root: HirBlock = {
    statements: [value],
    yields: true,
    type: result,
    at: syntax.from,
  };
  const body: TypedBody = { decl, locals, parameterCount: 0, result, root };
  return isErroneous ? { ...body, isErroneous: true } : body;
}

function newChecker(ctx: SemaContext, owner: BodyOwner): Checker {
  return {
    ctx,
    owner,
    decl: owner.signature.decl,
    locals: [],
    taskOfLocal: [],
    scopes: [],
    tasks: [{ captures: new Set(), openFinishes: 0 }],
    loops: [],
    loopCount: 0,
    unsafeDepth: 0,
    isErroneous: false,
    flexible: new Set(),
    unsettled: new Map(),
    operandTypes: undefined,
    lockedCapabilities: new Map(),
    narrowing: newNarrowing(),
    expr: checkExpr,
    block: checkBlock,
  };
}

/** `this` and the parameters; of two with one name, which the signature reports, the first counts. */
function declareParameters(
  checker: Checker,
  signature: Signature,
  thisType: ClassType | StructType | undefined,
): void {
  const { locals } = checker;
  const types = [signature.result, ...signature.parameters.map(({ type }) => type)];
  noteForeign(checker, types);
  for (const type of types) checkInstances(checker, type, nameSpan(checker.decl));
  if (thisType !== undefined) {
    locals.push({ name: 'this', type: thisType, kind: 'this', borrowed: false, at: 0 });
  }
  for (const { name, type, borrowed } of signature.parameters) {
    locals.push({ name, type, kind: 'parameter', borrowed, at: 0 });
  }
  for (let id = locals.length - 1; id >= 0; id--) {
    checker.taskOfLocal.push(0);
    bindLocal(checker, id);
  }
}

/** The body's value becomes the result; a `void` function discards it. */
function checkRoot(checker: Checker, syntax: BlockSyntax, result: Type): HirBlock {
  if (result.kind === 'void') return checkDiscardedBlock(checker, syntax);
  return checkYield(checker, syntax, checkBlock(checker, syntax, result));
}
