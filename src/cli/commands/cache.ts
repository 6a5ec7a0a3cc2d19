/** `boltd cache …`: the cache as something to carry, measure, bound, check and throw away. */
import { auditCache } from '../../../cache/audit.ts';
import { exportCache } from '../../../cache/export.ts';
import { importCache } from '../../../cache/import.ts';
import { openObjects } from '../../../cache/objects.ts';
import { openCache } from '../../../cache/open.ts';
import { assertNever } from '../../base/invariant.ts';
import { collectCache, sizeBytes } from '../../build/cache-bound.ts';
import { parseSizeBytes } from '../../build/cache-limit.ts';
import type { ProjectPaths } from '../../build/paths.ts';
import { cacheIdentity } from '../../build/session.ts';
import { blobQueries } from '../../compiler/queries/output.ts';
import { closestName } from '../../sema/suggest.ts';
import { exitCode, UsageError } from '../exit.ts';
import { lockCache } from '../lock-cache.ts';
import { namedFile } from '../named-file.ts';
import type { Output } from '../output.ts';
import { locateProject } from '../project.ts';
import { removeCache } from '../remove-cache.ts';
import { showCacheFigures } from '../show-cache-figures.ts';
import { shownSize } from '../size.ts';
import { compilerFingerprint } from '../version.ts';

const actions = ['stats', 'export', 'import', 'gc', 'verify', 'clear', 'path'] as const;

export interface CacheOptions {
  /** The project. */
  readonly target: string;
  /** Of `gc`. */
  readonly maxSize?: string;
}

export async function cache(
  output: Output,
  what: string,
  file: string | undefined,
  { target, maxSize }: CacheOptions,
): Promise<number> {
  const action = actions.find((each) => each === what);
  if (action === undefined) throw new UsageError(unknownAction(what));
  const takesFile = action === 'export' || action === 'import';
  if (!takesFile && file !== undefined) {
    throw new UsageError(`\`boltd cache ${action}\` takes no file; --target names a project`);
  }
  if (action !== 'gc' && maxSize !== undefined)
    throw new UsageError('Only `boltd cache gc` takes --max-size');
  const { paths } = locateProject(output, target);
  switch (action) {
    case 'path':
      output.event('cache-path', { folder: paths.cache });
      if (!output.options.json) output.result(`${paths.cache}\n`);
      return exitCode.done;
    case 'clear':
      await removeCache(output, paths.cache, 'results');
      output.event('cache-cleared', { folder: paths.cache });
      output.progress(`Cleared ${paths.cache}`);
      return exitCode.done;
    case 'stats':
      showCacheFigures(output, paths);
      return exitCode.done;
    case 'gc':
      return collect(output, paths, limitOf(paths, maxSize));
    case 'verify':
      return verify(output, paths);
    case 'export':
      return exportTo(output, paths, fileOf(action, file));
    case 'import':
      return importFrom(output, paths, fileOf(action, file));
    default:
      return assertNever(action);
  }
}

function unknownAction(what: string): string {
  const meant = closestName(what, actions);
  const advice = meant === undefined ? `choose of ${actions.join(', ')}` : `did you mean ${meant}?`;
  return `\`boltd cache\` cannot ${what}; ${advice}`;
}

function fileOf(action: string, file: string | undefined): string {
  if (file === undefined) throw new UsageError(`Which file? \`boltd cache ${action} FILE\``);
  return namedFile(action, file);
}

function limitOf({ cacheLimitBytes }: ProjectPaths, maxSize: string | undefined): number {
  if (maxSize === undefined) return cacheLimitBytes ?? Number.POSITIVE_INFINITY;
  const bytes = parseSizeBytes(maxSize);
  if (bytes === undefined) throw new UsageError('--max-size takes a size such as 500M or 2G');
  return bytes;
}

async function collect(output: Output, paths: ProjectPaths, maxBytes: number): Promise<number> {
  const lock = await lockCache(output, paths.cache);
  try {
    const access = { kind: 'write', lock } as const;
    const onNotice = noticeTo(output);
    const identity = cacheIdentity(compilerFingerprint);
    const opened = openCache({ folder: paths.cache, identity, access, onNotice });
    try {
      const bounded = {
        folder: paths.cache,
        cache: opened,
        objects: openObjects(paths.cache),
      };
      const beforeBytes = sizeBytes(bounded);
      const { deletedNodes, deletedTraces, evictedValues, removedObjects } = collectCache(
        bounded,
        maxBytes,
      );
      const afterBytes = sizeBytes(bounded);
      const figures = { deletedNodes, deletedTraces, evictedValues, removedObjects };
      output.event('cache-collected', { beforeBytes, afterBytes, ...figures });
      output.progress(
        `${shownSize(beforeBytes)} before, ${shownSize(afterBytes)} now; removed: ` +
          `${removedObjects} objects, ${deletedTraces} results of earlier states, ` +
          `${evictedValues} values, ${deletedNodes} entries that no build asks for`,
      );
      return exitCode.done;
    } finally {
      opened.close();
    }
  } finally {
    lock.release();
  }
}

async function verify(output: Output, paths: ProjectPaths): Promise<number> {
  const lock = await lockCache(output, paths.cache);
  try {
    const result = auditCache({ lock, identity: cacheIdentity(compilerFingerprint) });
    if (result.kind === 'foreign') {
      output.event('cache-verified', { success: true, findings: [], foreign: result.property });
      noticeTo(output)(
        `The cache was made with another ${result.property} version; the next build replaces it`,
      );
      return exitCode.done;
    }
    const { findings, values, objects } = result;
    output.event('cache-verified', { success: findings.length === 0, findings, values, objects });
    const { green, red } = output.colors;
    for (const finding of findings) output.notice(`${red('damaged')}: ${finding}`);
    if (findings.length > 0) return exitCode.diagnostics;
    output.progress(`${green('whole')}: ${values} values, ${objects} objects`);
    return exitCode.done;
  } finally {
    lock.release();
  }
}

async function exportTo(output: Output, paths: ProjectPaths, file: string): Promise<number> {
  const result = await exportCache({
    folder: paths.cache,
    file,
    identity: cacheIdentity(compilerFingerprint),
    blobQueries,
    lock: (folder) => lockCache(output, folder),
  });
  if (result.kind === 'nothing') {
    throw new UsageError(`There is nothing to export in ${paths.cache}; build first`);
  }
  const { kind: _, ...figures } = result;
  output.event('cache-exported', { file, ...figures });
  output.progress(
    `${file}: ${shownSize(result.sizeBytes)} (${shownSize(result.contentBytes)} uncompressed), ` +
      `${result.nodes} entries, ${result.objects} objects`,
  );
  return exitCode.done;
}

async function importFrom(output: Output, paths: ProjectPaths, file: string): Promise<number> {
  const lock = await lockCache(output, paths.cache);
  try {
    const identity = cacheIdentity(compilerFingerprint);
    const result = await importCache({ lock, file, identity, onNotice: noticeTo(output) });
    if (result.kind === 'foreign') {
      output.event('cache-imported', { file, used: false, foreign: result.property });
      noticeTo(output)(`${file} is not used: it was made with another ${result.property} version`);
      return exitCode.done;
    }
    const { nodes, objects } = result;
    output.event('cache-imported', { file, used: true, nodes, objects });
    output.progress(`Imported ${nodes} entries and ${objects} objects into ${paths.cache}`);
    return exitCode.done;
  } finally {
    lock.release();
  }
}

function noticeTo(output: Output): (message: string) => void {
  return (message) => output.notice(`${output.colors.yellow('note')}: ${message}`);
}
