/**
 * Patterns against the type of what they are tried on. A pattern for an optional's value is written as one for
 * the value; a variable takes the value too where the pattern is all there is (`if let x = e`, an arm), and
 * whatever is there deeper inside.
 */
import type { DeclId } from '../../base/ids.ts';
import { assertNever } from '../../base/invariant.ts';
import type { Name, PatternSyntax, Range, TypeSyntax } from '../../syntax/ast.ts';
import { equalTypes } from '../equal-types.ts';
import type { HirPattern, LocalId } from '../hir.ts';
import { primitiveType, reservedPrimitiveType } from '../primitive.ts';
import { bodyScope } from '../resolve-type.ts';
import { fieldsOf } from '../struct.ts';
import { didYouMean } from '../suggest.ts';
import type { StructType, Type } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { isMissing, noteForeign, report, spanAt, spanOf } from './checker.ts';
import { findAccess, reportUnknownField } from './members.ts';
import type { TypeMatch } from './pattern-types.ts';
import { matchMember, matchType } from './pattern-types.ts';
import { checkLiteralPattern, checkRangePattern, constantPattern } from './pattern-values.ts';
import { ERROR } from './primitives.ts';
import { bindLocal, defineLocal, localAt, reserveLocal } from './scope.ts';

/** What has been bound while one pattern is checked. */
export interface PatternScope {
  readonly bound: Map<string, LocalId>;
  /** Inside alternatives but the first: what that has bound, which all of them must bind. */
  readonly expected: ReadonlyMap<string, LocalId> | undefined;
  /** Where a variable takes an optional's value. */
  readonly isWhole: boolean;
}

/** `isWhole`: the pattern of an arm or an `if let`, on which an optional's value is what a variable takes. */
export function checkPattern(
  checker: Checker,
  syntax: PatternSyntax,
  { type, isWhole }: { readonly type: Type; readonly isWhole: boolean },
): HirPattern {
  return check(checker, syntax, type, { bound: new Map(), expected: undefined, isWhole });
}

const wildcard: HirPattern = { kind: 'wildcard' };

function check(
  checker: Checker,
  syntax: PatternSyntax,
  type: Type,
  scope: PatternScope,
): HirPattern {
  switch (syntax.kind) {
    case 'wildcard':
      return wildcard;
    case 'error':
      checker.isErroneous = true;
      return wildcard;
    case 'name':
      return checkName(checker, syntax, type, scope);
    case 'typed':
      return checkTyped(checker, syntax, type, scope);
    case 'fields':
      return checkFields(checker, syntax, type, scope);
    case 'or':
      return checkAlternatives(checker, syntax, type, scope);
    case 'tuple':
      return checkTuple(checker, syntax, type, scope);
    case 'literal':
      return inValue(type, (inner) => checkLiteralPattern(checker, syntax.value, inner));
    case 'range':
      return inValue(type, (inner) => checkRangePattern(checker, syntax, inner));
    case 'none':
      if (type.kind === 'optional') return { kind: 'none' };
      return mismatch(checker, syntax, {
        what: '`none`',
        type,
        notes: ['Only an optional may be `none`.'],
      });
    default:
      return assertNever(syntax);
  }
}

/** The pattern that `make` gives for an optional's value, or for the type itself. */
function inValue(type: Type, make: (inner: Type) => HirPattern): HirPattern {
  return type.kind === 'optional'
    ? { kind: 'some', pattern: inValue(type.value, make) }
    : make(type);
}

/** A constant or a type where one is in scope under the name, else a new variable. */
function checkName(
  checker: Checker,
  syntax: Extract<PatternSyntax, { kind: 'name' }>,
  type: Type,
  scope: PatternScope,
): HirPattern {
  const { name: text, from, to } = syntax;
  const name: Name = { text, from, to };
  if (text === '') {
    checker.isErroneous = true;
    return wildcard;
  }
  for (const binding of checker.ctx.lookup(checker.owner.module, text)) {
    if (binding.kind === 'constant')
      return constantPattern(checker, binding.decl, { type, range: syntax });
    if (binding.kind === 'broken') checker.isErroneous = true;
    if (binding.kind === 'class' || binding.kind === 'struct' || binding.kind === 'type')
      return checkNamedType(checker, name, type);
  }
  const { signature, thisType } = checker.owner;
  const isParameter = bodyScope(signature, thisType).parameters.some((each) => each.name === text);
  if (isParameter || primitiveType(text) !== undefined || reservedPrimitiveType(text) !== undefined)
    return checkNamedType(checker, name, type);
  return bindHere(checker, name, type, scope);
}

/** A type alone: the value is of it. */
function checkNamedType(checker: Checker, name: Name, type: Type): HirPattern {
  const path: TypeSyntax = { kind: 'path', path: [name], args: [], from: name.from, to: name.to };
  const found = matchType(checker, path, type);
  return found === undefined ? wildcard : found.wrap(wildcard);
}

