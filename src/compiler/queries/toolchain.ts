/** What the code generator, the linkers, and what sanitized programs contain are, and what programs are linked with. */
import type { InputQuery } from '../../query/query.ts';

/** Changes when they do. */
export const toolchainInput: InputQuery<'emit' | 'link' | 'sanitize', string> = {
  kind: 'input',
  name: 'toolchain',
  absent: '',
};

/** Names of the C libraries that the program is linked with, sorted. */
export const linkedLibrariesInput: InputQuery<'', readonly string[]> = {
  kind: 'input',
  name: 'linkedLibraries',
  absent: [],
};
