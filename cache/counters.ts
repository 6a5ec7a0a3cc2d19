/**
 * The small state that a writer keeps in memory beside the database: the counters and the names of
 * queries. After a rollback `reload` brings both back to what the database says.
 */
import type { NodeNumber } from '../src/query/store.ts';
import { counterCheck, nameCheck } from './checksum.ts';
import type { Connection } from './connection.ts';
import { CacheDamagedError } from './errors.ts';

export const FIRST_NUMBER: number = 1;

export class Counters {
  readonly #connection: Connection;
  #nextNumber: number = FIRST_NUMBER;
  #tick: number = 0;
  #isSaved: boolean = true;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.reload();
  }

  /** Above every number ever given out. */
  get nextNumber(): NodeNumber {
    return this.#nextNumber as NodeNumber;
  }

  get tick(): number {
    return this.#tick;
  }

  /** The next moment of the cache's clock. */
  advance(): number {
    this.#isSaved = false;
    this.#tick += 1;
    return this.#tick;
  }

  /** Notes that `number` is taken. */
  reserve(number: NodeNumber): void {
    if (number < this.#nextNumber) return;
    this.#isSaved = false;
    this.#nextNumber = number + 1;
  }

  save(): void {
    if (this.#isSaved) return;
    const update = this.#connection.writer(
      'UPDATE counter SET next_number = ?, tick = ? WHERE id = 1',
    );
    update.run(this.#nextNumber, this.#tick);
    this.#isSaved = true;
  }

  reload(): void {
    const row = this.#connection.reader('SELECT next_number, tick, row_check FROM counter').get();
    const [nextNumber, tick, check] = row ?? [];
    if (typeof nextNumber !== 'number' || typeof tick !== 'number') throw damagedCounter();
    if (counterCheck(nextNumber, tick) !== check) throw damagedCounter();
    this.#nextNumber = nextNumber;
    this.#tick = tick;
    this.#isSaved = true;
  }
}

export class QueryNames {
  readonly #connection: Connection;
  readonly #ids: Map<string, number> = new Map();
  readonly #names: Map<number, string> = new Map();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.reload();
  }

  idOf(name: string): number | undefined {
    return this.#ids.get(name);
  }

  nameOf(id: number): string | undefined {
    return this.#names.get(id);
  }

  /** The id of `name`, which is given one when it has none. */
  intern(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = this.#ids.size + 1;
    const insert = this.#connection.writer(
      'INSERT INTO query (id, name, row_check) VALUES (?, ?, ?)',
    );
    insert.run(id, name, nameCheck(id, name));
    this.#add(id, name);
    return id;
  }

  reload(): void {
    this.#ids.clear();
    this.#names.clear();
    for (const [id, name, check] of this.#connection
      .reader('SELECT id, name, row_check FROM query')
      .all()) {
      if (typeof id !== 'number' || typeof name !== 'string' || nameCheck(id, name) !== check) {
        throw new CacheDamagedError('The cache is damaged: the name of a query is unreadable');
      }
      this.#add(id, name);
    }
  }

  #add(id: number, name: string): void {
    this.#ids.set(name, id);
    this.#names.set(id, name);
  }
}

function damagedCounter(): CacheDamagedError {
  return new CacheDamagedError('The cache is damaged: its counters are unreadable');
}
