/**
 * Inputs: the leaves, set from outside. An input that is not set has its query's `absent` value.
 */
import { InternalError } from '../base/invariant.ts';
import { encodeValue } from './codec.ts';
import { markDependentsDirty, prepareMarking } from './dirty.ts';
import { absentOf, assignInput } from './input-value.ts';
import { find, locate } from './lookup.ts';
import { nameOf } from './node.ts';
import type { InputQuery } from './query.ts';
import type { Runtime } from './runtime.ts';
import { tableOf } from './runtime.ts';

/** Sets an input and makes all that depend on it dirty; an equal value changes nothing. */
export function setInput<V>(
  runtime: Runtime,
  query: InputQuery<string, V>,
  key: string,
  value: V | undefined,
): void {
  if (runtime.stack.length > 0) {
    throw new InternalError(`The input ${query.name}(${key}) was set during an execution`);
  }
  const present = value === undefined ? query.absent : value;
  const encoded = encodeValue(present);
  const table = tableOf(runtime, query);
  const absent = absentOf(table, query).fingerprint;
  // Most files that changed are, for the most part, what they were: no node is made for that.
  if (!runtime.isComplete && !table.nodes.has(key)) {
    const stored = runtime.store.inputValue(query.name, key) ?? absent;
    if (stored === encoded.fingerprint) return;
  }
  const known = find(runtime, query, key);
  const previous = known?.current?.value ?? absent;
  if (encoded.fingerprint === previous) {
    if (known?.current?.isGone === true) assignInput(runtime, known, present, encoded);
    return;
  }

  const node = known ?? locate(runtime, query, key);
  if (node.isRead) prepareMarking(runtime);
  assignInput(runtime, node, present, encoded);
  runtime.revision += 1;
  const isRemoved = encoded.fingerprint === absent;
  const change = isRemoved ? 'removed' : previous === absent ? 'added' : 'changed';
  runtime.emit?.({ kind: 'didChangeInput', node: nameOf(node), change });
  if (node.isRead) markDependentsDirty(runtime, [node]);
}
