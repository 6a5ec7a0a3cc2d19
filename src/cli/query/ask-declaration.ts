/** What each stage of the compiler made of a declaration: all that a symbol names, one by one. */
import { assertNever } from '../../base/invariant.ts';
import type { OutlineEntry } from '../../compiler/queries/inputs.ts';
import { exitCode } from '../exit.ts';
import type { Output } from '../output.ts';
import type { Asking } from './asking.ts';
import { askProgram } from './asking.ts';
import { describeCode } from './code.ts';
import type { CodeWorkers } from './code-workers.ts';
import { createCodeWorkers } from './code-workers.ts';
import type { Description } from './description.ts';
import { describeSignature, describeSyntax, describeTypes } from './front.ts';
import type { QueryOptions } from './options.ts';
import { findDeclarations } from './symbols.ts';

export type Aspect = 'ast' | 'types' | 'signature' | 'ir' | 'llvm' | 'asm';

export async function askDeclaration(
  output: Output,
  aspect: Aspect,
  symbol: string,
  options: QueryOptions,
): Promise<number> {
  return askProgram(output, options.target, async (asking) => {
    const workers = createCodeWorkers(asking.paths.cache);
    try {
      const entries = asking.consistently(() => findDeclarations(asking, symbol));
      let status: number = exitCode.done;
      for (const entry of entries) {
        const description = await describe(asking, workers, aspect, entry, options);
        showDescription(output, aspect, entry.id, description);
        if (description.kind === 'nothing' && description.isMistake) status = exitCode.diagnostics;
      }
      return status;
    } finally {
      await workers.close();
    }
  });
}

async function describe(
  asking: Asking,
  workers: CodeWorkers,
  aspect: Aspect,
  entry: OutlineEntry,
  { passes, full, release }: QueryOptions,
): Promise<Description> {
  const { engine } = asking;
  switch (aspect) {
    case 'ast':
      return asking.consistently(() => describeSyntax(engine, entry));
    case 'types':
      return asking.consistently(() => describeTypes(engine, entry));
    case 'signature':
      return asking.consistently(() => describeSignature(engine, entry));
    case 'ir':
    case 'llvm':
    case 'asm': {
      const profile = release ? 'release' : 'dev';
      return describeCode(asking, workers, entry, { aspect, passes, full, profile });
    }
    default:
      return assertNever(aspect);
  }
}

/** A text under the name of what it is about; why there is none goes to standard error. */
export function showDescription(
  output: Output,
  what: string,
  symbol: string,
  description: Description,
): void {
  const { yellow } = output.colors;
  if (description.kind === 'nothing') {
    const { reason } = description;
    output.event('query', { what, symbol, text: null, note: reason });
    if (!output.options.json) output.notice(`${yellow('note')}: ${symbol}: ${reason}`);
    return;
  }
  const { text, note, data } = description;
  output.event('query', { what, symbol, text, ...(note !== undefined && { note }), ...data });
  if (output.options.json) return;
  output.result(`${output.resultColors.bold(symbol)}\n${text.trimEnd()}\n`);
  if (note !== undefined) output.notice(`${yellow('note')}: ${symbol}: ${note}`);
}
