/** Values of inputs. An input that is not set has one too: absence can be depended on. */
import { keepValue } from './backdate.ts';
import type { Encoded } from './codec.ts';
import { encodeValue, noReports } from './codec.ts';
import type { Node, Table, Trace } from './node.ts';
import { noTraces, setCurrent } from './node.ts';
import type { InputQuery } from './query.ts';
import type { Runtime } from './runtime.ts';
import { markUnsaved } from './runtime.ts';
import type { StoredDependency } from './store.ts';

/** Gives an input a value; it is clean at all times. */
export function assignInput(runtime: Runtime, node: Node, value: unknown, encoded: Encoded): void {
  const trace: Trace = {
    dependencies: noDependencies,
    value: encoded.fingerprint,
    valueText: encoded.text,
    reportsText: noReports.text,
    reports: noReports.fingerprint,
    microseconds: 0,
    isGone: false,
  };
  setCurrent(node, trace, noTraces);
  keepValue(runtime, node, value);
  node.status = 'clean';
  markUnsaved(runtime, node);
}

const noDependencies: readonly StoredDependency[] = [];

/** What an input that is not set has for a value. */
export function absentOf(table: Table, query: InputQuery<string, unknown>): Encoded {
  table.absent ??= encodeValue(query.absent);
  return table.absent;
}
