/** Draws the part of the timeline that is in view. */

import type { Filter } from '../view/filter.ts';
import { formatPart, formatUs, shortKey, shortTask } from '../view/format.ts';
import type { Range } from '../view/range.ts';
import { ticks } from '../view/range.ts';
import type { Placed } from '../view/rows.ts';
import { eachVisible } from '../view/rows.ts';
import type { Layout } from './layout.ts';
import { gutter, rulerHeight, stripHeight } from './layout.ts';
import type { Bar, Model } from './model.ts';

export interface Scene {
  readonly model: Model;
  readonly layout: Layout;
  readonly range: Range;
  readonly filter: Filter | undefined;
  readonly hovered: Bar | undefined;
  readonly width: number;
  /** Value of a colour of the style sheet. */
  colour(name: string): string;
}

const small = '11px system-ui, sans-serif';
const normal = '12px system-ui, sans-serif';
/** A bar with less room has no label. */
const leastLabel = 26;

export function draw(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, width } = scene;
  context.clearRect(0, 0, width, layout.height);
  drawRuler(context, scene);
  drawPhases(context, scene);
  drawLanes(context, scene);
  drawPath(context, scene);
  drawLabels(context, scene);
}

function toX({ range, width }: Scene, time: number): number {
  return gutter + ((time - range.from) / (range.to - range.from)) * (width - gutter);
}

function pixelOf({ range, width }: Scene): number {
  return (range.to - range.from) / (width - gutter);
}

function drawRuler(context: CanvasRenderingContext2D, scene: Scene): void {
  const { range, width, layout, colour } = scene;
  context.font = small;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const time of ticks(range, width - gutter, 90)) {
    const x = Math.round(toX(scene, time)) + 0.5;
    context.strokeStyle = colour('line');
    context.beginPath();
    context.moveTo(x, 4);
    context.lineTo(x, layout.height);
    context.stroke();
    context.fillStyle = colour('soft');
    if (x < width - 44) context.fillText(time === 0 ? '0' : formatUs(time), x + 4, rulerHeight / 2);
  }
}

function drawPhases(context: CanvasRenderingContext2D, scene: Scene): void {
  const { model, layout, colour } = scene;
  for (const [index, phase] of model.phases.entries()) {
    const box = clip(scene, { start: phase.start, length: phase.end - phase.start });
    if (box === undefined) continue;
    context.globalAlpha = index % 2 === 0 ? 0.2 : 0.32;
    context.fillStyle = colour('soft');
    rounded(context, box.x, layout.phasesY, Math.max(1, box.width - 1), stripHeight, 3);
    context.globalAlpha = 1;
    label(context, scene, phase.name, box, layout.phasesY + stripHeight / 2, 'ink');
  }
}

function drawLanes(context: CanvasRenderingContext2D, scene: Scene): void {
  const { model, layout, range, filter, colour } = scene;
  const pixel = pixelOf(scene);
  const [compiler] = layout.lanes;
  if (compiler !== undefined) {
    context.fillStyle = colour('idle');
    eachVisible(model.idle, range, pixel, (span) => {
      const box = clip(scene, span);
      if (box !== undefined)
        context.fillRect(box.x, compiler.y, Math.max(box.width, 0.5), compiler.height);
    });
  }
  for (const [index, lane] of model.lanes.entries()) {
    const place = layout.lanes[index];
    if (place === undefined) continue;
    for (const [depth, row] of lane.rows.entries()) {
      const y = place.y + depth * place.rowHeight;
      eachVisible(row, range, pixel, (bar) => drawBar(context, scene, bar, y, place.rowHeight));
    }
  }
  if (filter === undefined) return;
  // Whatever is found must be seen, even where something longer was drawn in its place.
  for (const [index, lane] of model.lanes.entries()) {
    const place = layout.lanes[index];
    if (place === undefined) continue;
    for (const [depth, row] of lane.rows.entries()) {
      const found = row.filter((bar) => isFound(filter, bar));
      const y = place.y + depth * place.rowHeight;
      eachVisible(found, range, pixel, (bar) => drawBar(context, scene, bar, y, place.rowHeight));
    }
  }
}

function drawBar(
  context: CanvasRenderingContext2D,
  scene: Scene,
  bar: Bar,
  y: number,
  rowHeight: number,
): void {
  const box = clip(scene, bar);
  if (box === undefined) return;
  const { filter, hovered, colour } = scene;
  const isDimmed = filter !== undefined && !isFound(filter, bar);
  const isGroup = bar.what.kind === 'query' && bar.what.span.count > 1;
  context.globalAlpha = isDimmed ? 0.13 : isGroup ? 0.55 : 1;
  context.fillStyle = colour(bar.group);
  const least = filter !== undefined && !isDimmed ? 2 : 0.6;
  const width = Math.max(least, box.width > 3 ? box.width - 0.6 : box.width);
  if (width > 6) rounded(context, box.x, y, width, barHeight(rowHeight), 2);
  else context.fillRect(box.x, y, width, barHeight(rowHeight));
  context.globalAlpha = isDimmed ? 0.25 : 1;
  if (box.width >= leastLabel && rowHeight > 12) {
    const text = textOf(bar);
    label(context, scene, text, box, y + barHeight(rowHeight) / 2 + 0.5, 'on-colour');
  }
  context.globalAlpha = 1;
  if (bar.isOnPath) {
    context.fillStyle = colour('accent');
    context.fillRect(box.x, y + barHeight(rowHeight) - 2, Math.max(1, width), 2);
  }
  if (bar === hovered) {
    context.strokeStyle = colour('ink');
    context.lineWidth = 1.5;
    context.strokeRect(box.x, y, Math.max(2, width), barHeight(rowHeight));
    context.lineWidth = 1;
  }
}

