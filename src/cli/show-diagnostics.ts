/** Prints diagnostics with the source lines that they are about. */
import path from 'node:path';
import type { LocatedDiagnostic } from '../diagnostic/located.ts';
import { readText } from '../host/host.ts';
import { nodeHost } from '../host/node-host.ts';
import type { Output } from './output.ts';

/** `root`: the folder that their paths are relative to. */
export function showDiagnostics(
  output: Output,
  root: string,
  diagnostics: readonly LocatedDiagnostic[],
): void {
  const lines = new Map<string, readonly string[]>();
  output.diagnostics(diagnostics, (file, line) => {
    let text = lines.get(file);
    if (text === undefined) {
      text = (readText(nodeHost, path.resolve(root, file)) ?? '').split(/\r\n|[\r\n]/);
      lines.set(file, text);
    }
    return text[line - 1];
  });
}
