/** Values in patterns: literals, constants, ranges. */
import type { DeclId } from '../../base/ids.ts';
import type { Expr, PatternSyntax, Range } from '../../syntax/ast.ts';
import type { ConstantValue } from '../constant-value.ts';
import { equalTypes } from '../equal-types.ts';
import type { HirExpr, HirPattern } from '../hir.ts';
import { fieldsOf } from '../struct.ts';
import type { Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { report, spanOf } from './checker.ts';
import { coerce, reportMismatch, tryCoerce } from './coercion.ts';
import { matchMember, memberPattern } from './pattern-types.ts';
import { membersOf } from './unions.ts';

const wildcard: HirPattern = { kind: 'wildcard' };

/** A literal, with its minus, against values of type `type`, which is no optional. */
export function checkLiteralPattern(checker: Checker, syntax: Expr, type: Type): HirPattern {
  if (type.kind === 'error') return wildcard;
  const node = checker.expr(checker, syntax, type.kind === 'union' ? undefined : type);
  const details = { notes: [`The pattern is for a value of type \`${printType(type)}\`.`] };
  return literal(coerce(checker, node, { target: type, range: syntax, details }));
}

/** A constant of the module's, or of another one's. */
export function constantPattern(
  checker: Checker,
  decl: DeclId,
  { type, range }: { readonly type: Type; readonly range: Range },
): HirPattern {
  const constant = checker.ctx.constant(decl);
  if (constant === undefined || type.kind === 'error') {
    checker.isErroneous = true;
    return wildcard;
  }
  const pattern = patternFor(checker, type, constant);
  if (pattern !== undefined) return pattern;
  if (equalTypes(constant.type, type)) {
    const message = `A constant of type \`${printType(type)}\` is no pattern`;
    report(checker, 'E0378', spanOf(checker, range), message, {
      notes: ['Numbers, characters, truth values, strings and what is made of them are.'],
    });
  } else {
    const details = { notes: [`The pattern is for a value of type \`${printType(type)}\`.`] };
    reportMismatch(checker, { expected: type, found: constant.type, range, details });
  }
  return wildcard;
}

type RangeSyntax = Extract<PatternSyntax, { kind: 'range' }>;

/** `'a'..='z'`, `0..LIMIT`. */
export function checkRangePattern(checker: Checker, syntax: RangeSyntax, type: Type): HirPattern {
  if (type.kind === 'error') return wildcard;
  if (type.kind === 'union') {
    const wanted = boundType(checker, syntax.start);
    const member = wanted && matchMember(checker, type, (each) => equalTypes(each, wanted));
    if (member !== undefined) return member.wrap(checkRangePattern(checker, syntax, member.type));
  }
  if (type.kind !== 'int' && type.kind !== 'char') {
    const message = `A range cannot match a value of type \`${printType(type)}\``;
    report(checker, 'E0378', spanOf(checker, syntax), message, {
      notes: ['Ranges are for integers and characters.'],
    });
    return wildcard;
  }
  const from = boundOf(checker, syntax.start, type);
  const to = boundOf(checker, syntax.end, type);
  if (from === undefined || to === undefined) {
    checker.isErroneous = true;
    return wildcard;
  }
  const isEmpty = syntax.inclusive ? BigInt(from) > BigInt(to) : BigInt(from) >= BigInt(to);
  if (isEmpty) {
    report(checker, 'E0382', spanOf(checker, syntax), 'The range is empty: it matches nothing', {
      notes:
        BigInt(from) === BigInt(to)
          ? ['`..` leaves out its end; `..=` includes it.']
          : ['It goes from its least value to its greatest.'],
    });
    return wildcard;
  }
  return { kind: 'range', from, to, inclusive: syntax.inclusive };
}

/** The type that a bound has by itself. */
function boundType(checker: Checker, syntax: Expr): Type | undefined {
  if (syntax.kind === 'name') return constantNamed(checker, syntax.name)?.type;
  const node = checker.expr(checker, syntax, undefined);
  checker.flexible.delete(node);
  return node.type;
}

function boundOf(checker: Checker, syntax: Expr, type: Type): string | undefined {
  if (syntax.kind === 'name') {
    const constant = constantNamed(checker, syntax.name);
    if (constant === undefined) {
      report(checker, 'E0378', spanOf(checker, syntax), `\`${syntax.name}\` is no constant`, {
        notes: ['The bounds of a range in a pattern are known when the program is compiled.'],
      });
      return undefined;
    }
    if (equalTypes(constant.type, type) && constant.value.kind === 'int')
      return constant.value.value;
    reportMismatch(checker, { expected: type, found: constant.type, range: syntax });
    return undefined;
  }
  const node = checker.expr(checker, syntax, type);
  const value = coerce(checker, node, { target: type, range: syntax });
  return value.kind === 'int' ? value.value : undefined;
}

function constantNamed(checker: Checker, name: string): ReturnType<Checker['ctx']['constant']> {
  const binding = checker.ctx
    .lookup(checker.owner.module, name)
    .find(({ kind }) => kind === 'constant');
  return binding?.kind === 'constant' ? checker.ctx.constant(binding.decl) : undefined;
}

/** A literal that has got its type: of a union or an optional, inside. */
function literal(node: HirExpr): HirPattern {
  switch (node.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'string':
      return { kind: 'literal', value: node };
    case 'inject': {
      if (node.type.kind !== 'union') return wildcard;
      const { member, value } = node;
      return memberPattern(node.type, { type: value.type, member }, literal(value));
    }
    case 'some':
      return { kind: 'some', pattern: literal(node.value) };
    default:
      return wildcard;
  }
}

interface Constant {
  readonly type: Type;
  readonly value: ConstantValue;
}

/** The constant as a pattern for values of `type`; undefined where it is none. */
function patternFor(checker: Checker, type: Type, constant: Constant): HirPattern | undefined {
  if (equalTypes(type, constant.type)) return patternOf(checker, constant);
  if (type.kind === 'optional') {
    const pattern = patternFor(checker, type.value, constant);
    return pattern && { kind: 'some', pattern };
  }
  if (type.kind !== 'union') return undefined;
  const node: HirExpr = { kind: 'constant', type: constant.type, value: constant.value, at: 0 };
  const injected = tryCoerce(checker, node, type);
  if (injected?.kind !== 'inject') return undefined;
  const pattern = patternOf(checker, constant);
  return pattern && memberPattern(type, { type: constant.type, member: injected.member }, pattern);
}

function patternOf(checker: Checker, { type, value }: Constant): HirPattern | undefined {
  switch (value.kind) {
    case 'int':
      return { kind: 'literal', value: { kind: 'int', type, value: value.value, at: 0 } };
    case 'bool':
      return { kind: 'literal', value: { kind: 'bool', type, value: value.value, at: 0 } };
    case 'string':
      return { kind: 'literal', value: { kind: 'string', type, value: value.value, at: 0 } };
    case 'float':
      return /\d/.test(value.value)
        ? { kind: 'literal', value: { kind: 'float', type, value: value.value, at: 0 } }
        : undefined;
    case 'none':
      return { kind: 'none' };
    case 'some': {
      const pattern =
        type.kind === 'optional'
          ? patternOf(checker, { type: type.value, value: value.value })
          : undefined;
      return pattern && { kind: 'some', pattern };
    }
    case 'inject': {
      if (type.kind !== 'union') return undefined;
      const member = membersOf(checker, type)[value.member];
      const pattern = member && patternOf(checker, { type: member, value: value.value });
      return (
        member && pattern && memberPattern(type, { type: member, member: value.member }, pattern)
      );
    }
    case 'members':
      return membersPattern(checker, type, value.members);
    case 'array':
      return undefined;
  }
}

function membersPattern(
  checker: Checker,
  type: Type,
  values: readonly ConstantValue[],
): HirPattern | undefined {
  const parts = namedParts(checker, type);
  const members = values.flatMap((value, index) => {
    const part = parts[index];
    const pattern = part && patternOf(checker, { type: part.type, value });
    return part && pattern ? [{ member: part.name, type: part.type, pattern }] : [];
  });
  return members.length === values.length ? { kind: 'members', members } : undefined;
}

/** Elements of a tuple or fields of a struct, by name. */
export function namedParts(
  checker: Checker,
  type: Type,
): readonly { readonly name: string; readonly type: Type }[] {
  if (type.kind === 'tuple')
    return type.elements.map((element, index) => ({ name: String(index), type: element }));
  return type.kind === 'struct' ? fieldsOf(checker.ctx.structHeader(type.decl), type) : [];
}
