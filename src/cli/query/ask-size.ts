/** `boltd query size`: bytes by module and declaration. */
import { exitCode } from '../exit.ts';
import type { Output } from '../output.ts';
import { askCache } from './asking.ts';
import type { QueryOptions } from './options.ts';
import { measureSizes } from './size.ts';
import { requireCache } from './sql.ts';
import { renderTable } from './table.ts';

const shownRows = 20;

export async function askSize(output: Output, options: QueryOptions): Promise<number> {
  return askCache(output, options.target, async (asking) => {
    requireCache(asking.paths.cache);
    const profile = options.release ? 'release' : 'dev';
    const sizes = measureSizes(asking, profile);
    const limit = options.limit ?? shownRows;
    const modules = sizes.modules.slice(0, limit);
    const declarations = sizes.declarations.slice(0, limit);
    const { databaseBytes, missing } = sizes;
    output.event('query', {
      what: 'size',
      profile,
      databaseBytes,
      modules,
      declarations,
      missing,
    });
    if (output.options.json) return exitCode.done;
    output.result(
      [
        renderTable({
          header: ['module', 'code', 'data', 'object', 'cache'],
          rows: modules.map((each) => [
            each.name,
            each.codeBytes,
            each.dataBytes,
            each.objectBytes,
            each.cacheBytes,
          ]),
        }),
        renderTable({
          header: ['declaration', 'code', 'data', 'cache'],
          rows: declarations.map(({ name, codeBytes, dataBytes, cacheBytes }) => [
            name,
            codeBytes,
            dataBytes,
            cacheBytes,
          ]),
        }),
        `bytes; the whole cache has ${databaseBytes}\n`,
      ].join('\n'),
    );
    if (missing.length > 0) {
      const some = missing.slice(0, 5).join(', ');
      const more = missing.length > 5 ? ` and ${missing.length - 5} others` : '';
      output.notice(
        `${output.colors.yellow('note')}: there is no up-to-date ${profile} object of ${some}${more}`,
      );
    }
    return exitCode.done;
  });
}
