/** The descriptor of a class: the one constant by which the runtime and virtual calls know it. */
import { classSymbol, functionSymbol } from '../../ir/symbol.ts';
import type { ClassDescriptor } from '../../llvm/protocol.ts';
import type { QueryContext } from '../../query/query.ts';
import { substituteClass } from '../../sema/subtype.ts';
import type { ClassType } from '../../sema/type.ts';
import { printType } from '../../sema/type-key.ts';
import { superclassQuery } from './classes.ts';
import { classKey, classLayoutQuery } from './layouts.ts';
import { methodTableQuery } from './members.ts';

/** `type` is concrete. Null where mistakes leave it without a layout. */
export function classDescriptor(context: QueryContext, type: ClassType): ClassDescriptor | null {
  const concrete = (other: ClassType): ClassType => substituteClass(other, type.decl, type.args);
  const superclass = context.get(superclassQuery, type.decl);
  const layout = context.get(classLayoutQuery, classKey(type));
  if (layout === null) return null;
  return {
    symbol: classSymbol(type),
    name: printType(type),
    ...(superclass !== null && { superSymbol: classSymbol(concrete(superclass)) }),
    sizeBytes: layout.sizeBytes,
    pointerFree: layout.pointerFree,
    methods: context
      .get(methodTableQuery, type.decl)
      .map(({ method, owner }) => functionSymbol(method, concrete(owner).args)),
    isInstance: type.args.length > 0,
  };
}
