/** Structs: building them, their fields, and calls of their methods. */
import type { DeclId } from '../../base/ids.ts';
import type { Expr, Name } from '../../syntax/ast.ts';
import type { HirExpr } from '../hir.ts';
import { count } from '../mistake.ts';
import type { CallSignature, StructField, StructHeader } from '../model.ts';
import { fieldsOf } from '../struct.ts';
import { substitute } from '../subtype.ts';
import { closestName, didYouMean } from '../suggest.ts';
import type { StructType, Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Candidate } from './candidate.ts';
import type { Checker } from './checker.ts';
import { errorNode, isMissing, noteForeign, report, spanAt, spanOf } from './checker.ts';
import { coerce, isAssignable } from './coercion.ts';
import { inferTypeArguments } from './type-arguments.ts';
import { typeOf } from './types.ts';
import { membersOf } from './unions.ts';

type CallSyntax = Extract<Expr, { kind: 'call' }>;

/** An argument of a construction that is given for a field. */
interface Given {
  readonly name: string;
  readonly source: Expr;
  readonly at: number;
}

/** `Point(x: 1.0, y: 2.0)`: every field once, in any order, evaluated as written. */
export function checkConstruction(
  checker: Checker,
  syntax: CallSyntax,
  { decl, expected }: { readonly decl: DeclId; readonly expected: Type | undefined },
): HirExpr {
  const header = checker.ctx.structHeader(decl);
  const given = givenFields(checker, syntax, header);
  const explicit = explicitArguments(checker, syntax, header);
  const wanted = expected && expectedStruct(checker, decl, expected);
  const hint = explicit ?? wanted?.args;
  const values = given.map(({ name, source }) => {
    const declared = header.fields.find((field) => field.name === name)?.type;
    return checker.expr(checker, source, declared && hintFor(header, declared, hint));
  });
  const args =
    explicit ?? inferArguments(checker, header, { syntax, given, values, expected: wanted });
  const type: StructType | undefined = args && { kind: 'struct', decl, args };
  const isComplete = reportMissingFields(checker, syntax, { header, given });
  if (type === undefined) return errorNode(syntax.at);
  const fields = fieldsOf(header, type);
  noteForeign(
    checker,
    fields.map((field) => field.type),
  );
  const parts = given.flatMap(({ name, source }, index) => {
    const value = values[index];
    const field = fields.find((each) => each.name === name);
    if (value === undefined || field === undefined) return [];
    const details = {
      notes: [`It is given for field \`${name}\` of \`${printType(type)}\`.`],
    };
    return [
      { name, value: coerce(checker, value, { target: field.type, range: source, details }) },
    ];
  });
  if (!isComplete || parts.length !== syntax.args.length) return errorNode(syntax.at, type);
  const order = header.fields.map((field) => field.name);
  return { kind: 'struct', type, struct: type, fields: parts, order, at: syntax.at };
}

export function isOfStruct(node: HirExpr): node is HirExpr & { readonly type: StructType } {
  return node.type.kind === 'struct';
}

/** `value.name`, a field; reports where there is none. */
export function readStructField(
  checker: Checker,
  object: HirExpr & { readonly type: StructType },
  { name, at }: { readonly name: Name; readonly at: number },
): HirExpr {
  const field = findStructField(checker, object.type, name);
  if (field === undefined) return errorNode(at);
  return { kind: 'member', type: field.type, object, member: field.name, at };
}

/** The field `name` of values of type `of`; reports where there is none. */
export function findStructField(
  checker: Checker,
  of: StructType,
  name: Name,
): StructField | undefined {
  const header = checker.ctx.structHeader(of.decl);
  const field = fieldsOf(header, of).find((each) => each.name === name.text);
  if (field !== undefined) {
    noteForeign(checker, [field.type]);
    return field;
  }
  if (!isMissing(checker, name)) reportUnknownField(checker, of, { header, name });
  return undefined;
}

/** Methods of that name as what a call may mean, `this` left out of the parameters. */
export function structMethodCandidates(
  checker: Checker,
  of: StructType,
  name: string,
): readonly Candidate<DeclId>[] {
  return checker.ctx.structMethods(of.decl, name).map((decl) => {
    const signature = checker.ctx.signature(decl);
    return {
      signature,
      parameters: signature.parameters.map(({ type }) => substitute(type, of.decl, of.args)),
      result: substitute(signature.result, of.decl, of.args),
      target: decl,
    };
  });
}

