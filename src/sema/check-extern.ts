/** Signatures of C functions: what C has, and what only the standard library may name. */
import { moduleOf } from '../base/ids.ts';
import { assertNever } from '../base/invariant.ts';
import { nameSpan, tokenSpan } from '../base/span.ts';
import type { SignatureSyntax, TypeSyntax } from '../syntax/ast.ts';
import type { SemaContext } from './context.ts';
import { mistake } from './mistake.ts';
import type { Signature } from './model.ts';
import type { Type } from './type.ts';
import { printType } from './type-key.ts';

/** Names of the runtime begin with it; they take strings, arrays and optionals as the runtime has them. */
const runtimePrefix = 'bolt_';

export function isRuntimeSymbol(symbol: string): boolean {
  return symbol.startsWith(runtimePrefix);
}

export function checkExtern(
  context: Pick<SemaContext, 'report'>,
  signature: Signature,
  syntax: Extract<SignatureSyntax, { kind: 'extern' }>,
): void {
  const { decl, symbol = '', parameters, result } = signature;
  if (isRuntimeSymbol(symbol)) {
    if (moduleOf(decl).startsWith('std.')) return;
    context.report(
      mistake({
        code: 'E0257',
        message: `\`${symbol}\` is a function of Bolt's own runtime`,
        span: nameSpan(decl),
        notes: ['Only the standard library may call it: how it works may change at any time.'],
      }),
    );
    return;
  }
  parameters.forEach(({ type }, index) => {
    const written = syntax.parameters[index];
    if (written !== undefined && !isOfC(type)) reportType(context, signature, written.type, type);
  });
  const isText = result.kind === 'optional' && result.value.kind === 'string';
  if (!isText && result.kind !== 'void' && !isOfC(result)) {
    reportType(context, signature, syntax.result, result);
  }
}

function reportType(
  context: Pick<SemaContext, 'report'>,
  { decl, name }: Signature,
  { from, to }: TypeSyntax,
  type: Type,
): void {
  context.report(
    mistake({
      code: 'E0258',
      message: `The C function \`${name}\` cannot have a \`${printType(type)}\` in its signature`,
      span: tokenSpan(decl, from, to),
      notes: [reasonOf(type)],
    }),
  );
}

function isOfC(type: Type): boolean {
  switch (type.kind) {
    case 'int':
      return type.bits < 128;
    case 'float':
    case 'bool':
    case 'char':
    case 'string':
    case 'pointer':
    case 'error':
      return true;
    case 'void':
    case 'never':
    case 'class':
    case 'array':
    case 'tuple':
    case 'optional':
    case 'struct':
    case 'union':
    case 'parameter':
      return false;
    default:
      return assertNever(type);
  }
}

function reasonOf(type: Type): string {
  if (type.kind === 'int') return 'The C ABI has integers of up to 64 bits.';
  if (type.kind === 'array')
    return 'C takes an address and a length; pass what is needed one by one.';
  if (type.kind === 'optional')
    return 'Only a result may be a `string?`, which is `none` for NULL.';
  return 'C takes numbers, `bool`, `char`, strings as NUL-terminated copies, and pointers.';
}
