/** Chains of operators of any length: they are walked in loops. The parser's bound is lower. */
import test from 'ava';
import { declId, moduleId } from '../../src/base/ids.ts';
import { InternalError } from '../../src/base/invariant.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { checkBody } from '../../src/sema/body/check-body.ts';
import type { SemaContext } from '../../src/sema/context.ts';
import type { TypedBody } from '../../src/sema/hir.ts';
import { printTypedBody } from '../../src/sema/print-hir.ts';
import type { Type } from '../../src/sema/type.ts';
import type { BinaryOperatorSyntax, Expr } from '../../src/syntax/ast.ts';

const terms = 100_000;

test('sums of literals adapt to the declared result', (t) => {
  const { body, diagnostics } = check(
    chain(['+'], () => '1'),
    { kind: 'int', bits: 64, signed: true },
  );
  t.deepEqual(diagnostics, []);
  t.is(body.root.type.kind, 'int');
  t.is(
    printTypedBody(body)
      .split('\n')
      .filter((line) => line.includes('int 1: i64')).length,
    terms,
  );
});

test('joined strings become one interpolation', (t) => {
  const { body, diagnostics } = check(
    chain(['+'], () => 'text'),
    { kind: 'string' },
  );
  t.deepEqual(diagnostics, []);
  const [value] = body.root.statements;
  t.is(value?.kind === 'interpolate' ? value.parts.length : 0, terms);
});

test('mixed chains are compared with the core without recursion', (t) => {
  const { diagnostics } = check(
    chain(['&&', '||'], () => 'true'),
    { kind: 'bool' },
  );
  t.deepEqual(diagnostics, []);
});

test('a mistake in the middle is reported once', (t) => {
  const { diagnostics } = check(
    chain(['+'], (index) => (index === terms / 2 ? 'true' : '1')),
    { kind: 'int', bits: 32, signed: true },
  );
  t.deepEqual(
    diagnostics.map(({ code }) => code),
    ['E0319'],
  );
});

/** `terms` operands from left to right with the operators in turn. */
function chain(
  operators: readonly BinaryOperatorSyntax[],
  operandAt: (index: number) => string,
): Expr {
  let left = operand(operandAt(0), 0);
  for (let index = 1; index < terms; index++) {
    const at = 2 * index - 1;
    const operator = operators[index % operators.length] ?? '+';
    const right = operand(operandAt(index), at + 1);
    left = { kind: 'binary', operator, left, right, at, from: 0, to: at + 1 };
  }
  return left;
}

function operand(text: string, at: number): Expr {
  const node = { at, from: at, to: at };
  if (text === 'true') return { kind: 'bool', value: true, ...node };
  if (text === 'text') return { kind: 'string', parts: [text], ...node };
  return { kind: 'int', text, suffix: undefined, ...node };
}

function check(
  value: Expr,
  result: Type,
): { readonly body: TypedBody; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const module = moduleId('main');
  const signature = {
    decl: declId(module, 'function f()'),
    kind: 'function',
    name: 'f',
    typeParameters: [],
    parameters: [],
    result,
    borrowed: false,
    capabilities: [],
  } as const;
  const syntax = {
    kind: 'block',
    statements: [value],
    trailingSemicolon: false,
    from: 0,
    to: value.to + 1,
  } as const;
  const body = checkBody(contextWithout(diagnostics), { signature, module }, syntax);
  return { body, diagnostics };
}

/** A context for a body that mentions no other declaration. */
function contextWithout(diagnostics: Diagnostic[]): SemaContext {
  const refuse = (): never => {
    throw new InternalError('The body mentions no other declaration');
  };
  return {
    lookup: refuse,
    lookupPublic: refuse,
    namesInScope: refuse,
    signature: refuse,
    parameterNames: refuse,
    typeParameters: refuse,
    classHeader: refuse,
    ancestors: refuse,
    capabilities: refuse,
    lockedCapabilities: refuse,
    hasUnknownAncestor: refuse,
    field: refuse,
    methods: refuse,
    memberNames: refuse,
    structHeader: refuse,
    aliasTarget: refuse,
    typeDeclaration: refuse,
    structMethods: refuse,
    structMethodNames: refuse,
    constant: refuse,
    globalVariable: refuse,
    report: (diagnostic) => diagnostics.push(diagnostic),
  };
}
