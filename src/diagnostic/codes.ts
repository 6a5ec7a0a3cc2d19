/** Every code that boltd can report, with its page. */
import { bodyCodes } from './codes/body.ts';
import { declarationCodes } from './codes/declaration.ts';
import type { CodeEntry } from './codes/entry.ts';
import { loweringCodes } from './codes/lowering.ts';
import { projectCodes } from './codes/project.ts';
import { raceCodes } from './codes/race.ts';
import { syntaxCodes } from './codes/syntax.ts';

/** Sorted by code, warnings behind errors. */
export const allCodes: readonly CodeEntry[] = [
  ...syntaxCodes,
  ...declarationCodes,
  ...bodyCodes,
  ...projectCodes,
  ...loweringCodes,
  ...raceCodes,
].sort((a, b) => (a.code < b.code ? -1 : 1));

export function findCode(code: string): CodeEntry | undefined {
  const wanted = code.toUpperCase();
  return allCodes.find((entry) => entry.code === wanted);
}
