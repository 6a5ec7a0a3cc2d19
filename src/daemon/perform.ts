/**
 * A request through the daemon of the project, if it is to have one: the policy, in one place. A running
 * daemon of the same make is used; one of another make is replaced; one that is not there is started where
 * that was asked for. Whatever goes wrong with daemons is told in one line, and the work is done without.
 *
 * This runs before every build, mostly to find that there is no daemon: what talks to one is loaded when
 * there is one.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { manifestName } from '../build/manifest-folder.ts';
import type { BuildReport } from '../build/report.ts';
import type { WorkRequest } from '../build/workspace-api.ts';
import type { Host } from '../host/host.ts';
import { readText } from '../host/host.ts';
import type { DaemonConnection } from './connection.ts';
import { codeOf, DaemonStartError, messageOf } from './errors.ts';
import type { DaemonPlace, Environment } from './place.ts';
import { daemonPlace } from './place.ts';
import type { Identity } from './protocol.ts';

/** `running`: one that is there; `start`: or else a new one; `never`: none. */
export type DaemonUse = 'running' | 'start' | 'never';

export interface DaemonClient {
  readonly host: Host;
  /** Absolute. */
  readonly target: string;
  readonly environment: Environment;
  readonly identity: Identity;
  /** Program and arguments that serve a place; the target is added. */
  readonly command: readonly string[];
  /** One line for the user. */
  readonly onNotice: (message: string) => void;
}

/**
 * @param use what the user wants; undefined: what the manifest says
 * @returns undefined when the work has to be done in this process
 */
export async function performThroughDaemon(
  client: DaemonClient,
  use: DaemonUse | undefined,
  request: WorkRequest,
): Promise<BuildReport | undefined> {
  if (use === 'never') return undefined;
  const place = daemonPlace(client.host, client.target, client.environment);
  if (place === undefined) return undefined;
  const without = (why: string): undefined => {
    client.onNotice(`${why}; going on without a daemon`);
  };
  let daemon: GreetedDaemon | undefined;
  try {
    const isWanted =
      use === 'start' || (use === undefined && (await isStartedByManifest(client, place)));
    if (!isWanted && !existsSync(place.socket)) return undefined;
    daemon = await reachDaemon(client, place, isWanted);
  } catch (error) {
    if (!isOfTheWorld(error)) throw error;
    return without(`No daemon could be had: ${messageOf(error)}`);
  }
  if (daemon === undefined) return undefined;
  try {
    return await daemon.connection.perform(request, client.onNotice);
  } catch (error) {
    if (!isOfTheWorld(error)) throw error;
    return without(
      `The daemon (process ${daemon.pid}, socket ${place.socket}, log ${place.log}) did not do it: ` +
        messageOf(error),
    );
  } finally {
    daemon.connection.close();
  }
}

/** A daemon of the client's make, and a connection to it. */
export interface GreetedDaemon {
  readonly connection: DaemonConnection;
  readonly pid: number;
  /** Was not there before. */
  readonly isNew: boolean;
}

/**
 * Undefined when there is none and none is to be started. One of another make is replaced in any case.
 * @throws DaemonStartError
 */
export async function reachDaemon(
  client: DaemonClient,
  place: DaemonPlace,
  isWanted: boolean,
): Promise<GreetedDaemon | undefined> {
  const { connect } = await import('./connection.ts');
  const { patiently } = await import('./patience.ts');
  let isReplaced = false;
  let isNew = false;
  for (let attempt = 1; ; attempt += 1) {
    const connection = await connect(place);
    if (connection === undefined) {
      if (!isWanted && !isReplaced) return undefined;
      if (attempt > maxAttempts) throw new DaemonStartError('It ended again at once');
      const { startDaemon } = await import('./start.ts');
      const { command, environment } = client;
      await startDaemon({ place, command: [...command, place.target], environment });
      isNew = true;
      continue;
    }
    const ask = <T>(question: () => Promise<T>): Promise<T> =>
      patiently(place, connection, client.onNotice, question);
    const welcome = await ask(() => connection.greet(client.identity));
    if (welcome.kind === 'accepted') return { connection, pid: welcome.pid, isNew };
    const reason = `The daemon (process ${welcome.pid}) ${welcome.reason}`;
    // Two users of one place, each with another make, would replace each other's for ever.
    if (attempt > maxAttempts) throw new DaemonStartError(reason);
    client.onNotice(`${reason}; it is replaced`);
    await ask(() => connection.stop(`replaced by a daemon of version ${client.identity.version}`));
    connection.close();
    isReplaced = true;
  }
}

const maxAttempts = 3;

async function isStartedByManifest({ host }: DaemonClient, place: DaemonPlace): Promise<boolean> {
  // Most manifests say nothing of it, and need not be parsed to know that.
  const text = readText(host, path.join(place.target, manifestName));
  if (text === undefined || !text.includes('daemon')) return false;
  const { manifestSettings } = await import('./settings.ts');
  return manifestSettings(host, place).start;
}

/** Of daemons and systems, not of this program. */
function isOfTheWorld(error: unknown): boolean {
  return error instanceof Error && (expectedErrors.has(error.name) || codeOf(error) !== undefined);
}

const expectedErrors: ReadonlySet<string> = new Set([
  'ConnectionLostError',
  'DaemonStartError',
  'RefusedError',
  'UnsafeFolderError',
]);
