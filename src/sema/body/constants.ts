/**
 * Constants and global variables as values, and the initializers of both. A constant is its value wherever it
 * is named: who uses it depends on the value, not on how it was computed.
 */
import type { DeclId } from '../../base/ids.ts';
import type { Expr, Range } from '../../syntax/ast.ts';
import type { Binding } from '../context.ts';
import type { HirExpr } from '../hir.ts';
import type { Signature } from '../model.ts';
import type { Type } from '../type.ts';
import type { Checker } from './checker.ts';
import { errorNode, noteForeign, report, spanOf } from './checker.ts';
import { coerce } from './coercion.ts';

/** The value that `bindings` name, if it is that of a constant or global variable. */
export function readDeclared(
  checker: Checker,
  bindings: readonly Binding[],
  at: number,
): HirExpr | undefined {
  for (const binding of bindings) {
    if (binding.kind === 'constant') return readConstant(checker, binding.decl, at);
    if (binding.kind === 'global') return readGlobal(checker, binding.decl, at);
  }
  return undefined;
}

/** A constant cannot be written: reports an attempt to. */
export function reportConstantWrite(
  checker: Checker,
  { name, range, verb }: { readonly name: string; readonly range: Range; readonly verb: string },
): void {
  report(
    checker,
    'E0260',
    spanOf(checker, range),
    `\`${name}\` is a constant and cannot be ${verb}`,
    {
      notes: ['A global variable is declared `locked var` or `local var`.'],
    },
  );
}

/** What the check of an initializer goes by: a function without parameters whose result is the variable's type. */
export function initializerSignature(decl: DeclId, name: string, type: Type): Signature {
  return {
    decl,
    kind: 'function',
    name,
    typeParameters: [],
    parameters: [],
    result: type,
    borrowed: false,
    capabilities: [],
  };
}

/** The value of an initializer as one of the declared type. */
export function checkInitializer(checker: Checker, syntax: Expr, type: Type): HirExpr {
  const value = checker.expr(checker, syntax, type);
  // Nobody else has the array, so that it may be shared from now on.
  const isFresh =
    type.kind === 'array' && type.isRead && value.type.kind === 'array' && !value.type.isRead;
  const frozen: HirExpr =
    isFresh && value.type.kind === 'array'
      ? {
          kind: 'freeze',
          type: { ...value.type, isRead: true },
          array: value,
          from: value.type,
          at: value.at,
        }
      : value;
  return coerce(checker, frozen, { target: type, range: syntax });
}

function readConstant(checker: Checker, decl: DeclId, at: number): HirExpr {
  const constant = checker.ctx.constant(decl);
  if (constant === undefined) {
    checker.isErroneous = true;
    return errorNode(at);
  }
  const { type, value } = constant;
  switch (value.kind) {
    case 'int':
    case 'string':
      return { kind: value.kind, type, value: value.value, at };
    case 'bool':
      return { kind: 'bool', type, value: value.value, at };
    case 'float':
      return /[in]/.test(value.value)
        ? { kind: 'constant', type, value, at }
        : { kind: 'float', type, value: value.value, at };
    default:
      return { kind: 'constant', type, value, at };
  }
}

function readGlobal(checker: Checker, decl: DeclId, at: number): HirExpr {
  const global = checker.ctx.globalVariable(decl);
  noteForeign(checker, [global.type]);
  return { kind: 'global', type: global.type, global, at };
}
