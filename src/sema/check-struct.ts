/** Rules on structs and on the headers of their `implement` blocks. */
import type { DeclId } from '../base/ids.ts';
import { nameSpan, tokenSpan } from '../base/span.ts';
import type { Name, SignatureSyntax } from '../syntax/ast.ts';
import { checkTypeParameters } from './check-callable.ts';
import type { SemaContext } from './context.ts';
import type { DeriveContext } from './derivable.ts';
import { derivingHint, lacking } from './derivable.ts';
import { mistake } from './mistake.ts';
import type { Derivable, StructHeader } from './model.ts';
import type { StructSyntax } from './struct.ts';
import { derivables } from './struct.ts';
import { didYouMean } from './suggest.ts';
import { printType, qualifiedName } from './type-key.ts';

export interface EndlessContext extends Pick<SemaContext, 'report'> {
  /** Of a struct or union: see by-value.ts. */
  valueCycle(decl: DeclId): readonly DeclId[];
}

export interface StructCheckContext extends EndlessContext, DeriveContext {}

export function checkStruct(
  context: StructCheckContext,
  header: StructHeader,
  syntax: StructSyntax,
): void {
  const { decl } = header;
  checkTypeParameters(
    context,
    decl,
    syntax.typeParameters.map(({ name }) => name),
  );
  checkFieldNames(context, header, syntax);
  checkDerives(context, header, syntax);
  checkEnds(context, decl, 'struct');
}

/**
 * Reports a struct or union that contains itself. A cycle is one mistake: of the declarations on it the
 * smallest reports.
 */
export function checkEnds(context: EndlessContext, decl: DeclId, kind: 'struct' | 'union'): void {
  const cycle = context.valueCycle(decl);
  if (cycle.length === 0 || cycle.some((other) => other < decl)) return;
  const [, ...others] = cycle;
  const chain = [...cycle, decl].map((link) => `\`${simpleName(link)}\``);
  context.report(
    mistake({
      code: 'E0233',
      message: `A value of ${kind} \`${simpleName(decl)}\` would contain another one, without end`,
      span: nameSpan(decl),
      notes: [
        `The cycle is ${chain.join(' contains ')}.`,
        'Go through a class, an array or an optional class instead: these are references.',
      ],
      labels: others.map((other) => ({ span: nameSpan(other), message: 'on the cycle too' })),
    }),
  );
}

export interface ImplementCheckContext extends Pick<SemaContext, 'report' | 'typeParameters'> {
  /** The struct that the `implement` names; undefined where the module declares none. */
  implementedStruct(decl: DeclId): DeclId | undefined;
  /** Names of the module's structs; see `SemaContext.namesInScope`. */
  structNames(): readonly string[];
}

/** `implement S<A, B>`: a struct of the module, its parameters as it declares them, under names of the block's own. */
export function checkImplement(
  context: ImplementCheckContext,
  decl: DeclId,
  syntax: Extract<SignatureSyntax, { kind: 'implement' }>,
): void {
  const { name, typeParameters } = syntax;
  checkTypeParameters(
    context,
    decl,
    typeParameters.map((each) => each.name),
  );
  if (name.text === '') return;
  const struct = context.implementedStruct(decl);
  if (struct === undefined) {
    context.report(
      mistake({
        code: 'E0236',
        message: `This module declares no struct \`${name.text}\``,
        span: tokenSpan(decl, name.from, name.to),
        notes: [
          ...didYouMean(name.text, context.structNames()),
          'An `implement` block stands in the module of its struct.',
        ],
      }),
    );
    return;
  }
  const expected = context.typeParameters(struct);
  if (expected.length === typeParameters.length) return;
  const list = expected.map((each) => each.name).join(', ');
  context.report(
    mistake({
      code: 'E0236',
      message:
        expected.length === 0
          ? `\`${name.text}\` has no type parameters`
          : `The type parameters of \`${name.text}\` are not named`,
      span: tokenSpan(decl, name.from, name.to),
      notes:
        expected.length === 0
          ? []
          : [
              `Methods may use them under the names given here: \`implement ${name.text}<${list}>\`.`,
            ],
    }),
  );
}

