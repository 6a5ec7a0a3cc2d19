/** `boltd query`: which questions there are, what each is asked with, and who answers. */
import { closestName } from '../../sema/suggest.ts';
import { exitCode, UsageError } from '../exit.ts';
import type { Output } from '../output.ts';
import { locateProject } from '../project.ts';
import type { Aspect } from '../query/ask-declaration.ts';
import { askDeclaration } from '../query/ask-declaration.ts';
import { askEdges, askPath } from '../query/ask-graph.ts';
import { askDiff, askHot, askSlow, askWhy } from '../query/ask-past.ts';
import { askSize } from '../query/ask-size.ts';
import type { OptionName, QueryOptions } from '../query/options.ts';
import { checkOptions, parseOptions } from '../query/options.ts';
import { runSql, showSchema } from '../query/sql.ts';

interface Question {
  /** What stands behind the question's name. */
  readonly takes: readonly string[];
  readonly options: readonly OptionName[];
  answer(output: Output, args: readonly string[], options: QueryOptions): Promise<number>;
}

export async function query(
  output: Output,
  [what = '', ...args]: readonly string[],
  given: Readonly<Record<string, unknown>>,
): Promise<number> {
  const question = questions.get(what);
  if (question === undefined) {
    const meant = closestName(what, questions.keys());
    const advice =
      meant === undefined
        ? `choose of ${[...questions.keys()].join(', ')}`
        : `did you mean ${meant}?`;
    throw new UsageError(`Cannot query ${what}; ${advice}`);
  }
  checkOptions(given, what, question.options);
  const options = parseOptions(given);
  const takes = options.schema ? [] : question.takes;
  if (args.length !== takes.length) {
    const usage = ['boltd query', what, ...takes.map((name) => `<${name}>`)].join(' ');
    const missing = takes[args.length];
    throw new UsageError(
      missing === undefined
        ? `Too many arguments: ${args.slice(takes.length).join(' ')}; usage: ${usage}`
        : `Which ${missing}? Usage: ${usage}`,
    );
  }
  return question.answer(output, args, options);
}

function aboutDeclaration(aspect: Aspect, options: readonly OptionName[] = []): Question {
  return {
    takes: ['symbol'],
    options,
    answer: (output, [symbol = ''], given) => askDeclaration(output, aspect, symbol, given),
  };
}

const questions: ReadonlyMap<string, Question> = new Map<string, Question>([
  ['ir', aboutDeclaration('ir', ['passes'])],
  ['llvm', aboutDeclaration('llvm', ['passes', 'full', 'release'])],
  ['asm', aboutDeclaration('asm', ['release'])],
  ['ast', aboutDeclaration('ast')],
  ['types', aboutDeclaration('types')],
  ['signature', aboutDeclaration('signature')],
  [
    'deps',
    {
      takes: ['symbol'],
      options: ['dot'],
      answer: (output, [symbol = ''], options) => askEdges(output, 'deps', symbol, options),
    },
  ],
  [
    'rdeps',
    {
      takes: ['symbol'],
      options: ['dot'],
      answer: (output, [symbol = ''], options) => askEdges(output, 'rdeps', symbol, options),
    },
  ],
  [
    'path',
    {
      takes: ['symbol', 'other symbol'],
      options: ['dot'],
      answer: (output, [from = '', to = ''], options) => askPath(output, from, to, options),
    },
  ],
  [
    'why',
    {
      takes: ['symbol'],
      options: ['build', 'dot'],
      answer: (output, [symbol = ''], options) => askWhy(output, symbol, options),
    },
  ],
  [
    'diff',
    {
      takes: ['symbol'],
      options: ['from', 'to', 'llvm'],
      answer: (output, [symbol = ''], options) => askDiff(output, symbol, options),
    },
  ],
  [
    'slow',
    {
      takes: [],
      options: ['build', 'limit'],
      answer: (output, _, options) => askSlow(output, options),
    },
  ],
  [
    'hot',
    { takes: [], options: ['limit'], answer: (output, _, options) => askHot(output, options) },
  ],
  [
    'size',
    {
      takes: [],
      options: ['release', 'limit'],
      answer: (output, _, options) => askSize(output, options),
    },
  ],
  [
    'sql',
    {
      takes: ['statement'],
      options: ['csv', 'limit', 'timeout', 'schema'],
      answer: askSql,
    },
  ],
]);

async function askSql(
  output: Output,
  [sql = '']: readonly string[],
  options: QueryOptions,
): Promise<number> {
  const { paths } = locateProject(output, options.target);
  if (options.schema) return showSchema(output, paths.cache);
  if (sql.trim() === '') throw new UsageError('The statement is empty');
  const { csv, limit, timeout } = options;
  const status = await runSql(output, paths.cache, {
    sql,
    isCsv: csv,
    limit,
    timeoutSeconds: timeout,
  });
  return status === 0 ? exitCode.done : status;
}
