/** What a query's code holds while it runs: it reads through it, and each read is a dependency. */
import { InternalError } from '../base/invariant.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { bringUpToDate, readReports, readValue } from './fetch.ts';
import type { Frame } from './frame.ts';
import { locate } from './lookup.ts';
import type { Node } from './node.ts';
import { labelOf, notDecoded, reportsDependencyOn, valueDependencyOn } from './node.ts';
import type { AnyQuery, QueryContext } from './query.ts';
import type { Runtime } from './runtime.ts';
import type { StoredDependency } from './store.ts';

/** Up to here a list is searched faster than a set. */
const listedAtMost = 16;

export function createContext(runtime: Runtime, frame: Frame): QueryContext {
  return {
    get<V>(query: AnyQuery, key: string): V {
      assertRunning(runtime, frame);
      const node = locate(runtime, query, key);
      if (node.status !== 'clean' || node.value === notDecoded) provide(runtime, frame, node);
      record(frame, valueDependencyOn(node));
      return readValue<V>(runtime, node);
    },
    reports(query: AnyQuery, key: string): readonly Diagnostic[] {
      assertRunning(runtime, frame);
      const node = locate(runtime, query, key);
      if (node.status !== 'clean') provideReports(runtime, frame, node);
      record(frame, reportsDependencyOn(node));
      return readReports(node);
    },
    report(diagnostic: Diagnostic): void {
      assertRunning(runtime, frame);
      frame.reports.push(diagnostic);
    },
  };
}

/**
 * Brings the node up to date and its value into memory. The time is the node's, not the reader's.
 */
function provide(runtime: Runtime, frame: Frame, node: Node): void {
  const started = runtime.now();
  bringUpToDate(runtime, node);
  readValue(runtime, node);
  frame.nestedMicroseconds += runtime.now() - started;
}

function provideReports(runtime: Runtime, frame: Frame, node: Node): void {
  const started = runtime.now();
  bringUpToDate(runtime, node);
  frame.nestedMicroseconds += runtime.now() - started;
}

/** A context belongs to one execution, and to its frame while that is on top. */
function assertRunning(runtime: Runtime, frame: Frame): void {
  if (runtime.stack[runtime.stack.length - 1] === frame) return;
  throw new InternalError(`The context of ${labelOf(frame.node)} was used outside its execution`);
}

function record(frame: Frame, dependency: StoredDependency): void {
  const { dependencies, seen } = frame;
  if (seen !== undefined) {
    if (seen.has(dependency)) return;
    seen.add(dependency);
  } else {
    if (dependencies.includes(dependency)) return;
    if (dependencies.length >= listedAtMost) frame.seen = new Set(dependencies).add(dependency);
  }
  dependencies.push(dependency);
}
