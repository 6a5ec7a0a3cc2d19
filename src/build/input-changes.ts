/**
 * What an edit changed, as the compiler sees it: each input before and after, where it is a text.
 * Of many changes those of texts are kept first; of a long text the part that differs.
 */
import type { DeclId } from '../base/ids.ts';
import { parseDeclId } from '../base/ids.ts';
import { bodyTextInput, docTextInput, signatureTextInput } from '../compiler/queries/inputs.ts';
import type { InputChange } from '../query/build-history.ts';
import type { Engine } from '../query/engine-api.ts';
import type { NodeName, QueryEvent } from '../query/events.ts';
import type { InputQuery } from '../query/query.ts';
import type { QueryStore } from '../query/store.ts';

export interface InputChanges {
  /** To be called before the change reaches the store. */
  onEvent(event: QueryEvent, store: QueryStore): void;
  /** At most `limit`. */
  list(engine: Engine, limit: number): readonly InputChange[];
  clear(): void;
}

const textInputs: ReadonlyMap<string, InputQuery<DeclId, string | null>> = new Map(
  [signatureTextInput, bodyTextInput, docTextInput].map((input) => [input.name, input]),
);

/** Changes whose texts are kept; beyond that it is a new program and not an edit. */
const mostTexts = 200;
/** Changes that are counted at all: those of a first build are not worth their memory. */
const mostChanges = 20_000;
/** Characters of a text, and around the part of it that differs. */
const longestText = 4_000;
const contextLength = 200;

export function createInputChanges(): InputChanges {
  const changes = new Map<string, Omit<InputChange, 'after'>>();
  let texts = 0;
  return {
    onEvent(event, store) {
      if (event.kind !== 'didChangeInput') return;
      const { node, change } = event;
      const id = `${node.query}\0${node.key}`;
      const earlier = changes.get(id);
      if (earlier !== undefined) {
        const merged = mergeChanges(earlier.change, change);
        if (merged === undefined) changes.delete(id);
        else changes.set(id, { ...earlier, change: merged });
        return;
      }
      if (changes.size >= mostChanges) return;
      const isText = change !== 'added' && textInputs.has(node.query) && texts < mostTexts;
      const before = isText ? storedText(store, node) : undefined;
      if (before !== undefined) texts += 1;
      changes.set(id, { node, change, ...(before !== undefined && { before }) });
    },
    list(engine, limit) {
      const all = [...changes.values()];
      const chosen = all.length <= limit ? all : mostTelling(all, limit);
      let shown = 0;
      return chosen.flatMap((each): InputChange[] => {
        const isText = each.change !== 'removed' && textInputs.has(each.node.query);
        const after = isText && shown < mostTexts ? currentText(engine, each.node) : undefined;
        if (after !== undefined) shown += 1;
        // Edited and edited back between two builds.
        if (after !== undefined && after === each.before) return [];
        return [{ ...each, ...clipped(each.before, after) }];
      });
    },
    clear() {
      changes.clear();
      texts = 0;
    },
  };
}

/** What two changes one after the other come to; undefined: nothing. */
function mergeChanges(
  first: InputChange['change'],
  second: InputChange['change'],
): InputChange['change'] | undefined {
  if (first === 'added') return second === 'removed' ? undefined : 'added';
  return second === 'removed' ? 'removed' : 'changed';
}

/** Edits of texts before all else, and what is new last; otherwise in the order in which they came. */
function mostTelling<T extends Pick<InputChange, 'node' | 'change'>>(
  changes: readonly T[],
  limit: number,
): readonly T[] {
  const rank = ({ node, change }: T): number =>
    (change === 'added' ? 2 : 0) + (textInputs.has(node.query) ? 0 : 1);
  return changes.toSorted((a, b) => rank(a) - rank(b)).slice(0, limit);
}

function storedText(store: QueryStore, { query, key }: NodeName): string | undefined {
  const text = store.find(query, key)?.traces[0]?.valueText;
  const value: unknown = text === undefined || text === '' ? undefined : JSON.parse(text);
  return typeof value === 'string' ? value : undefined;
}

function currentText(engine: Engine, { query, key }: NodeName): string | undefined {
  const input = textInputs.get(query);
  return input === undefined ? undefined : (engine.get(input, parseDeclId(key)) ?? undefined);
}

/** Both texts, without much of what they begin and end with alike. */
function clipped(
  before: string | undefined,
  after: string | undefined,
): Pick<InputChange, 'before' | 'after'> {
  const isLong = Math.max(before?.length ?? 0, after?.length ?? 0) > longestText;
  const { start, end } =
    isLong && before !== undefined && after !== undefined
      ? commonEnds(before, after)
      : { start: 0, end: 0 };
  const clip = (text: string): string => {
    const inner = text.slice(start, text.length - end);
    const shown = inner.length > longestText ? `${inner.slice(0, longestText)}…` : inner;
    return `${start > 0 ? '…' : ''}${shown}${end > 0 && shown === inner ? '…' : ''}`;
  };
  return {
    ...(before !== undefined && { before: clip(before) }),
    ...(after !== undefined && { after: clip(after) }),
  };
}

function commonEnds(one: string, other: string): { readonly start: number; readonly end: number } {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return { start: Math.max(0, start - contextLength), end: Math.max(0, end - contextLength) };
}
