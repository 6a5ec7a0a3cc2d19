/**
 * Notations that the language reference describes and this version does not have yet: one message
 * each.
 */
import type { Ordinal } from '../../base/span.ts';
import type { Cursor } from './cursor.ts';
import { here, report } from './cursor.ts';

/** What a message calls each of them, in the plural. */
export type LaterFeature =
  | 'pointers'
  | 'bounds of type parameters'
  | 'closures'
  | 'macros'
  | 'ranges outside `for`'
  | 'declarations inside a body'
  | 'methods with type parameters'
  | 'function types'
  | 'traits';

/** Reports the notation at the current token, or from `from` to the current token. */
export function reportUnsupported(
  cursor: Cursor,
  feature: LaterFeature,
  from: Ordinal = here(cursor),
): void {
  report(cursor, {
    code: 'E0123',
    message: `${feature.charAt(0).toUpperCase()}${feature.slice(1)} are not part of this version of Bolt`,
    from,
    to: here(cursor),
  });
}
