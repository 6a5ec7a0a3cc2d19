/** How a project and its environment want the daemon. What is unusable says nothing here: the build reports it. */
import path from 'node:path';
import { parseDuration } from '../base/duration.ts';
import { manifestName } from '../build/manifest-folder.ts';
import type { DaemonSettings } from '../compiler/manifest.ts';
import { parseManifest } from '../compiler/manifest.ts';
import type { Host } from '../host/host.ts';
import { readText } from '../host/host.ts';
import type { DaemonPlace, Environment } from './place.ts';
import { idleVariable } from './place.ts';

const defaultIdleMs = 3 * 3_600_000;

/** What the manifest of the place's project says. */
export function manifestSettings(host: Host, { target }: DaemonPlace): DaemonSettings {
  const text = readText(host, path.join(target, manifestName));
  const parsed = text === undefined ? undefined : parseManifest(manifestName, text);
  return parsed?.manifest?.daemon ?? { start: false };
}

/** The variable counts before the manifest. */
export function idleLimitMs(host: Host, place: DaemonPlace, environment: Environment): number {
  const given = parseDuration(environment[idleVariable] ?? '');
  return given ?? manifestSettings(host, place).idleMs ?? defaultIdleMs;
}
