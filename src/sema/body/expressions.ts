/** The check of every kind of expression, by the file that has its rule. */
import { assertNever } from '../../base/invariant.ts';
import type { Expr } from '../../syntax/ast.ts';
import type { HirExpr } from '../hir.ts';
import type { Type } from '../type.ts';
import { checkArray, checkNewArray } from './arrays.ts';
import { checkAssign, checkConsume } from './assignment.ts';
import { checkNestedLet } from './blocks.ts';
import { checkIf } from './branches.ts';
import { checkCall } from './calls.ts';
import type { Checker } from './checker.ts';
import { errorNode } from './checker.ts';
import { checkAsync, checkFinish } from './concurrency.ts';
import { checkAs } from './conversions.ts';
import { checkUnsafe } from './externs.ts';
import { checkIndex, checkSlice } from './indices.ts';
import { checkString } from './interpolation.ts';
import { checkJump, checkReturn } from './jumps.ts';
import { checkNestedLetPattern } from './let-patterns.ts';
import { checkChar, checkNumber } from './literals.ts';
import { checkFor, checkForIn, checkStrayRange, checkWhile } from './loops.ts';
import { checkMatch } from './match.ts';
import { checkMember } from './members.ts';
import { readName } from './names.ts';
import { checkNew } from './new-object.ts';
import { checkChain, checkUnary } from './operators.ts';
import { checkCoalesce, checkNone, checkTry } from './optionals.ts';
import { BOOL } from './primitives.ts';
import { checkTuple } from './tuples.ts';
import { checkIs } from './type-tests.ts';

export function checkExpr(checker: Checker, syntax: Expr, expected: Type | undefined): HirExpr {
  switch (syntax.kind) {
    case 'int':
    case 'float':
      return checkNumber(checker, syntax, { sign: '', whole: syntax, expected });
    case 'bool':
      return { kind: 'bool', type: BOOL, value: syntax.value, at: syntax.at };
    case 'char':
      return checkChar(syntax);
    case 'string':
      return checkString(checker, syntax);
    case 'name':
      return readName(checker, syntax);
    case 'member':
      return checkMember(checker, syntax);
    case 'call':
      return checkCall(checker, syntax, expected);
    case 'index':
      return checkIndex(checker, syntax);
    case 'slice':
      return checkSlice(checker, syntax);
    case 'try':
      return checkTry(checker, syntax);
    case 'none':
      return checkNone(checker, syntax, expected);
    case 'coalesce':
      return checkCoalesce(checker, syntax, expected);
    case 'array':
      return checkArray(checker, syntax, expected);
    case 'newArray':
      return checkNewArray(checker, syntax, expected);
    case 'tuple':
      return checkTuple(checker, syntax, expected);
    case 'new':
      return checkNew(checker, syntax);
    case 'let':
      return checkNestedLet(checker, syntax);
    case 'letPattern':
      return checkNestedLetPattern(checker, syntax);
    case 'assign':
      return checkAssign(checker, syntax);
    case 'consume':
      return checkConsume(checker, syntax);
    case 'binary':
      return checkChain(checker, syntax);
    case 'unary':
      return checkUnary(checker, syntax, expected);
    case 'as':
      return checkAs(checker, syntax);
    case 'is':
      return checkIs(checker, syntax);
    case 'parenthesized':
      return checker.expr(checker, syntax.inner, expected);
    case 'if':
      return checkIf(checker, syntax, expected);
    case 'while':
      return checkWhile(checker, syntax);
    case 'for':
      return checkFor(checker, syntax);
    case 'forIn':
      return checkForIn(checker, syntax);
    case 'match':
      return checkMatch(checker, syntax, expected);
    case 'range':
      return checkStrayRange(checker, syntax);
    case 'blockExpr':
      return checkBlockExpr(checker, syntax, expected);
    case 'unsafe':
      return checkUnsafe(checker, syntax, expected);
    case 'finish':
      return checkFinish(checker, syntax, expected);
    case 'async':
      return checkAsync(checker, syntax);
    case 'return':
      return checkReturn(checker, syntax);
    case 'break':
    case 'continue':
      return checkJump(checker, syntax);
    case 'error':
      checker.isErroneous = true;
      return errorNode(syntax.at);
    default:
      return assertNever(syntax);
  }
}

function checkBlockExpr(
  checker: Checker,
  syntax: Extract<Expr, { kind: 'blockExpr' }>,
  expected: Type | undefined,
): HirExpr {
  const block = checker.block(checker, syntax.block, expected);
  const node: HirExpr = { kind: 'block', type: block.type, block, at: syntax.at };
  const value = block.yields ? block.statements[block.statements.length - 1] : undefined;
  if (value !== undefined && checker.flexible.has(value)) checker.flexible.add(node);
  return node;
}
