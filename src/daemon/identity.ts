/** Whether a daemon is what a client would start itself. */
import path from 'node:path';
import { inspectToolchain, programFolders } from '../build/toolchain.ts';
import type { Identity } from './protocol.ts';

/** The end of a sentence about the daemon; undefined when it is as good as one of the client's own. */
export function differenceOf(daemon: Identity, client: Identity): string | undefined {
  if (daemon.version !== client.version) {
    return `is of version ${daemon.version}, not ${client.version}`;
  }
  if (daemon.home !== client.home) return `belongs to another installation, in ${daemon.home}`;
  if (daemon.compiler !== client.compiler) return 'is of another build of boltd';
  if (daemon.idle !== client.idle) {
    return `has another idle time (${idleText(daemon)}, not ${idleText(client)})`;
  }
  if (daemon.cacheSize !== client.cacheSize) {
    return `has another bound of its cache (${sizeText(daemon)}, not ${sizeText(client)})`;
  }
  // Paths differ from shell to shell; what matters is what they lead to.
  return daemon.searchPath === client.searchPath || leadToTheSame(daemon, client)
    ? undefined
    : 'has another PATH, which leads to other linkers';
}

function idleText({ idle }: Identity): string {
  return idle ?? 'the usual one';
}

function sizeText({ cacheSize }: Identity): string {
  return cacheSize ?? 'the usual one';
}

function leadToTheSame(daemon: Identity, client: Identity): boolean {
  return linkersOf(daemon) === linkersOf(client);
}

function linkersOf({ searchPath }: Identity): string {
  const { toolchain } = inspectToolchain({ programFolders: programFolders(searchPath) });
  return [toolchain.libraryLinker.path, toolchain.programLinker.path].join(path.delimiter);
}
