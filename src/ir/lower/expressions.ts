/**
 * Dispatch over the kinds of expressions. Operators, field reads and method calls lean to the left
 * in long chains (`a + b + …`, `x.f().g()…`), so their first operands are followed without
 * recursion.
 */
import { assertNever, InternalError } from '../../base/invariant.ts';
import type { HirExpr } from '../../sema/hir.ts';
import type { Operand } from '../mir.ts';
import { zeroOf } from '../operand.ts';
import { arithmetic, comparison, convert, unary } from './arithmetic.ts';
import { lowerArray, lowerJoin, lowerNewArray, lowerSplit } from './arrays.ts';
import { lowerBlock, lowerIf, lowerInto } from './branches.ts';
import { lowerAssert, lowerAssertEqual, lowerPanic } from './builtins.ts';
import { callMethod, lowerCallFunction, lowerInterpolate, lowerPrintf } from './calls.ts';
import { lowerAsync, lowerFinish } from './concurrency.ts';
import { isLogical, lowerLogical, lowerLogicalEffect } from './conditions.ts';
import { lowerExternCall } from './externs.ts';
import { define } from './function-builder.ts';
import { readGlobal } from './globals.ts';
import {
  forgetLocal,
  lowerAssignLocal,
  lowerCompoundLocal,
  lowerConsumeLocal,
  lowerLet,
} from './locals.ts';
import { lowerBreak, lowerContinue, lowerFor, lowerForRange, lowerWhile } from './loops.ts';
import type { Lowering, Value } from './lowering.ts';
import { asOperand, lowerOperand, readLocal } from './lowering.ts';
import { lowerMatch } from './match.ts';
import {
  lowerCoalesce,
  lowerIfLet,
  lowerLetPattern,
  lowerSome,
  lowerTry,
  lowerWhileLet,
} from './optionals.ts';
import { lowerAssignPlace, lowerCompoundPlace } from './places.ts';
import {
  lowerAssignField,
  lowerCompoundField,
  lowerConsumeField,
  lowerNew,
  readField,
} from './references.ts';
import { lowerReturn } from './returns.ts';
import { lowerElement, lowerForEach, lowerLength, lowerSlice } from './sequences.ts';
import { lowerMember, lowerStruct, lowerTuple } from './structs.ts';
import { lowerCast, lowerInject, lowerIs } from './unions.ts';

export function lowerExpression(l: Lowering, expr: HirExpr): Value {
  const spine: Spined[] = [];
  let leaf = expr;
  while (isSpined(leaf)) {
    spine.push(leaf);
    leaf = firstOperand(leaf);
  }
  let value = lowerLeaf(l, leaf);
  let previous: HirExpr = leaf;
  for (let node = spine.pop(); node !== undefined; node = spine.pop()) {
    const first = asOperand(l, value, previous);
    value = complete(l, node, first);
    previous = node;
  }
  return value;
}

/**
 * An expression in statement position: reading a local or a literal does nothing, branches need no
 * value.
 */
export function lowerStatement(l: Lowering, expr: HirExpr): void {
  switch (expr.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'string':
    case 'local':
      return;
    case 'if':
    case 'block':
    case 'match':
      lowerInto(l, expr, { kind: 'nowhere' });
      return;
    case 'consumeLocal':
      forgetLocal(l, expr.local);
      return;
    case 'binary':
      if (isLogical(expr)) lowerLogicalEffect(l, expr);
      else lowerExpression(l, expr);
      return;
    default:
      lowerExpression(l, expr);
  }
}

/** Expressions whose first operand is evaluated first of all. */
type Spined = Extract<
  HirExpr,
  {
    readonly kind:
      | 'binary'
      | 'unary'
      | 'convert'
      | 'field'
      | 'callMethod'
      | 'element'
      | 'slice'
      | 'length';
  }
>;

function isSpined(expr: HirExpr): expr is Spined {
  switch (expr.kind) {
    case 'unary':
    case 'convert':
    case 'field':
    case 'callMethod':
    case 'element':
    case 'slice':
    case 'length':
      return true;
    case 'binary':
      return !isLogical(expr);
    default:
      return false;
  }
}

function firstOperand(node: Spined): HirExpr {
  switch (node.kind) {
    case 'binary':
      return node.left;
    case 'unary':
    case 'convert':
      return node.operand;
    case 'field':
    case 'element':
    case 'slice':
    case 'length':
      return node.object;
    case 'callMethod':
      return node.receiver;
    default:
      return assertNever(node);
  }
}