/** A method of a struct gets a copy of it: there is nothing that a capability could guard. */
export function checkStructMethod(
  context: Pick<SemaContext, 'report'>,
  decl: DeclId,
  capabilities: readonly Name[] | undefined,
): void {
  const first = capabilities?.[0];
  const last = capabilities?.at(-1);
  if (first === undefined || last === undefined) return;
  context.report(
    mistake({
      code: 'E0237',
      message: 'Methods of structs have no capabilities',
      span: tokenSpan(decl, first.from, last.to),
      notes: ['Structs are values: a method works on a copy, and no other task can reach that.'],
    }),
  );
}

function checkFieldNames(
  context: StructCheckContext,
  { decl, name: struct }: StructHeader,
  syntax: StructSyntax,
): void {
  const firstWith = new Map<string, Name>();
  for (const { name } of syntax.fields) {
    if (name.text === '') continue;
    const first = firstWith.get(name.text);
    if (first === undefined) {
      firstWith.set(name.text, name);
      continue;
    }
    context.report(
      mistake({
        code: 'E0230',
        message: `\`${struct}\` has two fields called \`${name.text}\``,
        span: tokenSpan(decl, name.from, name.to),
        labels: [{ span: tokenSpan(decl, first.from, first.to), message: 'first declared here' }],
      }),
    );
  }
}

function checkDerives(
  context: StructCheckContext,
  header: StructHeader,
  syntax: StructSyntax,
): void {
  const seen = new Set<string>();
  for (const name of syntax.derives) {
    if (name.text === '') continue;
    const what = derivables.find((each) => each === name.text);
    if (what === undefined) reportUnknownDerive(context, header, name);
    else if (seen.has(name.text)) reportRepeatedDerive(context, header, name);
    else checkDerive(context, header, { syntax, name, what });
    seen.add(name.text);
  }
}

/** What is derived for a struct must be there for each of its fields. */
function checkDerive(
  context: StructCheckContext,
  header: StructHeader,
  {
    syntax,
    name,
    what,
  }: { readonly syntax: StructSyntax; readonly name: Name; readonly what: Derivable },
): void {
  const lackings = header.fields.flatMap((field) => {
    const part = lacking(context, field.type, what);
    return part === undefined ? [] : [{ field, part }];
  });
  const [first] = lackings;
  if (first === undefined) return;
  context.report(
    mistake({
      code: 'E0232',
      message: `\`${what}\` cannot be derived for \`${header.name}\``,
      span: tokenSpan(header.decl, name.from, name.to),
      labels: lackings.flatMap(({ field }) => {
        const source = syntax.fields.find((each) => each.name.text === field.name);
        return source === undefined
          ? []
          : [
              {
                span: tokenSpan(header.decl, source.type.from, source.type.to),
                message: `\`${printType(field.type)}\` has no \`${what}\``,
              },
            ];
      }),
      notes: [derivingHint(first.part, what)],
    }),
  );
}

function reportUnknownDerive(
  context: StructCheckContext,
  { decl }: StructHeader,
  name: Name,
): void {
  context.report(
    mistake({
      code: 'E0231',
      message: `\`${name.text}\` cannot be derived`,
      span: tokenSpan(decl, name.from, name.to),
      notes: [
        ...didYouMean(name.text, derivables),
        'What can be derived is `Equal`, `Hash` and `Show`.',
      ],
    }),
  );
}

function reportRepeatedDerive(
  context: StructCheckContext,
  { decl }: StructHeader,
  name: Name,
): void {
  context.report(
    mistake({
      code: 'E0231',
      message: `\`${name.text}\` is derived twice`,
      span: tokenSpan(decl, name.from, name.to),
    }),
  );
}

function simpleName(decl: DeclId): string {
  const name = qualifiedName(decl);
  return name.slice(name.lastIndexOf('.') + 1);
}
