/** What an edit changed, as the compiler sees it: each input before and after, where it is a text. */
import type { DeclId } from '../base/ids.ts';
import { parseDeclId } from '../base/ids.ts';
import { bodyTextInput, docTextInput, signatureTextInput } from '../compiler/queries/inputs.ts';
import type { Engine } from '../query/engine-api.ts';
import type { NodeName, QueryEvent } from '../query/events.ts';
import type { InputQuery } from '../query/query.ts';
import type { QueryStore } from '../query/store.ts';

export interface InputChange {
  readonly node: NodeName;
  readonly change: 'added' | 'changed' | 'removed';
  /** Canonical texts of inputs that are texts. */
  readonly before?: string;
  readonly after?: string;
}

export interface InputChanges {
  /** To be called before the change reaches the store. */
  onEvent(event: QueryEvent, store: QueryStore): void;
  list(engine: Engine): readonly InputChange[];
  clear(): void;
}

const textInputs: readonly InputQuery<DeclId, string | null>[] = [
  signatureTextInput,
  bodyTextInput,
  docTextInput,
];

export function createInputChanges(): InputChanges {
  const changes = new Map<string, Omit<InputChange, 'after'>>();
  return {
    onEvent(event, store) {
      if (event.kind !== 'didChangeInput') return;
      const { node, change } = event;
      const before = change === 'added' ? undefined : storedText(store, node);
      changes.set(`${node.query}\0${node.key}`, {
        node,
        change,
        ...(before !== undefined && { before }),
      });
    },
    list: (engine) =>
      [...changes.values()].map((each) => {
        const after = each.change === 'removed' ? undefined : currentText(engine, each.node);
        return { ...each, ...(after !== undefined && { after }) };
      }),
    clear: () => changes.clear(),
  };
}

function storedText(store: QueryStore, { query, key }: NodeName): string | undefined {
  if (!textInputs.some((input) => input.name === query)) return undefined;
  const text = store.find(query, key)?.traces[0]?.valueText;
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  return typeof value === 'string' ? value : undefined;
}

function currentText(engine: Engine, { query, key }: NodeName): string | undefined {
  const input = textInputs.find((each) => each.name === query);
  return input === undefined ? undefined : (engine.get(input, parseDeclId(key)) ?? undefined);
}
