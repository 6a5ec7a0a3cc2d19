/** What structs and unions consist of, with type arguments put in: what layouts and code depend on. */
import { InternalError } from '../../base/invariant.ts';
import type { ShapeSource, ValueShape } from '../../ir/value-shapes.ts';
import { partsOfShape } from '../../ir/value-shapes.ts';
import type { QueryContext } from '../../query/query.ts';
import { substitute } from '../../sema/subtype.ts';
import type { StructType, Type, UnionType } from '../../sema/type.ts';
import { typeKey } from '../../sema/type-key.ts';
import { someType } from '../../sema/type-parts.ts';
import { structHeaderQuery } from './structs.ts';
import { typeDeclarationQuery } from './unions.ts';

/** Answers from the declarations; null where mistakes leave the type of a part unknown. */
export function shapeSource(context: QueryContext): ShapeSource {
  return (type) => {
    const shape = valueShape(context, type);
    return partsOfShape(shape).some(isUnknown) ? null : shape;
  };
}

function valueShape(context: QueryContext, type: StructType | UnionType): ValueShape {
  const concrete = (part: Type): Type => substitute(part, type.decl, type.args);
  if (type.kind === 'struct') {
    const { fields } = context.get(structHeaderQuery, type.decl);
    return {
      kind: 'struct',
      fields: fields.map(({ name, type: part }) => ({ name, type: concrete(part) })),
    };
  }
  const declaration = context.get(typeDeclarationQuery, type.decl);
  if (declaration.kind !== 'union') throw new InternalError(`${typeKey(type)} is no union`);
  return { kind: 'union', members: declaration.members.map(concrete) };
}

function isUnknown(type: Type): boolean {
  return someType(type, ({ kind }) => kind === 'error');
}
