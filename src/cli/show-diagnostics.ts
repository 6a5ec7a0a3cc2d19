/** Joins positions and source lines to diagnostics and prints them. */
import path from 'node:path';
import type { DeclId } from '../base/ids.ts';
import { assertNever, present } from '../base/invariant.ts';
import type { Span } from '../base/span.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { LocatedDiagnostic, Location } from '../diagnostic/located.ts';
import { compareLocated, locateDiagnostic } from '../diagnostic/located.ts';
import { readText } from '../host/host.ts';
import { nodeHost } from '../host/node-host.ts';
import type { DeclPositions } from '../syntax/outline.ts';
import { locate } from '../syntax/positions.ts';
import type { Output } from './output.ts';

export interface Locator {
  locate(span: Span): Location;
  readLine(path: string, line: number): string | undefined;
}

/** `root`: the folder that paths in positions are relative to. */
export function createLocator(
  root: string,
  positionsOf: (decl: DeclId) => DeclPositions | undefined,
): Locator {
  const lines = new Map<string, readonly string[]>();
  return {
    locate(span) {
      switch (span.kind) {
        case 'tokens':
        case 'name':
          return locate(present(positionsOf(span.decl), `positions of ${span.decl}`), span);
        case 'file': {
          const { line, column, length } = span;
          return { path: span.path, line, column, endLine: line, endColumn: column + length };
        }
        default:
          return assertNever(span);
      }
    },
    readLine(file, line) {
      let text = lines.get(file);
      if (text === undefined) {
        text = (readText(nodeHost, path.resolve(root, file)) ?? '').split(/\r\n|[\r\n]/);
        lines.set(file, text);
      }
      return text[line - 1];
    },
  };
}

/** Prints `diagnostics` in the order of their places. */
export function showDiagnostics(
  output: Output,
  diagnostics: readonly Diagnostic[],
  locator: Locator,
): readonly LocatedDiagnostic[] {
  const located = diagnostics
    .map((diagnostic) => locateDiagnostic(diagnostic, (span) => locator.locate(span)))
    .sort(compareLocated);
  output.diagnostics(located, (file, line) => locator.readLine(file, line));
  return located;
}
