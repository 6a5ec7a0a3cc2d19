/** Orders of external queries that are under way. */
import type { Fingerprint } from '../base/fingerprint.ts';
import type { WorkOrder } from './engine-api.ts';
import type { Cause } from './events.ts';
import type { StoredDependency } from './store.ts';

/** What `prepare` read to come to an order: the trace of the result, but for the result. */
export interface OpenOrder {
  readonly order: WorkOrder<unknown>;
  readonly cause: Cause;
  readonly dependencies: readonly StoredDependency[];
  readonly reportsText: string;
  readonly reports: Fingerprint;
}

/** The orders of a node in this process. */
export interface Orders {
  /** Undefined once its result is in. */
  latest: OpenOrder | undefined;
  /**
   * The engine's revision when the latest order was made; it stands as long as that is the
   * revision.
   */
  revision: number;
  /**
   * All orders that have not come back, by their fingerprint; a result that comes late is a trace
   * too.
   */
  readonly open: Map<Fingerprint, OpenOrder>;
  /** Those that have. */
  readonly settled: Set<Fingerprint>;
}

/** The order to hand out, if what it was made from has not changed. */
export function standingOrder(orders: Orders | undefined, revision: number): OpenOrder | undefined {
  return orders?.revision === revision ? orders.latest : undefined;
}

/** Takes up an order; false if the same one is open already. */
export function openOrder(orders: Orders, order: OpenOrder, revision: number): boolean {
  const { fingerprint } = order.order;
  const isNew = !orders.open.has(fingerprint);
  orders.latest = order;
  orders.revision = revision;
  orders.open.set(fingerprint, order);
  return isNew;
}

export function createOrders(): Orders {
  return { latest: undefined, revision: 0, open: new Map(), settled: new Set() };
}