export function reportUnknownStructMethod(checker: Checker, of: StructType, name: Name): void {
  if (isMissing(checker, name)) return;
  const header = checker.ctx.structHeader(of.decl);
  const isField = header.fields.some((field) => field.name === name.text);
  const notes = isField
    ? [`\`${name.text}\` is a field; read it without parentheses.`]
    : didYouMean(name.text, checker.ctx.structMethodNames(of.decl));
  const message = `\`${printType(of)}\` has no method \`${name.text}\``;
  report(checker, 'E0304', spanOf(checker, name), message, { notes });
}

function reportUnknownField(
  checker: Checker,
  of: StructType,
  { header, name }: { readonly header: StructHeader; readonly name: Name },
): void {
  const isMethod = checker.ctx.structMethods(of.decl, name.text).length > 0;
  const names = header.fields.map((field) => field.name);
  const notes = isMethod
    ? [`\`${name.text}\` is a method; call it: \`${name.text}(…)\`.`]
    : didYouMean(name.text, [...names, ...checker.ctx.structMethodNames(of.decl)]);
  const message = `\`${printType(of)}\` has no field \`${name.text}\``;
  report(checker, 'E0303', spanOf(checker, name), message, { notes });
}

/** The arguments that name a field, each field's first; the others are reported, and checked for mistakes in them. */
function givenFields(checker: Checker, syntax: CallSyntax, header: StructHeader): readonly Given[] {
  const given: Given[] = [];
  const abandoned: Expr[] = [];
  for (const [index, source] of syntax.args.entries()) {
    const name = syntax.argNames?.[index];
    if (name === undefined) {
      abandoned.push(source);
      reportUnnamed(checker, source, { header, index });
    } else if (isMissing(checker, name)) {
      abandoned.push(source);
    } else if (isNewField(checker, header, { name, given })) {
      given.push({ name: name.text, source, at: name.from });
    } else {
      abandoned.push(source);
    }
  }
  for (const source of abandoned) checker.expr(checker, source, undefined);
  return given;
}

function isNewField(
  checker: Checker,
  header: StructHeader,
  { name, given }: { readonly name: Name; readonly given: readonly Given[] },
): boolean {
  const earlier = given.find((each) => each.name === name.text);
  if (earlier !== undefined) {
    const message = `Field \`${name.text}\` is given twice`;
    report(checker, 'E0371', spanOf(checker, name), message, {
      labels: [{ span: spanAt(checker, earlier.at), message: 'first given here' }],
    });
    return false;
  }
  if (header.fields.some((field) => field.name === name.text)) return true;
  const message = `\`${header.name}\` has no field \`${name.text}\``;
  const notes = didYouMean(
    name.text,
    header.fields.map((field) => field.name),
  );
  report(checker, 'E0303', spanOf(checker, name), message, { notes });
  return false;
}

function reportUnnamed(
  checker: Checker,
  source: Expr,
  { header, index }: { readonly header: StructHeader; readonly index: number },
): void {
  const name =
    (source.kind === 'name'
      ? closestName(
          source.name,
          header.fields.map((field) => field.name),
        )
      : undefined) ?? header.fields[index]?.name;
  report(
    checker,
    'E0370',
    spanOf(checker, source),
    'The field that this is given for is not named',
    {
      notes:
        name === undefined
          ? [`\`${header.name}\` has ${count(header.fields.length, 'field')}.`]
          : [`The fields of a struct are given by name: \`${header.name}(${name}: …)\`.`],
    },
  );
}

/** Whether every field is given; a mistake in an argument may stand for what is missing. */
function reportMissingFields(
  checker: Checker,
  syntax: CallSyntax,
  { header, given }: { readonly header: StructHeader; readonly given: readonly Given[] },
): boolean {
  const missing = header.fields.filter(({ name }) => !given.some((each) => each.name === name));
  if (missing.length === 0) return true;
  if (given.length < syntax.args.length) return false;
  const names = missing.map(({ name }) => `\`${name}\``).join(', ');
  const what = missing.length === 1 ? `field ${names} is` : `fields ${names} are`;
  report(checker, 'E0372', spanOf(checker, syntax.callee), `The ${what} not given`, {
    notes: [
      `A \`${header.name}\` has all of its fields: \`${header.name}(${header.fields.map(({ name }) => `${name}: …`).join(', ')})\`.`,
    ],
  });
  return false;
}

