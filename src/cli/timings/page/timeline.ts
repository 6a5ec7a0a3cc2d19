/** The timeline: a canvas that is zoomed and panned by wheel, drag and keys. */
import type { Filter } from '../view/filter.ts';
import type { Range } from '../view/range.ts';
import { around, pan, zoom } from '../view/range.ts';
import { spanAt } from '../view/rows.ts';
import { element } from './dom.ts';
import { draw } from './draw.ts';
import { gutter, layOut } from './layout.ts';
import type { Bar, Model } from './model.ts';
import type { Tooltip } from './tooltip.ts';
import { hintOf } from './tooltip.ts';

export interface TimelineView {
  readonly canvas: HTMLCanvasElement;
  search(filter: Filter | undefined): void;
  /** Draws again: the colours have changed. */
  refresh(): void;
}

export function createTimeline(model: Model, tooltip: Tooltip): TimelineView {
  const canvas = element('canvas', {
    tabindex: '0',
    role: 'img',
    'aria-label': 'The build as a timeline by process',
  });
  const layout = layOut(model.lanes);
  const whole: Range = { from: 0, to: Math.max(1, model.data.wallUs) };
  let range = whole;
  let filter: Filter | undefined;
  let hovered: Bar | undefined;
  let width = 800;
  let isDrawing = false;

  const paint = (): void => {
    isDrawing = false;
    const context = canvas.getContext('2d');
    if (context === null) return;
    const style = getComputedStyle(document.documentElement);
    const colours = new Map<string, string>();
    const colour = (name: string): string => {
      let value = colours.get(name);
      if (value === undefined) {
        value = style.getPropertyValue(`--${name}`).trim();
        colours.set(name, value);
      }
      return value;
    };
    const scale = devicePixelRatio;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    draw(context, { model, layout, range, filter, hovered, width, colour });
  };
  const repaint = (): void => {
    if (isDrawing) return;
    isDrawing = true;
    requestAnimationFrame(paint);
  };
  const show = (next: Range): void => {
    range = next;
    repaint();
  };
  const timeAt = (x: number): number =>
    range.from + ((Math.max(x, gutter) - gutter) / (width - gutter)) * (range.to - range.from);
  const barAt = (x: number, y: number): Bar | undefined => {
    if (x < gutter) return undefined;
    const slack = ((range.to - range.from) / (width - gutter)) * 2;
    for (const [index, place] of layout.lanes.entries()) {
      const row = Math.floor((y - place.y) / place.rowHeight);
      const bars = model.lanes[index]?.rows[row];
      if (y >= place.y && bars !== undefined) return spanAt(bars, timeAt(x), slack);
    }
    return undefined;
  };

  new ResizeObserver(() => {
    width = Math.max(400, canvas.clientWidth);
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(layout.height * devicePixelRatio);
    canvas.style.height = `${layout.height}px`;
    paint();
  }).observe(canvas);

  canvas.addEventListener(
    'wheel',
    (event) => {
      const isPan = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      const isOut = event.deltaY > 0;
      const isWhole = range.to - range.from >= whole.to - whole.from;
      // Nothing to see beyond: the page scrolls.
      if (isWhole && (isPan || isOut)) return;
      event.preventDefault();
      tooltip.hide();
      const by = isPan ? event.deltaX || event.deltaY : event.deltaY;
      if (isPan) show(pan(range, whole, (by / (width - gutter)) * (range.to - range.from)));
      else show(zoom(range, whole, Math.exp(by / 400), timeAt(event.offsetX)));
    },
    { passive: false },
  );

  let dragged: { readonly x: number; readonly range: Range } | undefined;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    dragged = { x: event.offsetX, range };
    canvas.setPointerCapture(event.pointerId);
    canvas.classList.add('dragging');
  });
  canvas.addEventListener('pointermove', (event) => {
    if (dragged !== undefined) {
      const length = dragged.range.to - dragged.range.from;
      const by = ((dragged.x - event.offsetX) / (width - gutter)) * length;
      tooltip.hide();
      show(pan(dragged.range, whole, by));
      return;
    }
    const bar = barAt(event.offsetX, event.offsetY);
    if (bar === undefined) tooltip.hide();
    else if (bar !== hovered) tooltip.show(hintOf(model.data, bar), event.clientX, event.clientY);
    else tooltip.move(event.clientX, event.clientY);
    if (bar !== hovered) repaint();
    hovered = bar;
  });
  const drop = (): void => {
    dragged = undefined;
    canvas.classList.remove('dragging');
  };
  canvas.addEventListener('pointerup', drop);
  canvas.addEventListener('pointercancel', drop);
  canvas.addEventListener('pointerleave', () => {
    hovered = undefined;
    tooltip.hide();
    repaint();
  });
  canvas.addEventListener('dblclick', (event) => {
    const bar = barAt(event.offsetX, event.offsetY);
    const span = bar && { from: bar.start, to: bar.start + bar.length };
    show(span === undefined ? whole : around(span, whole));
  });
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const length = range.to - range.from;
    const middle = (range.from + range.to) / 2;
    switch (event.key) {
      case '+':
      case '=':
      case 'ArrowUp':
        show(zoom(range, whole, 1 / 1.5, middle));
        break;
      case '-':
      case 'ArrowDown':
        show(zoom(range, whole, 1.5, middle));
        break;
      case 'ArrowLeft':
        show(pan(range, whole, -length / 8));
        break;
      case 'ArrowRight':
        show(pan(range, whole, length / 8));
        break;
      case '0':
      case 'Home':
        show(whole);
        break;
      default:
        return;
    }
    event.preventDefault();
  });

  return {
    canvas,
    search(next) {
      filter = next;
      repaint();
    },
    refresh: repaint,
  };
}
