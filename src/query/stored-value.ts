/** Encoded values: on the trace until they are saved, in the store from then on. */
import type { Fingerprint } from '../base/fingerprint.ts';
import { encode } from './codec.ts';
import type { Node } from './node.ts';
import { notDecoded } from './node.ts';
import type { Runtime } from './runtime.ts';

/** The encoded value of a trace, wherever it is; undefined if it is lost. */
export function valueTextOf(runtime: Runtime, node: Node, value: Fingerprint): string | undefined {
  const { current } = node;
  if (current?.value === value) {
    if (current.valueText !== undefined) return current.valueText;
    if (node.value !== notDecoded) return encode(node.value, node.table.query);
  }
  if (node.stored === 'absent') return undefined;
  return runtime.store.valueText(node.number, value);
}
