/** Starts the daemon of a place: a process of its own, which outlives whoever started it. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { codeOf, DaemonStartError, messageOf } from './errors.ts';
import type { DaemonPlace, Environment } from './place.ts';
import type { Readiness } from './readiness.ts';
import { parseReadiness, readinessDescriptor } from './readiness.ts';

export interface StartOptions {
  readonly place: DaemonPlace;
  /** Program and arguments that serve the place and tell their readiness. */
  readonly command: readonly string[];
  readonly environment: Environment;
}

/** Longer than any start takes; a daemon that is not there then is not waited for. */
const startLimitMs = 30_000;

/**
 * Resolves when there is a daemon to connect to, this one or another that was started at the same time.
 * @throws DaemonStartError
 */
export async function startDaemon({ place, command, environment }: StartOptions): Promise<void> {
  const log = openLogFile(place.log);
  const logSize = fs.fstatSync(log).size;
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: '/',
    detached: true,
    env: absoluteEnvironment(environment),
    stdio: ['ignore', log, log, 'pipe'],
  });
  fs.closeSync(log);
  const said = child.stdio[readinessDescriptor] as Readable;
  try {
    const readiness = await Promise.race([readinessOf(said), failureOf(child)]);
    if (readiness?.kind === 'failed') throw new DaemonStartError(readiness.message);
    if (readiness === undefined) {
      const words = lastWords(place.log, logSize);
      throw new DaemonStartError(
        `It ended as soon as it was started${words}; its log: ${place.log}`,
      );
    }
  } finally {
    said.destroy();
    child.unref();
  }
}

function openLogFile(file: string): number {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    return fs.openSync(file, 'a', 0o600);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new DaemonStartError(`Its log cannot be written: ${messageOf(error)}`);
  }
}

/** Undefined when the pipe was closed without a word. */
async function readinessOf(said: Readable): Promise<Readiness | undefined> {
  const limit = setTimeout(() => {
    said.destroy(new DaemonStartError(`It was not there after ${startLimitMs / 1000} s`));
  }, startLimitMs);
  try {
    let text = '';
    for await (const chunk of said) {
      text += String(chunk);
      const readiness = parseReadiness(text);
      if (readiness !== undefined) return readiness;
    }
    return undefined;
  } finally {
    clearTimeout(limit);
  }
}

/** Rejects when the program cannot be run at all. */
function failureOf(child: ReturnType<typeof spawn>): Promise<never> {
  return new Promise((_, reject) => {
    child.once('error', (error) => reject(new DaemonStartError(messageOf(error))));
  });
}

/** What a process that died wrote behind `from`. */
function lastWords(file: string, from: number): string {
  try {
    const text = fs.readFileSync(file).subarray(from).toString('utf8').trim();
    const last = text.split('\n').filter((line) => /\S/.test(line));
    return last.length === 0 ? '' : ` (${(last.at(-1) ?? '').slice(0, 300)})`;
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return '';
  }
}

/** The daemon runs in another folder: what names a place by its way from here has to say where it is. */
function absoluteEnvironment(environment: Environment): NodeJS.ProcessEnv {
  const absolute: NodeJS.ProcessEnv = { ...environment };
  for (const name of ['BOLT_CACHE_DIR', 'XDG_CACHE_HOME', 'TMPDIR']) {
    const value = environment[name];
    if (value !== undefined && value !== '') absolute[name] = path.resolve(value);
  }
  return absolute;
}
