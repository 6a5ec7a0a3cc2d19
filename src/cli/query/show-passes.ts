/** The release pipeline pass by pass: what each changes, or the whole text after it. */
import type { ListingPart } from '../../llvm/protocol.ts';
import type { Description } from './description.ts';
import { unifiedDiff } from './unified-diff.ts';

/** `parts`: the input, and the text after each pass that changed it. */
export function renderPasses(parts: readonly ListingPart[], isFull: boolean): Description {
  const shown = parts.map((part, index) => {
    const before = parts[index - 1];
    const difference =
      before === undefined ? undefined : unifiedDiff(before.text, part.text, { context: 2 });
    const isWhole = isFull || difference === undefined;
    return { title: part.title, isWhole, text: isWhole ? part.text : difference };
  });
  const text = shown
    .map((part, index) => {
      // Its options are long, and in the JSON.
      const title = part.title.replace(/<.{32,}>$/, '<…>');
      const number = index === 0 ? 'before all passes' : `${index}. ${title}`;
      return `; --- ${number} ---\n${part.text.trimEnd()}\n`;
    })
    .join('\n');
  return {
    kind: 'text',
    text,
    note: `${parts.length - 1} of the passes of \`default<O2>\` change it; alone, without its module's other code`,
    data: { passes: shown.map(({ title, isWhole, text: own }) => ({ title, isWhole, text: own })) },
  };
}