/** `Circle c`; `_` binds nothing. */
function checkTyped(
  checker: Checker,
  syntax: Extract<PatternSyntax, { kind: 'typed' }>,
  type: Type,
  scope: PatternScope,
): HirPattern {
  const constant = syntax.name.text === '_' ? constantNamed(checker, syntax.type) : undefined;
  if (constant !== undefined)
    return constantPattern(checker, constant, { type, range: syntax.type });
  const found = matchType(checker, syntax.type, type);
  const inner =
    syntax.name.text === '_' ? wildcard : bind(checker, syntax.name, found?.type ?? ERROR, scope);
  return found === undefined ? inner : found.wrap(inner);
}

/** `math.LIMIT`, which reads like a type. */
function constantNamed(checker: Checker, syntax: TypeSyntax): DeclId | undefined {
  if (syntax.kind !== 'path' || syntax.path.length !== 2) return undefined;
  const [qualifier, item] = syntax.path;
  if (qualifier === undefined || item === undefined) return undefined;
  for (const binding of checker.ctx.lookup(checker.owner.module, qualifier.text)) {
    if (binding.kind !== 'module') continue;
    const found = checker.ctx
      .lookupPublic(binding.module, item.text)
      .find(({ kind }) => kind === 'constant');
    if (found?.kind === 'constant') return found.decl;
  }
  return undefined;
}

/** `Square { side, corner: (x, y) }` */
function checkFields(
  checker: Checker,
  syntax: Extract<PatternSyntax, { kind: 'fields' }>,
  type: Type,
  scope: PatternScope,
): HirPattern {
  const found = matchType(checker, syntax.type, type);
  const of = found?.type ?? ERROR;
  if (of.kind === 'struct')
    return found?.wrap(structFields(checker, syntax, of, scope)) ?? wildcard;
  if (of.kind === 'class') {
    const fields = distinctFields(checker, syntax).flatMap(({ name, pattern }) => {
      const access = findAccess(checker, of, name.text);
      if (access === undefined) reportUnknownField(checker, of, name);
      const inner = fieldPattern(checker, { name, pattern }, access?.field.type ?? ERROR, scope);
      return access === undefined ? [] : [{ field: access.field, pattern: inner, at: name.from }];
    });
    return found?.wrap({ kind: 'fields', fields }) ?? wildcard;
  }
  if (of.kind !== 'error')
    mismatch(checker, syntax, {
      what: `\`${printType(of)}\`, which has no fields,`,
      type,
      notes: [],
    });
  for (const field of syntax.fields) fieldPattern(checker, field, ERROR, scope);
  return wildcard;
}

type FieldSyntax = Extract<PatternSyntax, { kind: 'fields' }>['fields'][number];

function structFields(
  checker: Checker,
  syntax: Extract<PatternSyntax, { kind: 'fields' }>,
  of: StructType,
  scope: PatternScope,
): HirPattern {
  const declared = fieldsOf(checker.ctx.structHeader(of.decl), of);
  noteForeign(
    checker,
    declared.map((field) => field.type),
  );
  const members = distinctFields(checker, syntax).flatMap((field) => {
    const { name } = field;
    const known = declared.find((each) => each.name === name.text);
    if (known === undefined && !isMissing(checker, name)) {
      const message = `\`${printType(of)}\` has no field \`${name.text}\``;
      const notes = didYouMean(
        name.text,
        declared.map((each) => each.name),
      );
      report(checker, 'E0303', spanOf(checker, name), message, { notes });
    }
    const pattern = fieldPattern(checker, field, known?.type ?? ERROR, scope);
    return known === undefined ? [] : [{ member: known.name, type: known.type, pattern }];
  });
  return { kind: 'members', members };
}

/** The pattern behind the field's name; without one, a variable of that name. */
function fieldPattern(
  checker: Checker,
  { name, pattern }: FieldSyntax,
  type: Type,
  scope: PatternScope,
): HirPattern {
  if (pattern === undefined) return bind(checker, name, type, scope);
  return check(checker, pattern, type, { ...scope, isWhole: false });
}

function distinctFields(
  checker: Checker,
  { fields }: Extract<PatternSyntax, { kind: 'fields' }>,
): readonly FieldSyntax[] {
  const seen = new Map<string, Name>();
  return fields.filter(({ name }) => {
    const earlier = seen.get(name.text);
    seen.set(name.text, name);
    if (earlier === undefined || name.text === '') return true;
    report(checker, 'E0385', spanOf(checker, name), `Field \`${name.text}\` stands here twice`, {
      labels: [{ span: spanOf(checker, earlier), message: 'the first one' }],
    });
    return false;
  });
}

