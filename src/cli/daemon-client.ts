/** Daemons as commands use them: this installation, this environment, what the user said about them. */
import path from 'node:path';
import { parseDuration } from '../base/duration.ts';
import { sizeVariable } from '../build/cache-limit.ts';
import type { BuildReport } from '../build/report.ts';
import type { WorkRequest } from '../build/workspace-api.ts';
import type { DaemonClient, DaemonUse } from '../daemon/perform.ts';
import { performThroughDaemon } from '../daemon/perform.ts';
import { idleVariable } from '../daemon/place.ts';
import type { Identity } from '../daemon/protocol.ts';
import { nodeHost } from '../host/node-host.ts';
import { UsageError } from './exit.ts';
import { installation } from './installation.ts';
import type { Output } from './output.ts';
import { showReport } from './show-report.ts';
import { compilerFingerprint, version } from './version.ts';

/** `target`: a path as the user gave it. */
export function daemonClient(output: Output, target: string): DaemonClient {
  const script = path.join(installation().home, 'tools/bin/boltd.js');
  return {
    host: nodeHost,
    target: path.resolve(target),
    environment: process.env,
    identity: ownIdentity(),
    command: [process.execPath, script, 'daemon', 'serve'],
    onNotice: (message) => output.notice(`${output.colors.yellow('note')}: ${message}`),
  };
}

export function ownIdentity(): Identity {
  const idle = process.env[idleVariable];
  if (idle !== undefined && idle !== '' && parseDuration(idle) === undefined) {
    throw new UsageError(`${idleVariable} is a time such as 90s, 30m or 3h, at most 24 days`);
  }
  const cacheSize = process.env[sizeVariable];
  return {
    version,
    compiler: compilerFingerprint,
    home: installation().home,
    searchPath: process.env['PATH'] ?? '',
    ...(idle !== undefined && idle !== '' && { idle }),
    ...(cacheSize !== undefined && cacheSize !== '' && { cacheSize }),
  };
}

/**
 * Shows what comes of a request, but the figures. Undefined when the work has to be done here: no daemon, or
 * options that daemons do not serve.
 */
export async function throughDaemon(
  output: Output,
  target: string,
  options: Readonly<Record<string, unknown>>,
  request: WorkRequest,
): Promise<BuildReport | undefined> {
  const use = daemonUse(options);
  if (use === 'never') return undefined;
  const local = localOptions.find((name) => options[name] !== undefined && options[name] !== false);
  if (local !== undefined) {
    if (options['daemon'] !== true) return undefined;
    const option = `--${local.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new UsageError(
      `--daemon does not go with ${option}: it is about the process that builds`,
    );
  }
  const report = await performThroughDaemon(daemonClient(output, target), use, request);
  if (report !== undefined) showReport(output, report);
  return report;
}

/** What looks into the work while it is done, or is set for a process once and for all. */
const localOptions = ['explain', 'verboseIr', 'verboseLlvmIr', 'verifyCache', 'jobs', 'timings'];

/** What option and environment say; undefined: nothing. */
function daemonUse({ daemon }: Readonly<Record<string, unknown>>): DaemonUse | undefined {
  if (daemon === false) return 'never';
  if (daemon === true) return 'start';
  switch (process.env['BOLT_DAEMON']) {
    case undefined:
    case '':
      return undefined;
    case '0':
      return 'never';
    case '1':
      return 'start';
    default:
      throw new UsageError('BOLT_DAEMON is 0 (never use a daemon) or 1 (start one)');
  }
}
