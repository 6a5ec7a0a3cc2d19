/**
 * Where the daemon of a project is to be found: a socket in a folder that belongs to this user alone.
 * The folder's permissions are what keeps others out, so one that is somebody else's, or open to
 * others, is refused and never mended.
 *
 * The client looks here before anything else: this file loads little.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fingerprintOf } from '../base/fingerprint.ts';
import { manifestFolderOf } from '../build/manifest-folder.ts';
import { ownFolder, sharedFolder } from '../build/paths.ts';
import type { Host } from '../host/host.ts';
import { codeOf } from './errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Sets after how long without work a daemon ends. */
export const idleVariable = 'BOLT_DAEMON_IDLE';

export interface DaemonPlace {
  /** The project: the folder of its manifest, or its only file. Absolute, without symbolic links. */
  readonly target: string;
  /** The project's cache, or the folder of many that BOLT_CACHE_DIR names. */
  readonly cache: string;
  /** What the daemon has to say. */
  readonly log: string;
  /** Of all daemons of this user. */
  readonly folder: string;
  readonly socket: string;
  /** Says for people which process it is. */
  readonly note: string;
  /** Holds the lock that the one daemon of this place has, as long as it lives. */
  readonly lockFolder: string;
}

/** The folder for sockets cannot be trusted. */
export class UnsafeFolderError extends Error {
  override readonly name = 'UnsafeFolderError';
}

/** Undefined when there is no project. */
export function daemonPlace(
  host: Host,
  target: string,
  environment: Environment,
): DaemonPlace | undefined {
  const project = locate(host, target);
  if (project === undefined) return undefined;
  const { root, onlyFile } = project;
  const shared = sharedFolder(environment);
  const cache = realPath(shared ?? ownFolder(root, onlyFile, environment));
  const full = onlyFile === undefined ? root : path.join(root, onlyFile);
  const name = fingerprintOf(`${cache}\0${full}`).slice(0, 16);
  const folder = socketFolder(environment, `${name}.sock`);
  return {
    target: full,
    cache,
    log: path.join(cache, shared === undefined ? 'daemon.log' : `daemon-${name}.log`),
    folder,
    socket: path.join(folder, `${name}.sock`),
    note: path.join(folder, `${name}.json`),
    lockFolder: path.join(folder, `${name}.lock`),
  };
}

/**
 * Whether the folder is there and nobody else's.
 * @throws UnsafeFolderError
 */
export function checkFolder(folder: string): 'private' | 'absent' {
  const stat = fs.lstatSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) return 'absent';
  if (!stat.isDirectory()) throw unsafe(folder, 'is not a folder');
  if (stat.uid !== userId()) throw unsafe(folder, `belongs to another user (${stat.uid})`);
  if ((stat.mode & 0o077) !== 0) {
    const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
    throw unsafe(folder, `can be opened by others (its mode is ${mode}; \`chmod 700\` mends that)`);
  }
  return 'private';
}

/** @throws UnsafeFolderError */
export function makeFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  checkFolder(folder);
}

function locate(
  host: Host,
  target: string,
): { readonly root: string; readonly onlyFile?: string } | undefined {
  if (!host.isFolder(target)) {
    if (host.state(target) === undefined || !target.endsWith('.bolt')) return undefined;
    const real = realPath(target);
    return { root: path.dirname(real), onlyFile: path.basename(real) };
  }
  const root = manifestFolderOf(host, target);
  return root === undefined ? undefined : { root: realPath(root) };
}

/** Without symbolic links, as far as the path exists. */
function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch (error) {
    const parent = path.dirname(file);
    if (parent === file || codeOf(error) === undefined) throw error;
    return path.join(realPath(parent), path.basename(file));
  }
}

/** Bytes of a socket's path, the closing zero included: `sun_path` of sockaddr_un. */
const maxSocketPath = 108;

function socketFolder(environment: Environment, name: string): string {
  const runtime = environment['XDG_RUNTIME_DIR'];
  if (runtime !== undefined && path.isAbsolute(runtime) && isOwnFolder(runtime)) {
    const folder = path.join(runtime, 'boltd');
    if (Buffer.byteLength(path.join(folder, name)) < maxSocketPath) return folder;
  }
  return `/tmp/boltd-${userId()}`;
}

/** After `su`, the variable may still name the folder of whoever one was before. */
function isOwnFolder(folder: string): boolean {
  try {
    const stat = fs.statSync(folder, { throwIfNoEntry: false });
    return stat?.isDirectory() === true && stat.uid === userId();
  } catch (error) {
    if (codeOf(error) === 'EACCES') return false;
    throw error;
  }
}

function userId(): number {
  return process.getuid?.() ?? os.userInfo().uid;
}

function unsafe(folder: string, why: string): UnsafeFolderError {
  return new UnsafeFolderError(`The folder for the daemon's socket ${why}: ${folder}`);
}
