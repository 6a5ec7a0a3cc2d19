import type { DiagnosticCode } from '../diagnostic.ts';

/** The page that `boltd explain CODE` prints. Each area of the compiler keeps its entries in a file of this folder. */
export interface CodeEntry {
  readonly code: DiagnosticCode;
  /** One line, sentence case: what the code means. */
  readonly title: string;
  /** Two to six sentences: why it is wrong, what to do. */
  readonly explanation: string;
  /** A small program that gets the code, whole (it is checked by a test). */
  readonly wrong: string;
  /** The same program, mended. */
  readonly right: string;
}
