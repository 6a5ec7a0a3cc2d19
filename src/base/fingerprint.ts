import { hash } from 'node:crypto';
import type { Brand } from './ids.ts';

/** The first 128 bits of a SHA-256, as 32 hexadecimal digits. */
export type Fingerprint = Brand<string, 'Fingerprint'>;

/** Fingerprint of a text's UTF-8 bytes, or of bytes. */
export function fingerprintOf(data: string | Uint8Array): Fingerprint {
  return hash('sha256', data, 'hex').slice(0, 32) as Fingerprint;
}
