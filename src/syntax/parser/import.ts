/** `import a.b;`, `import a.b as c;`, `import a.b.{f, C as D};` */
import type { Name, SignatureSyntax } from '../ast.ts';
import { isWord, Kind } from '../token.ts';
import type { Cursor } from './cursor.ts';
import {
  accept,
  advance,
  behind,
  describe,
  expectClose,
  expectName,
  expectSemicolon,
  hasFailed,
  here,
  peek,
  report,
} from './cursor.ts';

interface ImportItem {
  readonly name: Name;
  readonly alias: Name | undefined;
}

export function parseImport(cursor: Cursor): SignatureSyntax {
  const from = here(cursor);
  if (isWord(cursor.tokens, cursor.index, 'public')) {
    report(cursor, {
      code: 'E0113',
      message: 'Expected a declaration behind `public`, found `import`',
      notes: ['What a module imports belongs to it alone.'],
    });
    advance(cursor);
  }
  advance(cursor);
  const path: Name[] = [expectName(cursor, 'the name of a module')];
  let items: readonly ImportItem[] | undefined;
  while (items === undefined && accept(cursor, Kind.dot)) {
    if (peek(cursor) === Kind.braceOpen) items = parseItems(cursor);
    else path.push(expectName(cursor, 'the name of a module, or `{` and what to import'));
  }
  const alias = parseAlias(cursor);
  if (peek(cursor) === Kind.semicolon || cursor.diagnostics.length === 0) {
    expectSemicolon(cursor, 'the import');
  }
  return { kind: 'import', path, alias, items, from, to: behind(cursor) };
}

function parseItems(cursor: Cursor): readonly ImportItem[] {
  const opener = advance(cursor);
  const items: ImportItem[] = [];
  if (peek(cursor) === Kind.braceClose) {
    report(cursor, {
      code: 'E0114',
      message: `Expected a name to import, found ${describe(cursor)}`,
    });
  } else {
    do {
      items.push({ name: expectName(cursor, 'a name to import'), alias: parseAlias(cursor) });
    } while (!hasFailed(cursor) && accept(cursor, Kind.comma));
  }
  expectClose(cursor, Kind.braceClose, { bracket: '}', opener });
  return items;
}

function parseAlias(cursor: Cursor): Name | undefined {
  if (!isWord(cursor.tokens, cursor.index, 'as')) return undefined;
  advance(cursor);
  return expectName(cursor, 'a name behind `as`');
}
