/** Calls of functions, of functions of other modules, and of methods. */
import type { DeclId } from '../../base/ids.ts';
import type { Expr, Name, Range } from '../../syntax/ast.ts';
import type { Binding } from '../context.ts';
import { foreignFunction } from '../foreign-names.ts';
import type { HirExpr } from '../hir.ts';
import type { MethodSlot } from '../model.ts';
import { substitute, substituteClass } from '../subtype.ts';
import { didYouMean } from '../suggest.ts';
import type { ClassType, StructType, Type } from '../type.ts';
import { printType } from '../type-key.ts';
import { checkJoin, checkSplit } from './arrays.ts';
import { checkBuiltin } from './builtins.ts';
import type { CallSite, Candidate } from './candidate.ts';
import { checkCheckedArithmetic } from './checked-arithmetic.ts';
import type { Checker } from './checker.ts';
import { errorNode, isMissing, noteForeign, report, spanOf } from './checker.ts';
import { hashOf } from './derived.ts';
import { externCall } from './externs.ts';
import type { MemberSyntax } from './members.ts';
import { classOf, mayBeInherited } from './members.ts';
import type { NameSyntax } from './names.ts';
import { isBroken, moduleNamed, publicBindings, suggestName } from './names.ts';
import { resolveCall } from './overloads.ts';
import { checkPrintf } from './printf.ts';
import { findLocal } from './scope.ts';
import {
  checkConstruction,
  isOfStruct,
  reportUnknownStructMethod,
  structMethodCandidates,
} from './structs.ts';
import { typeOf } from './types.ts';

export type CallSyntax = Extract<Expr, { kind: 'call' }>;

export function checkCall(
  checker: Checker,
  syntax: CallSyntax,
  expected: Type | undefined,
): HirExpr {
  const { callee } = syntax;
  switch (callee.kind) {
    case 'name':
      return callee.name === 'printf'
        ? checkPrintf(checker, syntax)
        : checkNamedCall(checker, syntax, { callee, expected });
    case 'member': {
      const module = moduleNamed(checker, callee.object);
      if (module === undefined) return checkMethodCall(checker, syntax, { callee, expected });
      const bindings = publicBindings(checker, module, callee.name);
      if (bindings.length === 0) return abandon(checker, syntax);
      return callFunctions(checker, bindings, { syntax, name: callee.name, expected });
    }
    default: {
      const { type } = checker.expr(checker, callee, undefined);
      if (type.kind !== 'error') {
        report(
          checker,
          'E0340',
          spanOf(checker, callee),
          `A value of type \`${printType(type)}\` cannot be called`,
        );
      }
      return abandon(checker, syntax);
    }
  }
}

function checkNamedCall(
  checker: Checker,
  syntax: CallSyntax,
  { callee, expected }: { readonly callee: NameSyntax; readonly expected: Type | undefined },
): HirExpr {
  const name: Name = { text: callee.name, from: callee.from, to: callee.to };
  const bindings = checker.ctx.lookup(checker.owner.module, callee.name);
  if (bindings.length > 0) return callFunctions(checker, bindings, { syntax, name, expected });
  const local = findLocal(checker, callee.name);
  const [operand] = syntax.args;
  if (local === undefined && callee.name === 'hash' && operand && syntax.args.length === 1) {
    const value = checker.expr(checker, operand, undefined);
    return hashOf(checker, value, { at: syntax.at, range: operand });
  }
  if (local === undefined && callee.name === 'join') return checkJoin(checker, syntax);
  const builtin = local === undefined ? checkBuiltin(checker, syntax, callee.name) : undefined;
  if (builtin !== undefined) return builtin;
  if (local === undefined) {
    report(checker, 'E0302', spanOf(checker, callee), `Unknown function \`${callee.name}\``, {
      notes: unknownFunctionHints(checker, callee.name),
    });
  } else if (checker.locals[local]?.type.kind !== 'error') {
    report(
      checker,
      'E0340',
      spanOf(checker, callee),
      `\`${callee.name}\` is a variable, not a function`,
    );
  }
  return abandon(checker, syntax);
}

