/**
 * The files of an incremental fixture from one revision to the next, and what else a revision does to the
 * project's folder. Files that stay the same are not written, as by an editor or git.
 */
import { existsSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { Revision } from './fixture-file.ts';

/** Texts by path, which starts with a slash. */
export type Files = ReadonlyMap<string, string>;

const defaultManifest = '[package]\nname = "fixture"\nversion = "0.1.0"\n';

/** The files of a revision; `history` holds those of the revisions before it. */
export function applyRevision(history: readonly Files[], revision: Revision): Files {
  const files = new Map(history.at(-1) ?? [['/bolt.toml', defaultManifest]]);
  for (const { path: name, text } of revision.files) files.set(name, text);
  for (const { name, argument } of revision.directives) {
    if (name === 'revert') return fileState(history, argument);
    applyEdit(files, { name, argument, history });
  }
  return files;
}

/** Brings `folder` from the files of one revision to those of the next, then does what the revision says. */
export function writeRevision(
  folder: string,
  { before, after, revision }: { before: Files; after: Files; revision: Revision },
): void {
  for (const name of before.keys()) if (!after.has(name)) rmSync(path.join(folder, name));
  for (const [name, text] of after)
    if (before.get(name) !== text) save(path.join(folder, name), text);
  for (const { name, argument } of revision.directives) {
    if (name === 'touch') {
      for (const file of after.keys()) utimesSync(path.join(folder, file), new Date(), new Date());
    } else if (name === 'save') {
      for (const [file, text] of after) save(path.join(folder, file), text);
    } else if (name === 'remove') {
      const target = path.join(folder, argument);
      if (!existsSync(target)) throw new Error(`Nothing to remove: ${argument}`);
      rmSync(target, { recursive: true });
    } else if (name === 'lose') {
      rmSync(objectOf(folder, argument));
    }
  }
}

interface Edit {
  readonly name: string;
  readonly argument: string;
  readonly history: readonly Files[];
}

function applyEdit(files: Map<string, string>, { name, argument, history }: Edit): void {
  switch (name) {
    case 'edit': {
      const [, target = '', before = '', after = ''] =
        /^(\S+): (.*?) =>(?: (.*))?$/.exec(argument) ?? [];
      const old = textOf(files, target);
      if (old.split(before).length !== 2) throw new Error(`Not exactly one place: ${argument}`);
      files.set(
        target,
        old.replace(before, () => after),
      );
      return;
    }
    case 'insert': {
      const [, target = '', line = '', inserted = ''] = /^(\S+):(\d+) ?(.*)$/.exec(argument) ?? [];
      const lines = textOf(files, target).split('\n');
      files.set(target, lines.toSpliced(Number(line) - 1, 0, inserted).join('\n'));
      return;
    }
    case 'append': {
      const [, target = '', appended = ''] = /^(\S+): (.*)$/.exec(argument) ?? [];
      files.set(target, `${textOf(files, target)}\n${appended}`);
      return;
    }
    case 'rename': {
      const [, from = '', to = ''] = /^(\S+) => (\S+)$/.exec(argument) ?? [];
      files.set(to, textOf(files, from));
      files.delete(from);
      return;
    }
    case 'line-endings': {
      const [, target = '', kind = ''] = /^(\S+) (crlf|lf)$/.exec(argument) ?? [];
      files.set(
        target,
        textOf(files, target).replaceAll(/\r?\n/g, kind === 'crlf' ? '\r\n' : '\n'),
      );
      return;
    }
    case 'delete':
      textOf(files, argument);
      files.delete(argument);
      return;
    case 'restore': {
      const [, target = '', number = ''] = /^(\S+) from (\d+)$/.exec(argument) ?? [];
      files.set(target, textOf(fileState(history, number), target));
      return;
    }
  }
}

function fileState(history: readonly Files[], number: string): Files {
  const files = history[Number(number) - 1];
  if (files === undefined) throw new Error(`No revision ${number}`);
  return files;
}

function textOf(files: Files, name: string): string {
  const text = files.get(name);
  if (text === undefined) throw new Error(`No file ${name}`);
  return text;
}

/** By another name first, so that the file is a new one, as many editors do it. */
function save(target: string, text: string): void {
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(`${target}~`, text);
  renameSync(`${target}~`, target);
}

/** The file of the object that the cache has for a key such as `hub@dev`. */
function objectOf(folder: string, key: string): string {
  const cache = path.join(folder, '.bolt');
  const database = new Database(path.join(cache, 'cache.db'), { readonly: true });
  try {
    const value = database
      .prepare<[string], string>("SELECT value FROM v_memos WHERE query = 'object' AND key = ?")
      .pluck()
      .get(key);
    if (value === undefined) throw new Error(`No object ${key}`);
    const { fingerprint } = JSON.parse(value) as { readonly fingerprint: string };
    return path.join(cache, 'objects', fingerprint.slice(0, 2), `${fingerprint}.o`);
  } finally {
    database.close();
  }
}