function textOf({ what }: Bar): string {
  if (what.kind === 'work') return shortTask(what.name);
  if (what.kind === 'step') return what.name;
  if (what.span.count > 1) return `${what.span.count}\u00d7`;
  const key = shortKey(what.key);
  return key === '' ? what.name : `${what.name} ${key}`;
}

function isFound(filter: Filter, { what }: Bar): boolean {
  if (what.kind === 'work') return filter(what.name, what.task, what.lane);
  if (what.kind === 'step') return filter(what.name);
  return what.span.count === 1 && filter(what.name, what.key);
}

const alphaOf = { compiler: 0.62, work: 1, start: 0.3, wait: 0.3 } as const;
const nameOf = {
  compiler: 'compiler',
  work: 'worker',
  start: 'a worker starts',
  wait: 'wait',
} as const;

/** Where the path runs at each moment. */
function drawPath(context: CanvasRenderingContext2D, scene: Scene): void {
  const { model, layout, range, colour } = scene;
  const y = layout.pathY;
  context.fillStyle = colour('idle');
  rounded(context, gutter, y, scene.width - gutter, stripHeight, 3);
  eachVisible(model.path, range, pixelOf(scene), (step) => {
    const box = clip(scene, step);
    if (box === undefined) return;
    const { where } = step;
    context.globalAlpha = alphaOf[where];
    context.fillStyle = colour('accent');
    context.fillRect(box.x, y, Math.max(0.6, box.width), stripHeight);
    context.globalAlpha = 1;
    if (box.width > 50) label(context, scene, nameOf[where], box, y + stripHeight / 2, 'on-colour');
  });
}

function drawLabels(context: CanvasRenderingContext2D, scene: Scene): void {
  const { model, layout, colour, width } = scene;
  context.fillStyle = colour('card');
  context.fillRect(0, 0, gutter - 3, layout.height);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  const name = (text: string, y: number): void => {
    context.font = normal;
    context.fillStyle = colour('ink');
    context.fillText(text, 0, y);
  };
  name('phases', layout.phasesY + stripHeight / 2);
  name('critical path', layout.pathY + stripHeight / 2);
  for (const [index, lane] of model.lanes.entries()) {
    const place = layout.lanes[index];
    if (place === undefined) continue;
    context.strokeStyle = colour('line');
    context.beginPath();
    context.moveTo(0, place.y - 4.5);
    context.lineTo(width, place.y - 4.5);
    context.stroke();
    name(lane.name, place.y + 10);
    if (place.height < 24) {
      context.textAlign = 'right';
      context.font = small;
      context.fillStyle = colour('faint');
      context.fillText(formatPart(lane.busy / model.data.wallUs), gutter - 10, place.y + 10);
      context.textAlign = 'left';
    } else {
      context.font = small;
      context.fillStyle = colour('soft');
      context.fillText(`busy ${formatPart(lane.busy / model.data.wallUs)}`, 0, place.y + 10 + 16);
    }
  }
}

/** Thin rows leave less room between them. */
function barHeight(rowHeight: number): number {
  return rowHeight - (rowHeight > 8 ? 1.5 : 0.75);
}

interface Box {
  readonly x: number;
  readonly width: number;
}

/** The part in view, in pixels. */
function clip(scene: Scene, { start, length }: Placed): Box | undefined {
  const left = Math.max(gutter, toX(scene, start));
  const right = Math.min(scene.width, toX(scene, start + length));
  return right < gutter || left > scene.width ? undefined : { x: left, width: right - left };
}

function rounded(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
}

/** As much of the text as fits, or nothing. */
function label(
  context: CanvasRenderingContext2D,
  { colour }: Scene,
  text: string,
  box: Box,
  y: number,
  ink: string,
): void {
  if (box.width < leastLabel) return;
  context.font = small;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  const room = box.width - 8;
  const characterWidth = 5.6;
  let shown = text;
  if (text.length * characterWidth > room && context.measureText(text).width > room) {
    const fits = Math.floor(room / characterWidth) - 1;
    if (fits < 3) return;
    shown = `${text.slice(0, fits)}…`;
  }
  context.fillStyle = colour(ink);
  context.fillText(shown, box.x + 4, y);
}
