/**
 * Writing to the store: all changes since the last flush in one batch, so that the store is
 * consistent whenever the process dies. Afterwards the texts are dropped, and the values that are
 * not retained.
 */

import { dropPrefetched } from './lookup.ts';
import type { Node } from './node.ts';
import { currentTrace, notDecoded } from './node.ts';
import type { Runtime } from './runtime.ts';
import type { NodeNumber, StoredTrace, WriteBatch } from './store.ts';
import { valueTextOf } from './stored-value.ts';

type Memo = WriteBatch['memos'][number];

export function flush(runtime: Runtime): void {
  const { unsaved, store } = runtime;
  const { touched, dirtiedElsewhere } = unsaved;
  if (touched.length > 0 || dirtiedElsewhere.size > 0) {
    const memos: Memo[] = [];
    const dirtied: NodeNumber[] = [...dirtiedElsewhere];
    const cleaned: NodeNumber[] = [];
    const active: Node[] = [];
    for (const node of touched) {
      const { number, status, stored } = node;
      if (status === 'clean' && node.isUnsaved) memos.push(memoOf(runtime, node));
      else if (status === 'clean' && stored === 'dirty') cleaned.push(number);
      else if (status === 'dirty' && stored === 'clean') dirtied.push(number);
      else if (status === 'active') active.push(node);
    }
    dropPrefetched(runtime);
    store.write({ memos, dirtied, cleaned });
    for (const node of touched) markSaved(node);
    unsaved.touched = active;
    unsaved.memos = 0;
    dirtiedElsewhere.clear();
  }
  evict(runtime);
}

/**
 * A value that is stored already goes with the trace again: the store need not remember whose it
 * is.
 */
function memoOf(runtime: Runtime, node: Node): Memo {
  const { number, table, key } = node;
  const trace: StoredTrace = currentTrace(node);
  const { query } = table;
  if (
    trace.valueText !== undefined ||
    (query?.kind === 'derived' && query.storage === 'fingerprint')
  ) {
    return { number, query: table.name, key, trace };
  }
  const valueText = valueTextOf(runtime, node, trace.value);
  return { number, query: table.name, key, trace: { ...trace, valueText } };
}

function markSaved(node: Node): void {
  if (node.status === 'active') return;
  node.isTouched = false;
  if (node.status === 'clean') {
    node.stored = 'clean';
    node.isUnsaved = false;
    currentTrace(node).valueText = undefined;
  } else if (node.stored !== 'absent') {
    node.stored = 'dirty';
  }
}

function evict(runtime: Runtime): void {
  const { unsaved } = runtime;
  if (unsaved.evictable.length === 0) return;
  const kept = unsaved.evictable.filter((node) => node.isUnsaved);
  for (const node of unsaved.evictable) if (!node.isUnsaved) node.value = notDecoded;
  unsaved.evictable = kept;
}
