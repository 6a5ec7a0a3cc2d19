/** Types, patterns and names on one line, as a user would write them. */
import { assertNever } from '../base/invariant.ts';
import type { Expr, Name, PatternSyntax, TypeParameterSyntax, TypeSyntax } from './ast.ts';

export function printType(type: TypeSyntax): string {
  switch (type.kind) {
    case 'path': {
      const path = type.path.map(printName).join('.');
      return type.args.length === 0 ? path : `${path}<${type.args.map(printType).join(', ')}>`;
    }
    case 'array':
      return `${type.isRead ? 'read ' : ''}${printInner(type.element)}[]`;
    case 'tuple':
      return `(${type.elements.map(printType).join(', ')})`;
    case 'optional':
      // `read T[]?` is an optional of a read array.
      return `${type.value.kind === 'pointer' ? `(${printType(type.value)})` : printType(type.value)}?`;
    case 'pointer':
      return `*${printType(type.target)}`;
    case 'error':
      return '<error>';
    default:
      return assertNever(type);
  }
}

/** The element of an array: a prefix in front of it would reach over the brackets. */
function printInner(type: TypeSyntax): string {
  return beginsWithPrefix(type) ? `(${printType(type)})` : printType(type);
}

function beginsWithPrefix(type: TypeSyntax): boolean {
  switch (type.kind) {
    case 'pointer':
      return true;
    case 'array':
      return type.isRead || beginsWithPrefix(type.element);
    case 'optional':
      return type.value.kind !== 'pointer' && beginsWithPrefix(type.value);
    default:
      return false;
  }
}

export function printPattern(pattern: PatternSyntax): string {
  switch (pattern.kind) {
    case 'wildcard':
      return '_';
    case 'name':
      return pattern.name;
    case 'literal':
      return printConstant(pattern.value);
    case 'range':
      return `${printConstant(pattern.start)}${pattern.inclusive ? '..=' : '..'}${printConstant(pattern.end)}`;
    case 'none':
      return 'none';
    case 'typed':
      return `${printType(pattern.type)} ${printName(pattern.name)}`;
    case 'fields': {
      const fields = pattern.fields.map(({ name, pattern: inner }) =>
        inner === undefined ? printName(name) : `${printName(name)}: ${printPattern(inner)}`,
      );
      return `${printType(pattern.type)} {${fields.length === 0 ? '' : ` ${fields.join(', ')} `}}`;
    }
    case 'tuple':
      return `(${pattern.elements.map(printPattern).join(', ')})`;
    case 'or':
      return `(${pattern.alternatives.map(printPattern).join(' | ')})`;
    case 'error':
      return '<error>';
    default:
      return assertNever(pattern);
  }
}

/** A literal or the name of a constant, the only expressions in patterns. */
function printConstant(expr: Expr): string {
  switch (expr.kind) {
    case 'int':
    case 'float':
      return `${expr.text}${expr.suffix ?? ''}`;
    case 'bool':
      return String(expr.value);
    case 'char':
      return `'${JSON.stringify(String.fromCodePoint(expr.value)).slice(1, -1)}'`;
    case 'string':
      return JSON.stringify(expr.parts.filter((part) => typeof part === 'string').join(''));
    case 'unary':
      return `${expr.operator}${printConstant(expr.operand)}`;
    case 'name':
      return expr.name;
    default:
      return '<error>';
  }
}

export function printTypeParameters(parameters: readonly TypeParameterSyntax[]): string {
  return parameters.length === 0 ? '' : `<${printNames(parameters.map(({ name }) => name))}>`;
}

export function printNames(names: readonly Name[]): string {
  return names.map(printName).join(', ');
}

/** A name that is missing is shown as such. */
export function printName({ text }: Name): string {
  return text === '' ? '<missing>' : text;
}
