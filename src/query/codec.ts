/**
 * Values as text. The encoding is JSON of the value as the query made it, packed where the query
 * says so; `undefined`, which JSON does not have, is the empty text. The fingerprint of the text is
 * the identity of a value.
 */

import type { Fingerprint } from '../base/fingerprint.ts';
import { fingerprintOf } from '../base/fingerprint.ts';
import { InternalError } from '../base/invariant.ts';
import { pack, packOnce, unpack } from '../base/packed.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { AnyQuery } from './query.ts';

/** A text and its fingerprint. */
export interface Encoded {
  readonly text: string;
  readonly fingerprint: Fingerprint;
}

export function encode(value: unknown, query?: AnyQuery): string {
  if (value === undefined) return '';
  const encoding = encodingOf(query);
  if (encoding !== 'json') return encoding === 'shared' ? packOnce(value) : pack(value);
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new InternalError(`A ${typeof value} is not a value of a query`);
  return text;
}

export function encodeValue(value: unknown): Encoded {
  const text = encode(value);
  return { text, fingerprint: fingerprintOf(text) };
}

export function decode(text: string, query?: AnyQuery): unknown {
  if (text === '') return undefined;
  return encodingOf(query) === 'json' ? JSON.parse(text) : unpack(text);
}

function encodingOf(query: AnyQuery | undefined): 'json' | 'packed' | 'shared' {
  return query?.kind === 'derived' ? (query.encoding ?? 'json') : 'json';
}

export const noReports: Encoded = { text: '[]', fingerprint: fingerprintOf('[]') };

export function encodeReports(reports: readonly Diagnostic[]): Encoded {
  if (reports.length === 0) return noReports;
  const text = JSON.stringify(reports);
  return { text, fingerprint: fingerprintOf(text) };
}

const noDiagnostics: readonly Diagnostic[] = [];

export function decodeReports(text: string): readonly Diagnostic[] {
  return text === noReports.text ? noDiagnostics : (JSON.parse(text) as Diagnostic[]);
}
