/** Prints diagnostics with the source lines that they are about. */
import path from 'node:path';
import { shownRoot } from '../build/standard-library.ts';
import type { LocatedDiagnostic } from '../diagnostic/located.ts';
import type { LineReader } from '../diagnostic/render-terminal.ts';
import { readText } from '../host/host.ts';
import { nodeHost } from '../host/node-host.ts';
import { installation } from './installation.ts';
import type { Output } from './output.ts';

/** `root`: the folder that their paths are relative to. */
export function showDiagnostics(
  output: Output,
  root: string,
  diagnostics: readonly LocatedDiagnostic[],
): void {
  output.diagnostics(diagnostics, sourceReader(root));
}

/** Lines of files as they are now, each file read once. */
export function sourceReader(root: string): LineReader {
  const lines = new Map<string, readonly string[]>();
  return (file, line) => {
    let text = lines.get(file);
    if (text === undefined) {
      text = (readText(nodeHost, placeOf(root, file)) ?? '').split(/\r\n|[\r\n]/);
      lines.set(file, text);
    }
    return text[line - 1];
  };
}

function placeOf(root: string, file: string): string {
  const inside = `${shownRoot}/`;
  return file.startsWith(inside)
    ? path.join(installation().standardFolder, file.slice(inside.length))
    : path.resolve(root, file);
}
