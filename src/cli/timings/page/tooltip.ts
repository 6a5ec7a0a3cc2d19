/** What the pointer is on, in words. */
import type { PageData } from '../page-data.ts';
import { formatUs, plural } from '../view/format.ts';
import { groupTitles } from '../view/groups.ts';
import { byId, dot, element } from './dom.ts';
import type { Bar } from './model.ts';

export interface Hint {
  readonly title: string;
  readonly colour: string;
  readonly key: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
}

export function hintOf(data: PageData, bar: Bar): Hint {
  const { what, start, length, group, isOnPath } = bar;
  const at = ['at', formatUs(start)] as const;
  if (what.kind === 'work') {
    return {
      title: what.task === 'link' ? 'link' : groupTitles[group],
      colour: group,
      key: what.name,
      facts: [
        ['took', formatUs(length)],
        ...(what.waited > 0 ? [['waited before', formatUs(what.waited)] as const] : []),
        at,
        ['by', what.lane],
        ...(isOnPath ? [['path', 'on the critical path'] as const] : []),
      ],
    };
  }
  if (what.kind === 'step') {
    return { title: what.name, colour: group, key: '', facts: [['took', formatUs(length)], at] };
  }
  const { span, name, key } = what;
  if (span.count > 1) {
    return {
      title: plural(span.count, 'short execution'),
      colour: group,
      key: `most of it ${name}`,
      facts: [['together', formatUs(span.own)], at],
    };
  }
  return {
    title: name,
    colour: group,
    key,
    facts: [
      ['own time', formatUs(span.own)],
      ['total', formatUs(length)],
      at,
      ['because', data.causes[span.cause] ?? ''],
    ],
  };
}

export interface Tooltip {
  show(hint: Hint, x: number, y: number): void;
  move(x: number, y: number): void;
  hide(): void;
}

export function createTooltip(): Tooltip {
  const box = byId('tooltip');
  const move = (x: number, y: number): void => {
    const { width, height } = box.getBoundingClientRect();
    const left = x + 16 + width > innerWidth ? x - width - 12 : x + 16;
    const top = y + 18 + height > innerHeight ? y - height - 12 : y + 18;
    box.style.left = `${Math.max(4, left)}px`;
    box.style.top = `${Math.max(4, top)}px`;
  };
  return {
    show(hint, x, y) {
      fill(box, hint);
      box.hidden = false;
      move(x, y);
    },
    move(x, y) {
      box.hidden = false;
      move(x, y);
    },
    hide() {
      box.hidden = true;
    },
  };
}

function fill(box: HTMLElement, { title, colour, key, facts }: Hint): void {
  const list = element('dl');
  for (const [name, value] of facts) {
    list.append(element('dt', {}, name), element('dd', {}, value));
  }
  box.replaceChildren(
    element('div', {}, dot(colour), ' ', element('b', {}, title)),
    element('div', { class: 'key' }, key),
    list,
  );
}
