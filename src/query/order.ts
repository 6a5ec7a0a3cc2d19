/** Orders of external queries that are under way. */
import type { Fingerprint } from '../base/fingerprint.ts';
import type { WorkOrder } from './engine-api.ts';
import type { StoredDependency } from './store.ts';

/** What `prepare` read to come to an order: the trace of the result, but for the result. */
export interface OpenOrder {
  readonly order: WorkOrder<unknown>;
  readonly dependencies: readonly StoredDependency[];
  readonly reportsText: string;
  readonly reports: Fingerprint;
}

/** The orders of a node. */
export interface Ordered {
  readonly latest: OpenOrder;
  /** The engine's revision when the latest order was made; it stands as long as that is the revision. */
  readonly revision: number;
  /** All orders that have not come back, by their fingerprint; a result that comes late is a trace too. */
  readonly open: Map<Fingerprint, OpenOrder>;
}
