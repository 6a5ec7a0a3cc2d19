/** What the code generator, the linkers, and what sanitized programs contain are. */
import type { InputQuery } from '../../query/query.ts';

/** Changes when they do. */
export const toolchainInput: InputQuery<'emit' | 'link' | 'sanitize', string> = {
  kind: 'input',
  name: 'toolchain',
  absent: '',
};
