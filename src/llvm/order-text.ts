/**
 * Orders for fragments as JSON. The unit's IR, nearly all of an order, is packed: a third of the text, and the same
 * one as that of the unit's memo, so that it is made once.
 */
import { packOnce, unpackParsed } from '../base/packed.ts';
import type { MirUnit } from '../ir/mir.ts';
import type { FragmentOrder } from './protocol.ts';

export function encodeFragmentOrder(order: FragmentOrder | null): string {
  if (order?.kind !== 'function') return JSON.stringify(order);
  const { unit, ...rest } = order;
  return `{"order":${JSON.stringify(rest)},"unit":${packOnce(unit)}}`;
}

/** What `JSON.parse` made of the text of an order. */
export type ParsedOrder =
  | Exclude<FragmentOrder, { kind: 'function' }>
  | {
      readonly order: Omit<Extract<FragmentOrder, { kind: 'function' }>, 'unit'>;
      readonly unit: readonly unknown[];
    };

export function decodeFragmentOrder(parsed: ParsedOrder): FragmentOrder {
  if ('kind' in parsed) return parsed;
  return { ...parsed.order, unit: unpackParsed(parsed.unit) as MirUnit };
}
