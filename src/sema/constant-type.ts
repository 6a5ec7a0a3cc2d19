/** Which types constants and global variables may have. */
import { assertNever } from '../base/invariant.ts';
import type { SemaContext } from './context.ts';
import { substitute } from './subtype.ts';
import type { Type } from './type.ts';
import { typeKey } from './type-key.ts';

export type ValueContext = Pick<SemaContext, 'structHeader' | 'typeDeclaration' | 'capabilities'>;

/**
 * The first type in `type`, itself included, whose values others could change: a `T[]`, a pointer, and a class
 * that `isShared` does not accept. Undefined where there is none.
 */
export function mutablePart(
  context: ValueContext,
  type: Type,
  isShared: (type: Type & { readonly kind: 'class' }) => boolean,
): Type | undefined {
  const seen = new Set<string>();
  const pending: Type[] = [type];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    switch (part.kind) {
      case 'int':
      case 'float':
      case 'bool':
      case 'char':
      case 'string':
      case 'void':
      case 'never':
      case 'error':
      case 'parameter':
        break;
      case 'pointer':
        return part;
      case 'class':
        if (!isShared(part)) return part;
        break;
      case 'array':
        if (!part.isRead) return part;
        pending.push(part.element);
        break;
      case 'optional':
        pending.push(part.value);
        break;
      case 'tuple':
        pending.push(...part.elements);
        break;
      case 'struct':
      case 'union': {
        const key = typeKey(part);
        if (!seen.has(key)) pending.push(...partsOfDeclared(context, part));
        seen.add(key);
        break;
      }
      default:
        assertNever(part);
    }
  }
  return undefined;
}

/** Whether every capability of the class is of mode `locked` or `read`: tasks may share its objects. */
export function isSharedClass(
  context: Pick<SemaContext, 'capabilities'>,
  type: Type & { readonly kind: 'class' },
): boolean {
  const capabilities = context.capabilities(type.decl);
  return (
    capabilities.length > 0 &&
    capabilities.every(({ mode }) => mode === 'locked' || mode === 'read')
  );
}

function partsOfDeclared(
  context: ValueContext,
  type: Type & { readonly kind: 'struct' | 'union' },
): readonly Type[] {
  if (type.kind === 'struct') {
    return context
      .structHeader(type.decl)
      .fields.map((field) => substitute(field.type, type.decl, type.args));
  }
  const declaration = context.typeDeclaration(type.decl);
  const members = declaration.kind === 'union' ? declaration.members : [];
  return members.map((member) => substitute(member, type.decl, type.args));
}
