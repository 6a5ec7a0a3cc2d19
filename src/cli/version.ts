/** Set when the bundle is made; see tools/build/build.js. */
declare const BOLTD_FINGERPRINT: string | undefined;

export const version = '0.1.0';

/** Fingerprint of everything that can change a result: what makes caches of two compilers different. */
export const compilerFingerprint: string =
  typeof BOLTD_FINGERPRINT === 'string' ? BOLTD_FINGERPRINT : `unbundled-${version}`;
