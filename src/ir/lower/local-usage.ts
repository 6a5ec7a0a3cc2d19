/**
 * How a body uses its locals, found in one walk before lowering: a local that nothing assigns or
 * consumes needs no slot, and one that nothing mentions needs no code at all.
 */
import type { LocalId, TypedBody } from '../../sema/hir.ts';
import { walkHir } from '../../sema/walk-hir.ts';

export interface LocalUsage {
  /** Assigned or consumed anywhere, async blocks included. */
  readonly mutable: ReadonlySet<LocalId>;
  readonly mentioned: ReadonlySet<LocalId>;
}

/** `implicit`: locals that the function's own code needs, whether or not the body mentions them. */
export function localUsage(body: TypedBody, implicit: readonly LocalId[]): LocalUsage {
  const mutable = new Set<LocalId>();
  const mentioned = new Set<LocalId>(implicit);
  walkHir(body.root, (expr) => {
    switch (expr.kind) {
      case 'assignLocal':
      case 'compoundLocal':
      case 'consumeLocal':
        mutable.add(expr.local);
        break;
      case 'assignPlace':
      case 'compoundPlace': {
        const { root } = expr.place;
        if (root.kind === 'local') mutable.add(root.local);
        break;
      }
      case 'local':
        mentioned.add(expr.local);
        break;
      case 'async':
        for (const local of expr.captures) mentioned.add(local);
        break;
      default:
        break;
    }
  });
  return { mutable, mentioned };
}