function checkTuple(
  checker: Checker,
  syntax: Extract<PatternSyntax, { kind: 'tuple' }>,
  type: Type,
  scope: PatternScope,
): HirPattern {
  const inner = { ...scope, isWhole: false };
  return inValue(type, (of) => {
    const tuple = of.kind === 'union' ? matchTuple(checker, syntax, of) : { type: of, wrap: same };
    const elements = tuple?.type.kind === 'tuple' ? tuple.type.elements : undefined;
    if (elements === undefined || elements.length !== syntax.elements.length) {
      for (const element of syntax.elements) check(checker, element, ERROR, inner);
      if (of.kind === 'error') return wildcard;
      const what = `A tuple of ${syntax.elements.length}`;
      return mismatch(checker, syntax, { what, type: of, notes: [] });
    }
    const members = syntax.elements.map((element, index) => {
      const part = elements[index] ?? ERROR;
      return { member: String(index), type: part, pattern: check(checker, element, part, inner) };
    });
    return tuple?.wrap({ kind: 'members', members }) ?? wildcard;
  });
}

function same(pattern: HirPattern): HirPattern {
  return pattern;
}

/** The only member that is a tuple of as many elements. */
function matchTuple(
  checker: Checker,
  syntax: Extract<PatternSyntax, { kind: 'tuple' }>,
  of: Extract<Type, { kind: 'union' }>,
): TypeMatch | undefined {
  return matchMember(
    checker,
    of,
    (member) => member.kind === 'tuple' && member.elements.length === syntax.elements.length,
  );
}

/** All alternatives bind the same variables, of the same types. */
function checkAlternatives(
  checker: Checker,
  syntax: Extract<PatternSyntax, { kind: 'or' }>,
  type: Type,
  scope: PatternScope,
): HirPattern {
  let first: ReadonlyMap<string, LocalId> | undefined;
  const alternatives = syntax.alternatives.map((alternative) => {
    const bound = new Map<string, LocalId>();
    const expected =
      first === undefined ? scope.expected : new Map([...(scope.expected ?? []), ...first]);
    const pattern = check(checker, alternative, type, { ...scope, bound, expected });
    for (const name of first?.keys() ?? []) {
      if (!bound.has(name)) reportUnbound(checker, alternative, name);
    }
    first ??= bound;
    return pattern;
  });
  for (const [name, local] of first ?? []) scope.bound.set(name, local);
  return { kind: 'or', alternatives };
}

function reportUnbound(checker: Checker, range: Range, name: string): void {
  const message = `This alternative does not bind \`${name}\``;
  report(checker, 'E0381', spanOf(checker, range), message, {
    notes: [
      'Which alternative matched is not known behind the pattern: each binds the same variables.',
    ],
  });
}

/** A variable; see `PatternScope.isWhole`. */
function bindHere(checker: Checker, name: Name, type: Type, scope: PatternScope): HirPattern {
  if (!scope.isWhole || type.kind !== 'optional') return bind(checker, name, type, scope);
  return { kind: 'some', pattern: bind(checker, name, type.value, scope) };
}

function bind(checker: Checker, name: Name, type: Type, scope: PatternScope): HirPattern {
  if (isMissing(checker, name)) return wildcard;
  const { text, from } = name;
  if (text === 'this') {
    report(checker, 'E0315', spanOf(checker, name), '`this` cannot be declared');
    return wildcard;
  }
  const repeated = scope.bound.get(text);
  if (repeated !== undefined) {
    const first = localAt(checker, repeated);
    report(checker, 'E0385', spanOf(checker, name), `The pattern binds \`${text}\` twice`, {
      labels: [{ span: spanAt(checker, first.at), message: 'first bound here' }],
    });
    return wildcard;
  }
  const known = scope.expected?.get(text);
  if (known !== undefined) return bindAgain(checker, name, type, { known, scope });
  if (scope.expected !== undefined)
    report(
      checker,
      'E0381',
      spanOf(checker, name),
      `The first alternative does not bind \`${text}\``,
    );
  const local = reserveLocal(checker, text, from);
  defineLocal(checker, local, { name: text, type, kind: 'let', borrowed: false, at: from });
  bindLocal(checker, local);
  scope.bound.set(text, local);
  return { kind: 'bind', local };
}

/** In an alternative behind the one that declared the variable. */
function bindAgain(
  checker: Checker,
  name: Name,
  type: Type,
  { known, scope }: { readonly known: LocalId; readonly scope: PatternScope },
): HirPattern {
  scope.bound.set(name.text, known);
  const first = localAt(checker, known);
  const isUnknown = type.kind === 'error' || first.type.kind === 'error';
  if (!isUnknown && !equalTypes(first.type, type)) {
    const message = `\`${name.text}\` is \`${printType(first.type)}\` in the first alternative and \`${printType(type)}\` here`;
    report(checker, 'E0381', spanOf(checker, name), message);
  }
  return { kind: 'bind', local: known };
}

function mismatch(
  checker: Checker,
  range: Range,
  {
    what,
    type,
    notes,
  }: { readonly what: string; readonly type: Type; readonly notes: readonly string[] },
): HirPattern {
  if (type.kind === 'error') return wildcard;
  const message = `${what} cannot match a value of type \`${printType(type)}\``;
  report(checker, 'E0378', spanOf(checker, range), message, { notes });
  return wildcard;
}
