/** Types as text: one canonical form for keys and symbols, one short form for messages. */

import type { DeclId } from '../base/ids.ts';
import { localOf, moduleOf } from '../base/ids.ts';
import { assertNever } from '../base/invariant.ts';
import type { Type } from './type.ts';

/**
 * Equal for equal types only, the same in every process: `i32`, `a.b.Box<i32>`, `struct:a.b.Point`,
 * `union:a.b.Shape`, `[i32]`, `[read i32]`, `(i32,f64)`, `?i32`, `*u8`, `T#0@a.b::class Box`.
 */
export function typeKey(type: Type): string {
  switch (type.kind) {
    case 'int':
      return `${type.signed ? 'i' : 'u'}${type.bits}`;
    case 'float':
      return `f${type.bits}`;
    case 'bool':
    case 'char':
    case 'string':
    case 'void':
    case 'never':
    case 'error':
      return type.kind;
    case 'class':
      return qualifiedName(type.decl) + argumentList(type.args, typeKey);
    case 'struct':
    case 'union':
      return `${type.kind}:${qualifiedName(type.decl)}${argumentList(type.args, typeKey)}`;
    case 'array':
      return `[${type.isRead ? 'read ' : ''}${typeKey(type.element)}]`;
    case 'tuple':
      return `(${type.elements.map(typeKey).join(',')})`;
    case 'optional':
      return `?${typeKey(type.value)}`;
    case 'pointer':
      return `*${typeKey(type.target)}`;
    case 'parameter':
      return `${type.name}#${type.index}@${type.owner}`;
    default:
      return assertNever(type);
  }
}

/** As a user writes it: `int`, `Box<int>`, `T`, `read float[]`, `(int, string)?`; `none` and `[]` of which nothing else is known. */
export function printType(type: Type): string {
  switch (type.kind) {
    case 'int':
      return type.bits === 32 && type.signed ? 'int' : typeKey(type);
    case 'float':
      return type.bits === 64 ? 'float' : 'f32';
    case 'class':
    case 'struct':
    case 'union':
      return simpleName(type.decl) + argumentList(type.args, printType);
    case 'array':
      if (type.element.kind === 'error') return '[]';
      return `${type.isRead ? 'read ' : ''}${printType(type.element)}[]`;
    case 'tuple':
      return `(${type.elements.map(printType).join(', ')})`;
    case 'optional':
      return type.value.kind === 'error' ? 'none' : `${printType(type.value)}?`;
    case 'pointer':
      return `*${printType(type.target)}`;
    case 'parameter':
      return type.name;
    case 'error':
      return '?';
    case 'bool':
    case 'char':
    case 'string':
    case 'void':
    case 'never':
      return type.kind;
    default:
      return assertNever(type);
  }
}

/** `a.b.Circle` of `a.b::class Circle`. */
export function qualifiedName(decl: DeclId): string {
  return `${moduleOf(decl)}.${simpleName(decl)}`;
}

/** A function or method as users write it: `area`, `Circle.area`, `main`. */
export function shownName(decl: DeclId): string {
  const local = localOf(decl);
  const method = /^(?:class|implement) ([^.]+)\.method ([^(]+)/.exec(local);
  if (method !== null) return `${method[1]}.${method[2]}`;
  return /^function ([^(]+)/.exec(local)?.[1] ?? local;
}

/** The declared name: `Circle` of `a.b::class Circle`. */
function simpleName(decl: DeclId): string {
  const local = localOf(decl);
  return local.slice(local.indexOf(' ') + 1);
}

function argumentList(args: readonly Type[], print: (type: Type) => string): string {
  return args.length === 0 ? '' : `<${args.map(print).join(',')}>`;
}