function callFunctions(
  checker: Checker,
  bindings: readonly Binding[],
  {
    syntax,
    name,
    expected,
  }: {
    readonly syntax: CallSyntax;
    readonly name: Name;
    readonly expected: Type | undefined;
  },
): HirExpr {
  const struct = bindings.find((binding) => binding.kind === 'struct');
  if (struct?.kind === 'struct')
    return checkConstruction(checker, syntax, { decl: struct.decl, expected });
  const candidates = bindings.flatMap((binding) =>
    binding.kind === 'function' ? [functionCandidate(checker, binding.decl)] : [],
  );
  if (candidates.length === 0) {
    reportNotAFunction(checker, bindings, name);
    return abandon(checker, syntax);
  }
  const site = callSite(checker, syntax, { name: name.text, nameRange: name, expected });
  const resolved = resolveCall(checker, candidates, site);
  if (resolved === undefined) return errorNode(syntax.at, commonResult(candidates));
  const { candidate, typeArgs, parameters, args, result } = resolved;
  noteForeign(checker, [...parameters, result]);
  const { symbol } = candidate.signature;
  if (symbol !== undefined) {
    return externCall(checker, syntax, { name: name.text, symbol, parameters, args, result });
  }
  const { borrowed } = candidate.signature;
  const callee = candidate.target;
  return {
    kind: 'callFunction',
    type: result,
    callee,
    typeArgs,
    parameters,
    args,
    borrowed,
    at: syntax.at,
  };
}

function checkMethodCall(
  checker: Checker,
  syntax: CallSyntax,
  { callee, expected }: { readonly callee: MemberSyntax; readonly expected: Type | undefined },
): HirExpr {
  const receiver = checker.expr(checker, callee.object, undefined);
  if (isOfStruct(receiver))
    return checkStructMethodCall(checker, syntax, { receiver, callee, expected });
  const builtin = builtinMethod(checker, syntax, { receiver, name: callee.name.text });
  if (builtin !== undefined) return builtin;
  const of = classOf(checker, receiver, callee);
  if (of === undefined) {
    abandon(checker, syntax);
    return errorNode(syntax.at);
  }
  const { name } = callee;
  const slots = checker.ctx.methods(of.decl, name.text);
  if (slots.length === 0) {
    reportUnknownMethod(checker, of, name);
    return abandon(checker, syntax);
  }
  const candidates = slots.map((slot) => methodCandidate(checker, slot, of));
  const site = callSite(checker, syntax, { name: name.text, nameRange: name, expected });
  const resolved = resolveCall(checker, candidates, site);
  if (resolved === undefined) return errorNode(syntax.at, commonResult(candidates));
  const { candidate, parameters, args, result } = resolved;
  noteForeign(checker, [...parameters, result]);
  const { slot, owner } = candidate.target;
  return {
    kind: 'callMethod',
    type: result,
    receiver,
    method: slot.method,
    owner,
    slot: slot.slot,
    parameters,
    args,
    borrowed: candidate.signature.borrowed,
    at: syntax.at,
  };
}

/** Chosen here and called directly: the receiver is the first argument, the struct's type arguments come first. */
function checkStructMethodCall(
  checker: Checker,
  syntax: CallSyntax,
  {
    receiver,
    callee: { name },
    expected,
  }: {
    readonly receiver: HirExpr & { readonly type: StructType };
    readonly callee: MemberSyntax;
    readonly expected: Type | undefined;
  },
): HirExpr {
  const of = receiver.type;
  const candidates = structMethodCandidates(checker, of, name.text);
  if (candidates.length === 0) {
    reportUnknownStructMethod(checker, of, name);
    return abandon(checker, syntax);
  }
  const site = callSite(checker, syntax, { name: name.text, nameRange: name, expected });
  const resolved = resolveCall(checker, candidates, site);
  if (resolved === undefined) return errorNode(syntax.at, commonResult(candidates));
  const { candidate, parameters, args, result } = resolved;
  noteForeign(checker, [...parameters, result]);
  return {
    kind: 'callFunction',
    type: result,
    callee: candidate.target,
    typeArgs: of.args,
    parameters: [of, ...parameters],
    args: [receiver, ...args],
    borrowed: candidate.signature.borrowed,
    at: syntax.at,
  };
}

/** Methods that arrays and integers have. */
function builtinMethod(
  checker: Checker,
  syntax: CallSyntax,
  { receiver, name }: { readonly receiver: HirExpr; readonly name: string },
): HirExpr | undefined {
  const { type } = receiver;
  if (type.kind === 'array' && name === 'split')
    return checkSplit(checker, syntax, { ...receiver, type });
  return type.kind === 'int'
    ? checkCheckedArithmetic(checker, syntax, { receiver: { ...receiver, type }, name })
    : undefined;
}