/** `node`, whose first operand has the value `first`. */
function complete(l: Lowering, node: Spined, first: Operand): Value {
  switch (node.kind) {
    case 'binary': {
      const { type } = node.left;
      const right = lowerOperand(l, node.right);
      return (
        comparison(l, node.operator, { left: first, right, type }) ??
        arithmetic(l, node, { left: first, right })
      );
    }
    case 'unary':
      return unary(l, node.operator, { value: first, type: node.type });
    case 'convert':
      return convert(l, first, { from: node.operand.type, to: node.type });
    case 'field':
      return readField(l, node, first);
    case 'callMethod':
      return callMethod(l, node, first);
    case 'element':
      return lowerElement(l, node, first);
    case 'slice':
      return lowerSlice(l, node, first);
    case 'length':
      return lowerLength(l, node, first);
    default:
      return assertNever(node);
  }
}

function lowerLeaf(l: Lowering, expr: HirExpr): Value {
  switch (expr.kind) {
    case 'int':
    case 'float':
      return { kind: expr.kind, type: expr.type, value: expr.value };
    case 'bool':
      return { kind: 'bool', value: expr.value };
    case 'string':
      return { kind: 'string', value: expr.value };
    case 'local':
      return readLocal(l, expr.local);
    case 'new':
      return lowerNew(l, expr);
    case 'let':
      return lowerLet(l, expr);
    case 'assignLocal':
      return lowerAssignLocal(l, expr);
    case 'assignField':
      return lowerAssignField(l, expr);
    case 'compoundLocal':
      return lowerCompoundLocal(l, expr);
    case 'compoundField':
      return lowerCompoundField(l, expr);
    case 'consumeLocal':
      return lowerConsumeLocal(l, expr);
    case 'consumeField':
      return lowerConsumeField(l, expr);
    case 'callFunction':
      return lowerCallFunction(l, expr);
    case 'printf':
      return void lowerPrintf(l, expr);
    case 'interpolate':
      return lowerInterpolate(l, expr);
    case 'if':
      return lowerIf(l, expr);
    case 'while':
      return void lowerWhile(l, expr);
    case 'for':
      return void lowerFor(l, expr);
    case 'forRange':
      return void lowerForRange(l, expr);
    case 'block':
      return lowerBlock(l, expr.block);
    case 'finish':
      return lowerFinish(l, expr);
    case 'async':
      return void lowerAsync(l, expr);
    case 'return':
      return void lowerReturn(l, expr);
    case 'break':
      return void lowerBreak(l, expr);
    case 'continue':
      return void lowerContinue(l, expr);
    case 'binary':
      return lowerLogical(l, expr);
    case 'struct':
      return lowerStruct(l, expr);
    case 'member':
      return lowerMember(l, expr);
    case 'inject':
      return lowerInject(l, expr);
    case 'is':
      return lowerIs(l, expr);
    case 'cast':
      return lowerCast(l, expr);
    case 'match':
      return lowerMatch(l, expr);
    case 'none':
      return zeroOf(expr.type);
    case 'some':
      return lowerSome(l, expr);
    case 'coalesce':
      return lowerCoalesce(l, expr);
    case 'try':
      return lowerTry(l, expr);
    case 'ifLet':
      return lowerIfLet(l, expr);
    case 'whileLet':
      return void lowerWhileLet(l, expr);
    case 'letPattern':
      return void lowerLetPattern(l, expr);
    case 'tuple':
      return lowerTuple(l, expr);
    case 'array':
      return lowerArray(l, expr);
    case 'newArray':
      return lowerNewArray(l, expr);
    case 'split':
      return lowerSplit(l, expr);
    case 'join':
      return lowerJoin(l, expr);
    case 'freeze':
      return convert(l, lowerOperand(l, expr.array), { from: expr.from, to: expr.type });
    case 'forEach':
      return void lowerForEach(l, expr);
    case 'hash': {
      const value = lowerOperand(l, expr.operand);
      const { type } = expr.operand;
      return define(l.builder, expr.type, (dest) => ({ op: 'hash', dest, value, type }));
    }
    case 'constant':
      return { kind: 'constant', type: expr.type, value: expr.value };
    case 'global':
      return readGlobal(l, { ...expr, path: [] });
    case 'assignPlace':
      return lowerAssignPlace(l, expr);
    case 'compoundPlace':
      return lowerCompoundPlace(l, expr);
    case 'callExtern':
      return lowerExternCall(l, expr);
    case 'panic':
      return void lowerPanic(l, expr);
    case 'assert':
      return void lowerAssert(l, expr);
    case 'assertEqual':
      return void lowerAssertEqual(l, expr);
    case 'field':
    case 'callMethod':
    case 'unary':
    case 'convert':
    case 'element':
    case 'slice':
    case 'length':
    case 'error':
      throw new InternalError(`A leaf of kind ${expr.kind}`);
    default:
      return assertNever(expr);
  }
}
