/** Where timings are written, and how many are kept. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { InternalError } from '../../base/invariant.ts';
import type { Session } from '../../build/session.ts';
import type { Host } from '../../host/host.ts';
import { installation } from '../installation.ts';
import type { ChromeTrace } from './chrome-trace.ts';
import type { PageData } from './page-data.ts';
import { embed } from './page-data.ts';

export interface TimingsPlace {
  readonly page: string;
  readonly trace: string;
  /** Also written, with what is kept of earlier builds beside it; undefined for the user's own file. */
  readonly latest: string | undefined;
}

/** Pages that stay in the folder, this one included. */
const keptPages = 10;

/** `value`: of `--timings`. Times in names make them sort by age. */
export function placeOf(
  value: unknown,
  { paths, isScratch }: Pick<Session, 'paths' | 'isScratch'>,
  startedAt: string,
): TimingsPlace {
  if (typeof value === 'string' && value !== '') {
    const page = path.resolve(value);
    return { page, trace: traceOf(page), latest: undefined };
  }
  // The folder of a session that keeps nothing is gone by now.
  const folder = isScratch
    ? path.join(os.tmpdir(), `boltd-timings-${process.pid}`)
    : path.join(paths.cache, 'timings');
  const page = path.join(folder, `build-${startedAt.replaceAll(/[:.]/g, '-')}.html`);
  return { page, trace: traceOf(page), latest: path.join(folder, 'latest.html') };
}

function traceOf(page: string): string {
  return `${page.replace(/\.html?$/i, '')}.trace.json`;
}

export interface TimingsContents {
  readonly page: PageData;
  readonly trace: ChromeTrace;
}

export function writeTimings(
  host: Host,
  { page, trace, latest }: TimingsPlace,
  contents: TimingsContents,
): void {
  const html = fillIn(readTemplate(), contents.page);
  host.write(page, html);
  host.write(trace, JSON.stringify(contents.trace));
  if (latest === undefined) return;
  host.write(latest, html);
  for (const file of outdated(readdirSync(path.dirname(latest)))) {
    rmSync(path.join(path.dirname(latest), file), { force: true });
  }
}

/** What is beyond the pages to keep, of the files in their folder. */
export function outdated(files: readonly string[]): readonly string[] {
  const stems = files
    .filter((name) => /^build-.*\.html$/.test(name))
    .map((name) => name.slice(0, -'.html'.length))
    .sort();
  return stems
    .slice(0, Math.max(0, stems.length - keptPages))
    .flatMap((stem) => [`${stem}.html`, `${stem}.trace.json`]);
}

/** Where the page's data go; the build of boltd puts style and script into the template. */
const dataPlace = '<!--data-->';

export function fillIn(template: string, data: PageData): string {
  const at = template.indexOf(dataPlace);
  if (at < 0) throw new InternalError(`The template of the timings page has no ${dataPlace}`);
  const script = `<script type="application/json" id="data">${embed(data)}</script>`;
  return template.slice(0, at) + script + template.slice(at + dataPlace.length);
}

function readTemplate(): string {
  return readFileSync(path.join(installation().home, 'build/bundle/timings.html'), 'utf8');
}
