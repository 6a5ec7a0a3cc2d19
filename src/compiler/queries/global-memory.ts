/** A global variable as code generation needs it: its type and mode, and the value that it begins with. */
import type { DeclId } from '../../base/ids.ts';
import { unfinished } from '../../base/invariant.ts';
import type { QueryContext } from '../../query/query.ts';
import type { ConstantValue } from '../../sema/constant-value.ts';
import type { GlobalVariable } from '../../sema/model.ts';

export interface GlobalMemory {
  readonly global: GlobalVariable;
  readonly initial: ConstantValue;
}

/** Null where mistakes leave the type or the value unknown. */
export function globalMemory(_context: QueryContext, decl: DeclId): GlobalMemory | null {
  return unfinished({ decl });
}
