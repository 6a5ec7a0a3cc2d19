/** What structs and unions consist of, with type arguments put in: what layouts and code depend on. */
import { unfinished } from '../../base/invariant.ts';
import type { ShapeSource, ValueShape } from '../../ir/value-shapes.ts';
import type { QueryContext } from '../../query/query.ts';
import type { StructType, UnionType } from '../../sema/type.ts';

/** Answers from the declarations; null where mistakes leave the type of a part unknown. */
export function shapeSource(context: QueryContext): ShapeSource {
  return (type) => valueShape(context, type);
}

function valueShape(_context: QueryContext, type: StructType | UnionType): ValueShape | null {
  return unfinished(type);
}
