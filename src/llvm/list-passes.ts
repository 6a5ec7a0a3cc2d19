/** The IR of a module after the passes of the release pipeline. */
import type { Stage } from './emission-stage.ts';
import { done } from './emission-stage.ts';
import type { ListingPart } from './protocol.ts';
import { pipelinePrefixes } from './release-pipeline.ts';

export type Listing = Stage<readonly ListingPart[]>;

/** `run`: the module's IR after a pipeline. `passes`: `input`, and each pass that changed it. */
export function listPasses(
  run: (pipeline: string) => Stage<string>,
  form: 'optimised' | 'passes',
): Listing {
  if (form === 'optimised') {
    const made = run('default<O2>');
    return made.kind === 'failure' ? made : done([{ title: 'optimised', text: made.value }]);
  }
  const input = run('verify');
  if (input.kind === 'failure') return input;
  const parts: ListingPart[] = [{ title: 'input', text: input.value }];
  let last = input.value;
  for (const { pass, pipeline } of pipelinePrefixes()) {
    const made = run(pipeline);
    if (made.kind === 'failure') return made;
    if (made.value !== last) parts.push({ title: pass, text: made.value });
    last = made.value;
  }
  return done(parts);
}
