/** `boltd daemon serve`: this process becomes the daemon. Started by `boltd daemon start` and by builds. */
import { fstatSync } from 'node:fs';
import { openWorkspace } from '../build/workspace.ts';
import { messageOf } from '../daemon/errors.ts';
import type { DaemonPlace } from '../daemon/place.ts';
import type { Readiness } from '../daemon/readiness.ts';
import { readinessDescriptor, tellReadiness } from '../daemon/readiness.ts';
import { serve } from '../daemon/serve.ts';
import { idleLimitMs } from '../daemon/settings.ts';
import { nodeHost } from '../host/node-host.ts';
import { ownIdentity } from './daemon-client.ts';
import { exitCode, UsageError } from './exit.ts';
import { installation } from './installation.ts';
import { compilerFingerprint } from './version.ts';
import { workerGrowthBytes } from './workspace.ts';

export async function serveDaemon(place: DaemonPlace): Promise<number> {
  if (!hasReadinessPipe()) throw new UsageError('Use `boltd daemon start`');
  let isTold = false;
  const onReady = (readiness: Readiness): void => {
    isTold = true;
    tellReadiness(readiness);
  };
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => ending.abort(signal));
  }
  const { workerEntry, runtimeFolder, standardFolder, seedFolder } = installation();
  try {
    await serve({
      place,
      identity: ownIdentity(),
      openWorkspace: (onNotice) =>
        openWorkspace({
          host: nodeHost,
          target: place.target,
          environment: process.env,
          compiler: compilerFingerprint,
          workerEntry,
          runtimeFolder,
          standardFolder,
          seedFolder,
          workerGrowthBytes,
          onNotice,
        }),
      idleLimitMs: () => idleLimitMs(nodeHost, place, process.env),
      onReady,
      signal: ending.signal,
    });
    return exitCode.done;
  } catch (error) {
    // Whoever started it says why it is not there; after that, the log does.
    if (isTold) throw error;
    onReady({ kind: 'failed', message: messageOf(error) });
    return exitCode.internal;
  } finally {
    // Whatever may be left, such as a worker that does not end: a daemon that has ended does not linger.
    setTimeout(() => process.exit(), lingerMs).unref();
  }
}

const lingerMs = 3000;

function hasReadinessPipe(): boolean {
  try {
    return fstatSync(readinessDescriptor).isFIFO() || fstatSync(readinessDescriptor).isSocket();
  } catch {
    return false;
  }
}