function explicitArguments(
  checker: Checker,
  syntax: CallSyntax,
  { name, typeParameters }: StructHeader,
): readonly Type[] | undefined {
  if (syntax.typeArgs.length === 0) return typeParameters.length === 0 ? [] : undefined;
  const args = syntax.typeArgs.map((each) => typeOf(checker, each, 'A type argument'));
  if (args.length === typeParameters.length) return args;
  const wanted = typeParameters.map((each) => each.name).join(', ');
  report(
    checker,
    'E0311',
    spanOf(checker, syntax.callee),
    `Wrong number of type arguments for \`${name}\``,
    {
      notes: [
        typeParameters.length === 0
          ? `\`${name}\` is not generic.`
          : `It is declared as \`${name}<${wanted}>\`. Without any, they are inferred.`,
      ],
    },
  );
  return undefined;
}

/** The struct `decl` as the context asks for it: itself, in an optional, or as a member of a union. */
function expectedStruct(checker: Checker, decl: DeclId, expected: Type): StructType | undefined {
  switch (expected.kind) {
    case 'struct':
      return expected.decl === decl ? expected : undefined;
    case 'optional':
      return expectedStruct(checker, decl, expected.value);
    case 'union': {
      const members = membersOf(checker, expected).filter(
        (member) => member.kind === 'struct' && member.decl === decl,
      );
      const [member] = members;
      return members.length === 1 && member?.kind === 'struct' ? member : undefined;
    }
    default:
      return undefined;
  }
}

/** What a field's value is expected to be, as far as that is known. */
function hintFor(
  { decl, typeParameters }: StructHeader,
  declared: Type,
  args: readonly Type[] | undefined,
): Type | undefined {
  if (typeParameters.length === 0) return declared;
  return args && substitute(declared, decl, args);
}

/** As of a generic function whose parameters are the fields. */
function inferArguments(
  checker: Checker,
  header: StructHeader,
  {
    syntax,
    given,
    values,
    expected,
  }: {
    readonly syntax: CallSyntax;
    readonly given: readonly Given[];
    readonly values: readonly HirExpr[];
    readonly expected: StructType | undefined;
  },
): readonly Type[] | undefined {
  if (header.typeParameters.length === 0) return undefined;
  const fits = (args: readonly Type[]): boolean =>
    given.every(({ name }, index) => {
      const declared = header.fields.find((field) => field.name === name)?.type;
      const value = values[index];
      return (
        declared === undefined ||
        value === undefined ||
        isAssignable(checker, value, substitute(declared, header.decl, args))
      );
    });
  if (expected !== undefined && fits(expected.args)) return expected.args;
  const parameters = given.map(({ name }) => ({
    type: header.fields.find((field) => field.name === name)?.type ?? { kind: 'error' as const },
    borrowed: false,
  }));
  const own = header.typeParameters.map(
    ({ name }, index): Type => ({ kind: 'parameter', owner: header.decl, index, name }),
  );
  const signature: CallSignature = {
    decl: header.decl,
    kind: 'function',
    name: header.name,
    typeParameters: header.typeParameters,
    parameters,
    result: { kind: 'struct', decl: header.decl, args: own },
    borrowed: false,
    capabilities: [],
  };
  const found = inferTypeArguments(checker, signature, { args: values, expected });
  const args = found.filter((type) => type !== undefined && type.kind !== 'void');
  if (args.length === found.length) return args;
  if (given.length === header.fields.length && !values.some(({ type }) => type.kind === 'error')) {
    const index = found.findIndex((type) => type === undefined || type.kind === 'void');
    const name = header.typeParameters[index]?.name ?? '';
    const names = header.typeParameters.map((each) => each.name).join(', ');
    const message = `The type argument \`${name}\` cannot be inferred`;
    report(checker, 'E0310', spanOf(checker, syntax.callee), message, {
      notes: [`No field says what it is; write it: \`${header.name}<${names}>(…)\`.`],
    });
  }
  return undefined;
}