function functionCandidate(checker: Checker, decl: DeclId): Candidate<DeclId> {
  const signature = checker.ctx.signature(decl);
  const parameters = signature.parameters.map((parameter) => parameter.type);
  return { signature, parameters, result: signature.result, target: decl };
}

interface MethodTarget {
  readonly slot: MethodSlot;
  /** The class that declares the method, with arguments as seen from the receiver. */
  readonly owner: ClassType;
}

function methodCandidate(
  checker: Checker,
  slot: MethodSlot,
  of: ClassType,
): Candidate<MethodTarget> {
  const signature = checker.ctx.signature(slot.method);
  const owner = substituteClass(slot.owner, of.decl, of.args);
  const seen = (type: Type): Type => substitute(type, owner.decl, owner.args);
  return {
    signature,
    parameters: signature.parameters.map((parameter) => seen(parameter.type)),
    result: seen(signature.result),
    target: { slot, owner },
  };
}

function callSite(
  checker: Checker,
  syntax: CallSyntax,
  {
    name,
    nameRange,
    expected,
  }: Pick<CallSite, 'name' | 'expected'> & { readonly nameRange: Range },
): CallSite {
  for (const argName of syntax.argNames ?? []) {
    if (argName !== undefined) reportNamedArgument(checker, argName, name);
  }
  const typeArgs = syntax.typeArgs.map((argument) => typeOf(checker, argument, 'A type argument'));
  return { name, nameRange, whole: syntax, args: syntax.args, typeArgs, expected };
}

/** The result where all candidates agree, so that one wrong argument reports nothing more. */
function commonResult<T>(candidates: readonly Candidate<T>[]): Type | undefined {
  const [first] = candidates;
  const isPlain = candidates.length === 1 && first?.signature.typeParameters.length === 0;
  return isPlain ? first?.result : undefined;
}

/** Checks the arguments of a call whose callee is unknown, for the mistakes in them. */
function abandon(checker: Checker, syntax: CallSyntax): HirExpr {
  for (const argument of syntax.typeArgs) typeOf(checker, argument, 'A type argument');
  for (const argument of syntax.args) checker.expr(checker, argument, undefined);
  return errorNode(syntax.at);
}

function reportNotAFunction(checker: Checker, bindings: readonly Binding[], name: Name): void {
  if (isBroken(bindings)) {
    checker.isErroneous = true;
    return;
  }
  const kind = bindings[0]?.kind ?? 'name';
  report(checker, 'E0340', spanOf(checker, name), `\`${name.text}\` is a ${kind}, not a function`, {
    notes: kind === 'class' ? [`An object of it is made by \`new ${name.text}(…)\`.`] : [],
  });
}

function reportNamedArgument(checker: Checker, argument: Name, callee: string): void {
  report(checker, 'E0373', spanOf(checker, argument), 'Arguments of a call have no names', {
    notes: [
      `\`${callee}\` takes its arguments in order; only the fields of a struct are given by name.`,
    ],
  });
}

function reportUnknownMethod(checker: Checker, of: ClassType, name: Name): void {
  if (isMissing(checker, name) || mayBeInherited(checker, of)) return;
  const isField = checker.ctx.field(of.decl, name.text) !== undefined;
  report(
    checker,
    'E0304',
    spanOf(checker, name),
    `\`${printType(of)}\` has no method \`${name.text}\``,
    {
      notes: isField
        ? [`\`${name.text}\` is a field; read it without parentheses.`]
        : didYouMean(name.text, checker.ctx.memberNames(of.decl)),
    },
  );
}

function unknownFunctionHints(checker: Checker, name: string): readonly string[] {
  const { thisType } = checker.owner;
  const isMethod =
    thisType?.kind === 'class'
      ? checker.ctx.methods(thisType.decl, name).length > 0
      : thisType !== undefined && checker.ctx.structMethods(thisType.decl, name).length > 0;
  if (isMethod) return [`The method is called as \`this.${name}(…)\`.`];
  const foreign = foreignFunction(name);
  return foreign.length > 0 ? foreign : suggestName(checker, name);
}
