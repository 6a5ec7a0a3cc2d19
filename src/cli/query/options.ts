/** The options of `boltd query`, read once; each question takes some of them. */
import { UsageError } from '../exit.ts';

export interface QueryOptions {
  readonly target: string;
  readonly passes: boolean;
  readonly full: boolean;
  readonly release: boolean;
  readonly llvm: boolean;
  readonly dot: boolean;
  readonly csv: boolean;
  readonly schema: boolean;
  readonly build: number | undefined;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly limit: number | undefined;
  readonly timeout: number | undefined;
}

export type OptionName = Exclude<keyof QueryOptions, 'target'>;

type Given = Readonly<Record<string, unknown>>;

/** @throws UsageError */
export function parseOptions(given: Given): QueryOptions {
  return {
    target: String(given['target'] ?? '.'),
    passes: given['passes'] === true,
    full: given['full'] === true,
    release: given['release'] === true,
    llvm: given['llvm'] === true,
    dot: given['dot'] === true,
    csv: given['csv'] === true,
    schema: given['schema'] === true,
    build: count(given, 'build', 'the number of a build'),
    from: count(given, 'from', 'the number of a build'),
    to: count(given, 'to', 'the number of a build'),
    limit: count(given, 'limit', 'a number from 1'),
    timeout: seconds(given['timeout']),
  };
}

/** @throws UsageError for one that would change nothing */
export function checkOptions(given: Given, what: string, accepted: readonly OptionName[]): void {
  for (const name of Object.keys(given)) {
    if (name === 'target' || accepted.some((each) => each === name)) continue;
    const takes =
      accepted.length === 0 ? '' : `; it takes ${accepted.map((each) => `--${each}`).join(', ')}`;
    throw new UsageError(`\`boltd query ${what}\` takes no --${name}${takes}`);
  }
}

function count(given: Given, name: OptionName, what: string): number | undefined {
  const value = given[name];
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new UsageError(`--${name} takes ${what}`);
}

function seconds(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (number > 0 && number <= mostSeconds) return number;
  throw new UsageError('--timeout takes a number of seconds');
}

/** Timers hold no more. */
const mostSeconds = 2_000_000;
