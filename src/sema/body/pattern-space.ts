/**
 * Patterns as constructors with arguments, which is all that the question of coverage is about; variables and
 * wildcards are the same there. See coverage.ts.
 */
import { assertNever, InternalError } from '../../base/invariant.ts';
import type { HirPattern } from '../hir.ts';
import type { ClassType, Type } from '../type.ts';
import type { Checker } from './checker.ts';
import { namedParts } from './pattern-values.ts';
import { rangeOf } from './primitives.ts';
import { isSubclass } from './type-tests.ts';
import { membersOf } from './unions.ts';

export type Space =
  | { readonly kind: 'any' }
  | { readonly kind: 'of'; readonly head: Head; readonly args: readonly Space[] }
  /** An object of the class or a subclass, whose fields are as the patterns say. */
  | {
      readonly kind: 'object';
      readonly class: ClassType;
      readonly fields: ReadonlyMap<string, { readonly type: Type; readonly space: Space }>;
    }
  /** Integers and characters, both ends included. */
  | { readonly kind: 'interval'; readonly from: bigint; readonly to: bigint }
  | { readonly kind: 'or'; readonly alternatives: readonly Space[] };

/** What a value is made by. */
export type Head =
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'some' }
  /** Of a union, by index. */
  | { readonly kind: 'member'; readonly member: number }
  /** A tuple or struct. */
  | { readonly kind: 'parts' }
  /** A string or float, of which there is always another one. */
  | { readonly kind: 'value'; readonly value: string };

export const anything: Space = { kind: 'any' };

export function spaceOf(checker: Checker, pattern: HirPattern, type: Type): Space {
  switch (pattern.kind) {
    case 'wildcard':
    case 'bind':
      return anything;
    case 'none':
      return { kind: 'of', head: { kind: 'none' }, args: [] };
    case 'some': {
      const value = type.kind === 'optional' ? type.value : type;
      return {
        kind: 'of',
        head: { kind: 'some' },
        args: [spaceOf(checker, pattern.pattern, value)],
      };
    }
    case 'literal':
      return literalSpace(pattern, type);
    case 'range': {
      const to = BigInt(pattern.to) - (pattern.inclusive ? 0n : 1n);
      return { kind: 'interval', from: BigInt(pattern.from), to };
    }
    case 'is':
      if (pattern.test.kind === 'class')
        return objectSpace(checker, pattern.test.class, pattern.pattern);
      return {
        kind: 'of',
        head: { kind: 'member', member: pattern.test.member },
        args: [spaceOf(checker, pattern.pattern, pattern.type)],
      };
    case 'members': {
      const args = namedParts(checker, type).map((part) => {
        const given = pattern.members.find(({ member }) => member === part.name);
        return given === undefined ? anything : spaceOf(checker, given.pattern, part.type);
      });
      return { kind: 'of', head: { kind: 'parts' }, args };
    }
    case 'fields':
      return type.kind === 'class' ? objectSpace(checker, type, pattern) : anything;
    case 'or':
      return {
        kind: 'or',
        alternatives: pattern.alternatives.map((each) => spaceOf(checker, each, type)),
      };
    default:
      return assertNever(pattern);
  }
}

function literalSpace({ value }: Extract<HirPattern, { kind: 'literal' }>, type: Type): Space {
  switch (value.kind) {
    case 'int': {
      if (type.kind === 'float') return valueSpace(value.value);
      const number = BigInt(value.value);
      return { kind: 'interval', from: number, to: number };
    }
    case 'bool':
      return { kind: 'of', head: { kind: 'bool', value: value.value }, args: [] };
    case 'float':
    case 'string':
      return valueSpace(value.value);
    default:
      throw new InternalError(`A literal pattern of kind ${value.kind}`);
  }
}

function valueSpace(value: string): Space {
  return { kind: 'of', head: { kind: 'value', value }, args: [] };
}

function objectSpace(checker: Checker, type: ClassType, pattern: HirPattern): Space {
  const fields = new Map<string, { readonly type: Type; readonly space: Space }>();
  if (pattern.kind === 'fields') {
    for (const { field, pattern: inner } of pattern.fields) {
      fields.set(field.name, { type: field.type, space: spaceOf(checker, inner, field.type) });
    }
  }
  return { kind: 'object', class: type, fields };
}

/** The heads that every value of the type has one of; undefined where there is always another one. */
export function headsOf(checker: Checker, type: Type): readonly Head[] | undefined {
  switch (type.kind) {
    case 'bool':
      return [
        { kind: 'bool', value: true },
        { kind: 'bool', value: false },
      ];
    case 'optional':
      return [{ kind: 'none' }, { kind: 'some' }];
    case 'union':
      return membersOf(checker, type).map((_, member) => ({ kind: 'member', member }));
    case 'tuple':
    case 'struct':
      return [{ kind: 'parts' }];
    default:
      return undefined;
  }
}

/** Types of what a head of a value of type `type` takes. */
export function argumentTypes(checker: Checker, head: Head, type: Type): readonly Type[] {
  switch (head.kind) {
    case 'bool':
    case 'none':
    case 'value':
      return [];
    case 'some':
      return type.kind === 'optional' ? [type.value] : [];
    case 'member': {
      const member = type.kind === 'union' ? membersOf(checker, type)[head.member] : undefined;
      return member === undefined ? [] : [member];
    }
    case 'parts':
      return namedParts(checker, type).map((part) => part.type);
    default:
      return assertNever(head);
  }
}

export function sameHead(a: Head, b: Head): boolean {
  switch (a.kind) {
    case 'bool':
      return b.kind === 'bool' && a.value === b.value;
    case 'member':
      return b.kind === 'member' && a.member === b.member;
    case 'value':
      return b.kind === 'value' && a.value === b.value;
    case 'none':
    case 'some':
    case 'parts':
      return a.kind === b.kind;
    default:
      return assertNever(a);
  }
}

/** Whether every object of `type` is one of `of`. */
export function isWithin(checker: Checker, type: ClassType, of: ClassType): boolean {
  return isSubclass(checker, type, of);
}

/** The values of an integer type, and the characters, as intervals. */
export function domainOf(type: Type): readonly { readonly from: bigint; readonly to: bigint }[] {
  if (type.kind === 'int') {
    const { least, greatest } = rangeOf(type);
    return [{ from: least, to: greatest }];
  }
  // Surrogates are no characters.
  return type.kind === 'char'
    ? [
        { from: 0n, to: 0xd7ffn },
        { from: 0xe000n, to: 0x10ffffn },
      ]
    : [];
}
