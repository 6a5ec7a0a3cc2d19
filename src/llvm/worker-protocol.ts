/**
 * What passes between the pool and a worker: frames of a length (32 bits, little endian) and that
 * many bytes of JSON, over one socket. A worker answers tasks in the order in which they came.
 */
import { assertNever, invariant } from '../base/invariant.ts';
import type {
  Fragment,
  FragmentOrder,
  ListingForm,
  ListingPart,
  ObjectOrder,
  ObjectResult,
} from './protocol.ts';

/** `texts`, `text`: the JSON of the orders, where the sender has it already; not sent beside them. */
export type WorkerTask =
  | {
      readonly kind: 'fragments';
      readonly orders: readonly FragmentOrder[];
      readonly texts?: readonly string[];
    }
  | { readonly kind: 'object'; readonly order: ObjectOrder; readonly text?: string }
  | { readonly kind: 'listing'; readonly order: ObjectOrder; readonly form: ListingForm }
  /** Nothing is asked for but to be ready. */
  | { readonly kind: 'warmUp' };

export interface Timed<T> {
  readonly result: T;
  readonly microseconds: number;
}

export type WorkerResult =
  /** In the order of the task's orders. */
  | { readonly kind: 'fragments'; readonly fragments: readonly Timed<Fragment>[] }
  | { readonly kind: 'object'; readonly object: Timed<ObjectResult> }
  | { readonly kind: 'listing'; readonly parts: readonly ListingPart[] }
  | { readonly kind: 'warmUp' };

/** The result of a task of type `T`. */
export type ResultOf<T extends WorkerTask> = Extract<WorkerResult, { readonly kind: T['kind'] }>;

export interface WorkerAnswer {
  readonly outcome:
    | WorkerResult
    | { readonly kind: 'failure'; readonly message: string }
    /** The disk is full or read-only: no fault of the task. */
    | { readonly kind: 'unwritable'; readonly message: string };
  /** Resident memory of the worker after the task. */
  readonly rssBytes: number;
  /** When the worker began and ended the task, by `systemUs`. */
  readonly startedUs: number;
  readonly endedUs: number;
}

/** Microseconds of the system's monotonic clock, which all processes share. */
export function systemUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** What a worker is started with, as JSON in its first argument. */
export interface WorkerSetup {
  /** Holds the object store. */
  readonly cacheFolder: string;
  /** Path of libLLVM-14.so.1. */
  readonly libLlvm: string;
}

/** The file descriptor of a worker's end of the socket. */
export const workerSocket = 3;

export function describeTask(task: WorkerTask): string {
  switch (task.kind) {
    case 'fragments': {
      const symbols = task.orders.map(symbolOfOrder);
      return `code of ${symbols.slice(0, 3).join(', ')}${symbols.length > 3 ? ' …' : ''}`;
    }
    case 'object':
      return `the object of ${task.order.module} (${variantOf(task.order)})`;
    case 'warmUp':
      return 'nothing';
    case 'listing':
      return `the ${task.form} of ${task.order.module} (${task.order.profile})`;
    default:
      return assertNever(task);
  }
}

function variantOf({ profile, sanitizer }: ObjectOrder): string {
  return sanitizer === undefined ? profile : `${profile} for ${sanitizer}s`;
}

export function encodeFrame(message: WorkerTask | WorkerAnswer): Uint8Array {
  const text = encodeMessage(message);
  const bytes = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(headerBytes + bytes);
  frame.writeUInt32LE(bytes, 0);
  frame.write(text, headerBytes, 'utf8');
  return frame;
}

function encodeMessage(message: WorkerTask | WorkerAnswer): string {
  if ('texts' in message && message.texts !== undefined) {
    return `{"kind":"fragments","orders":[${message.texts.join(',')}]}`;
  }
  if ('text' in message && message.text !== undefined) {
    return `{"kind":"object","order":${message.text}}`;
  }
  return JSON.stringify(message);
}

const headerBytes = 4;

/** Puts a stream's chunks together into messages of type `M`, which its other end vouches for. */
export class FrameReader<M extends WorkerTask | WorkerAnswer> {
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  /** The messages that are complete with `chunk`. */
  push(chunk: Uint8Array): readonly M[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const messages: M[] = [];
    for (let frame = this.#take(); frame !== undefined; frame = this.#take()) {
      messages.push(JSON.parse(frame.toString('utf8')) as M);
    }
    return messages;
  }

  #take(): Buffer | undefined {
    if (this.#bytes < headerBytes) return undefined;
    const needed = headerBytes + this.#header();
    if (this.#bytes < needed) return undefined;
    const all = this.#joined();
    const rest = all.subarray(needed);
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#bytes = rest.length;
    return all.subarray(headerBytes, needed);
  }

  #header(): number {
    const [first] = this.#chunks;
    invariant(first !== undefined, 'A frame without bytes');
    const head =
      first.length >= headerBytes ? Buffer.from(first.buffer, first.byteOffset) : this.#joined();
    return head.readUInt32LE(0);
  }

  #joined(): Buffer {
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}

function symbolOfOrder(order: FragmentOrder): string {
  switch (order.kind) {
    case 'function':
      return order.unit.symbol;
    case 'class':
      return order.descriptor.symbol;
    case 'global':
      return order.global.decl;
    default:
      return assertNever(order);
  }
}
