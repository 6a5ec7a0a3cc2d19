/** A global variable as code generation needs it: its type and mode, and the value that it begins with. */
import type { DeclId } from '../../base/ids.ts';
import { hasErrors } from '../../diagnostic/severity.ts';
import type { QueryContext } from '../../query/query.ts';
import type { ConstantValue } from '../../sema/constant-value.ts';
import type { GlobalVariable } from '../../sema/model.ts';
import { globalTypeQuery, globalValueQuery } from './global-values.ts';
import { globalQuery } from './globals.ts';

export interface GlobalMemory {
  readonly global: GlobalVariable;
  readonly initial: ConstantValue;
}

/** Null where mistakes leave the type or the value unknown. */
export function globalMemory(context: QueryContext, decl: DeclId): GlobalMemory | null {
  const initial = context.get(globalValueQuery, decl);
  if (initial === null || hasErrors(context.reports(globalTypeQuery, decl))) return null;
  return { global: context.get(globalQuery, decl), initial: initial.value };
}
