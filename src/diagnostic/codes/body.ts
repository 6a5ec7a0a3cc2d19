/** E03xx and W03xx: types and control flow inside the bodies of functions and methods. */
import { bodyFlowCodes } from './body-flow.ts';
import { bodyNameCodes } from './body-name.ts';
import { bodyPartCodes } from './body-part.ts';
import { bodyPatternCodes } from './body-pattern.ts';
import { bodyStructCodes } from './body-struct.ts';
import { bodyValueCodes } from './body-value.ts';
import type { CodeEntry } from './entry.ts';

export const bodyCodes: readonly CodeEntry[] = [
  ...bodyNameCodes,
  ...bodyValueCodes,
  ...bodyFlowCodes,
  ...bodyPartCodes,
  ...bodyStructCodes,
  ...bodyPatternCodes,
];
