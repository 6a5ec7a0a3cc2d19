/**
 * The query engine: inputs, derived and external queries over a persistent graph, brought up to
 * date on demand. The life of a `get`, a file for each step:
 *
 *   lookup    the node, from memory or the store
 *   fetch     clean: its value; dirty: bring it up to date first
 *   update    the loop over the explicit stack
 *   verify    does one of the node's traces hold? ask for its dependencies in order
 *   execute   none does: run the query in a context that records what it reads
 *   backdate  take the result in; equal results stop the change here
 *
 * Beside it: inputs and dirty (what a change makes dirty), cycle, external, lost (values that are not
 * stored), recheck (verify mode), flush (to the store). Nothing here knows what is computed, where
 * it is stored, or what time it is.
 */
import { InternalError } from '../base/invariant.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Engine, EngineOptions } from './engine-api.ts';
import { complete, forget, prepare } from './external.ts';
import { bringUpToDate, readReports, readValue } from './fetch.ts';
import { flush } from './flush.ts';
import type { Frame } from './frame.ts';
import { setInput } from './inputs.ts';
import { locate } from './lookup.ts';
import type { Node } from './node.ts';
import type { AnyQuery } from './query.ts';
import type { Runtime } from './runtime.ts';
import { createUnsaved, tableOf } from './runtime.ts';
import { run } from './update.ts';

export function createEngine(options: EngineOptions): Engine {
  const runtime = createRuntime(options);
  for (const query of options.queries ?? []) tableOf(runtime, query);
  return {
    set: (input, key, value) => setInput(runtime, input, key, value),
    get<V>(query: AnyQuery, key: string): V {
      return readValue<V>(runtime, read(runtime, query, key));
    },
    reports: (query, key): readonly Diagnostic[] => readReports(read(runtime, query, key)),
    prepare: (query, key) => prepare(runtime, query, key),
    complete: (query, order, value, microseconds) =>
      complete(runtime, query, order, value, microseconds),
    forget: (query, key) => forget(runtime, query, key),
    flush(): void {
      if (runtime.stack.length > 0)
        throw new InternalError('A flush was asked for in an execution');
      flush(runtime);
    },
  };
}

function read(runtime: Runtime, query: AnyQuery, key: string): Node {
  if (runtime.stack.length > 0) {
    throw new InternalError(`${query.name}(${key}) was read past the context of an execution`);
  }
  const node = locate(runtime, query, key);
  bringUpToDate(runtime, node);
  return node;
}

function createRuntime(options: EngineOptions): Runtime {
  const { store } = options;
  const runtime: Runtime = {
    store,
    isComplete: store.isEmpty,
    emit: options.onEvent,
    isCancelled: options.cancelled ?? ((): boolean => false),
    now: options.now,
    retains: options.retains ?? ((): boolean => true),
    rechecked: options.verify ?? 0,
    tables: new Map(),
    nodes: new Map(),
    prefetched: { byNumber: new Map(), byName: new Map() },
    nextNumber: store.nextNumber(),
    revision: 0,
    stack: [],
    depth: 0,
    unwinding: undefined,
    described: new WeakSet(),
    unsaved: createUnsaved(),
    run: (frame: Frame): boolean => run(runtime, frame),
  };
  return runtime;
}
