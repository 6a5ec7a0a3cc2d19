/**
 * One row of `trace`, both ways. Decoding trusts nothing: a row that is not exactly what
 * `encodeTrace` and its checksum say is no row.
 */

import type { Fingerprint } from '../src/base/fingerprint.ts';
import { fingerprintOf } from '../src/base/fingerprint.ts';
import { invariant } from '../src/base/invariant.ts';
import type { NodeNumber, StoredDependency, StoredTrace } from '../src/query/store.ts';
import { traceCheck } from './checksum.ts';

/** The traces of a node occupy `SLOTS` ids, which bounds how many there can be. */
export const SLOTS: number = 8;

export function firstTraceId(node: number): number {
  return node * SLOTS;
}

export function nodeOfTrace(id: number): NodeNumber {
  return Math.floor(id / SLOTS) as NodeNumber;
}

/** Dependencies as they are stored. */
export interface PackedDependencies {
  /** JSON array of node * 2 + channel. */
  readonly text: string;
  /** 32 hexadecimal digits each. */
  readonly fingerprints: string;
}

export interface TraceRow {
  readonly id: number;
  readonly used: number;
  readonly packed: PackedDependencies;
  readonly trace: StoredTrace;
  /** The value's text is stored, whether it was read or not. */
  readonly isStored: boolean;
  /** A text is stored and was read, but it is not the one that the fingerprint names. */
  readonly isDamagedValue: boolean;
}

/** The columns that `decodeTrace` reads; `value_text` may follow. */
export const TRACE_COLUMNS: string = `trace.id, trace.used, trace.microseconds, trace.dependencies,
  lower(hex(trace.fingerprints)), trace.row_check, trace.reports_text, trace.value_text IS NOT NULL`;

export const INSERT_TRACE: string = `INSERT OR REPLACE INTO trace
  (id, used, microseconds, dependencies, fingerprints, row_check, reports_text, value_text)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

export function packDependencies(dependencies: readonly StoredDependency[]): PackedDependencies {
  if (dependencies.length === 0) return NONE;
  let text = '[';
  let fingerprints = '';
  for (const { node, channel, fingerprint } of dependencies) {
    if (fingerprints !== '') text += ',';
    text += node * 2 + (channel === 'value' ? 0 : 1);
    fingerprints += fingerprint;
  }
  return { text: `${text}]`, fingerprints };
}

/** The nodes that packed dependencies name, each once. */
export function dependencyNodes(text: string): ReadonlySet<number> {
  return new Set(unpackNumbers(text).map((packed) => packed >>> 1));
}

/** The parameters of `INSERT_TRACE`. */
export function encodeTrace(
  id: number,
  used: number,
  packed: PackedDependencies,
  trace: StoredTrace,
): readonly unknown[] {
  const microseconds = Math.round(trace.microseconds);
  const { value, reports, order, valueText, reportsText } = trace;
  const fingerprints = `${value}${reports}${packed.fingerprints}${order ?? ''}`;
  const bytes = Buffer.from(fingerprints, 'hex');
  const count = 2 + trace.dependencies.length + (order === undefined ? 0 : 1);
  invariant(bytes.length === count * FINGERPRINT_BYTES, `Ill-formed fingerprints ${fingerprints}`);
  const numbers = `${id} ${used} ${microseconds} ${valueText === undefined ? 0 : 1}`;
  const check = traceCheck(numbers, packed.text, fingerprints, reportsText);
  return [id, used, microseconds, packed.text, bytes, check, reportsText, valueText ?? null];
}

/**
 * Undefined for a damaged row. A value whose text does not match its fingerprint reads as not
 * stored.
 */
export function decodeTrace(row: readonly unknown[], at = 0): TraceRow | undefined {
  const id = row[at];
  const used = row[at + 1];
  const microseconds = row[at + 2];
  const text = row[at + 3];
  const fingerprints = row[at + 4];
  const check = row[at + 5];
  const reportsText = row[at + 6];
  const isStored = row[at + 7];
  const valueText = row[at + 8];
  if (typeof id !== 'number' || typeof used !== 'number' || typeof microseconds !== 'number')
    return;
  if (typeof text !== 'string' || typeof reportsText !== 'string') return;
  if (typeof fingerprints !== 'string') return;
  const numbers = `${id} ${used} ${microseconds} ${isStored}`;
  if (traceCheck(numbers, text, fingerprints, reportsText) !== check) return;

  const value = fingerprintAt(fingerprints, 0);
  const dependencies = unpackDependencies(text, fingerprints);
  const end = 2 + dependencies.length;
  const order =
    fingerprints.length > end * HEX_DIGITS ? fingerprintAt(fingerprints, end) : undefined;
  const packed = { text, fingerprints: fingerprints.slice(2 * HEX_DIGITS, end * HEX_DIGITS) };
  const hasText = typeof valueText === 'string';
  const isIntact = hasText && fingerprintOf(valueText) === value;
  const trace: StoredTrace = {
    dependencies,
    value,
    valueText: isIntact ? valueText : undefined,
    reportsText,
    reports: fingerprintAt(fingerprints, 1),
    ...(order === undefined ? {} : { order }),
    microseconds,
  };
  return {
    id,
    used,
    packed,
    trace,
    isStored: isStored === 1,
    isDamagedValue: hasText && !isIntact,
  };
}

const NONE: PackedDependencies = { text: '[]', fingerprints: '' };
const FINGERPRINT_BYTES = 16;
const HEX_DIGITS = 32;

function fingerprintAt(fingerprints: string, index: number): Fingerprint {
  return fingerprints.slice(index * HEX_DIGITS, (index + 1) * HEX_DIGITS) as Fingerprint;
}

function unpackDependencies(text: string, fingerprints: string): readonly StoredDependency[] {
  if (text === NONE.text) return [];
  return unpackNumbers(text).map((packed, index) => ({
    node: (packed >>> 1) as NodeNumber,
    channel: (packed & 1) === 0 ? 'value' : 'reports',
    fingerprint: fingerprintAt(fingerprints, 2 + index),
  }));
}

/** Of a text that a checksum vouches for. */
function unpackNumbers(text: string): readonly number[] {
  return JSON.parse(text) as readonly number[];
}
