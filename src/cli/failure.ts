/**
 * How a command that cannot do its work says so. A user's mistake and a failure of the environment get
 * one clear line and what to do about it; only a bug gets a stack, and an address.
 *
 * Nothing here imports what may itself be missing: errors of other layers are known by their names.
 */
import { MissingPieceError } from '../build/toolchain.ts';
import { exitCode, RejectedError, UsageError } from './exit.ts';
import { findBrokenPiece } from './installation-check.ts';
import type { Output } from './output.ts';

/** What went wrong outside of boltd, and what to do about it. */
export interface EnvironmentFailure {
  readonly message: string;
  readonly remedy: string;
}

/** Reports `error` and gives the exit status. */
export async function reportFailure(output: Output, error: unknown): Promise<number> {
  const { bold, red } = output.colors;
  // What is wrong has been shown as diagnostics.
  if (error instanceof RejectedError) return exitCode.diagnostics;
  if (error instanceof UsageError) {
    output.event('failure', { kind: 'usage', message: error.message });
    output.notice(`${bold(red('error'))}: ${error.message}`);
    return exitCode.usage;
  }
  const failure = environmentFailure(error) ?? (await failureOfInstallation());
  if (failure !== undefined) {
    showEnvironmentFailure(output, failure);
    return exitCode.internal;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  output.event('failure', { kind: 'internal', message: stack });
  output.notice(
    `${bold(red('internal error'))}: ${stack}\n` +
      'This is a bug in boltd, not in your program. Please report it with the lines above and, if you\n' +
      'can, the program; `boltd clean` may help until it is mended.',
  );
  return exitCode.internal;
}

export function showEnvironmentFailure(
  output: Output,
  { message, remedy }: EnvironmentFailure,
): void {
  const { bold, red } = output.colors;
  output.event('failure', { kind: 'environment', message, remedy });
  output.notice(`${bold(red('error'))}: ${message}\n  ${bold('do')}: ${remedy}`);
}

function environmentFailure(error: unknown): EnvironmentFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof MissingPieceError) return failureOfPiece(error);
  const message = firstLine(error.message);
  switch (error.name) {
    case 'CacheLockedError':
      return { message, remedy: 'wait until that process is done, or end it' };
    case 'CacheUnwritableError':
      return {
        message,
        remedy: 'free some space, or set BOLT_CACHE_DIR and TMPDIR to folders that can be written',
      };
    case 'CacheDamagedError':
      return {
        message,
        remedy: 'check the disk, or set BOLT_CACHE_DIR to a folder on another one',
      };
    case 'SettingError':
      return {
        message,
        remedy: 'set it to a number of bytes, or one such as `500M` or `2G`; 0 for no bound',
      };
    case 'ArchiveError':
      return {
        message,
        remedy: 'remove the file and export it anew; without it everything is compiled once',
      };
    case 'LinkError':
      return {
        message: error.message,
        remedy:
          'see whether the linker works (`boltd doctor`); if it does, report this as a bug of boltd',
      };
    case 'UnsafeFolderError':
      return {
        message,
        remedy: 'make it a private folder of your own, or set XDG_RUNTIME_DIR to one',
      };
    case 'DaemonStartError':
    case 'DaemonStopError':
    case 'ConnectionLostError':
    case 'RefusedError':
      return {
        message: `The daemon: ${message}`,
        remedy: 'see its log (`boltd daemon logs`); builds work without it (`--no-daemon`)',
      };
    default:
      return systemFailure(error);
  }
}

/** A system call failed: says which file, in words. */
function systemFailure(error: Error): EnvironmentFailure | undefined {
  if (!('syscall' in error && 'code' in error)) return undefined;
  const code = String(error.code);
  const [what, remedy] = systemErrors.get(code) ?? [
    firstLine(error.message),
    'see whether the file system and the limits of this account allow it',
  ];
  const file = 'dest' in error ? error.dest : 'path' in error ? error.path : undefined;
  const place = typeof file === 'string' ? `: ${file}` : '';
  return { message: systemErrors.has(code) ? `${what}${place}` : what, remedy };
}

const systemErrors: ReadonlyMap<string, readonly [what: string, remedy: string]> = new Map([
  ['EACCES', ['Permission denied', 'change the permissions, or choose another place']],
  ['EPERM', ['Operation not permitted', 'change the permissions, or choose another place']],
  ['EROFS', ['The file system is read-only', 'choose another place']],
  ['ENOSPC', ['The disk is full', 'free some space']],
  ['EDQUOT', ['The disk quota is exceeded', 'free some space']],
  ['ENOENT', ['No such file or folder', 'see whether it was removed or renamed meanwhile']],
  ['ENOTDIR', ['Part of the path is not a folder', 'remove the file that is in the way']],
  ['EISDIR', ['There is a folder in the way', 'choose another name, or remove it']],
  ['EEXIST', ['There is a file in the way', 'choose another name, or remove it']],
  ['ELOOP', ['A symbolic link leads back to itself', 'remove the link']],
  ['ENAMETOOLONG', ['The name is too long', 'choose a shorter one']],
  ['EMFILE', ['Too many open files', 'raise the limit (`ulimit -n`)']],
  ['ENFILE', ['Too many open files on this system', 'raise the limit, or end other programs']],
  ['ENOMEM', ['Out of memory', 'end other programs, or use fewer workers (`--jobs`)']],
  [
    'EAGAIN',
    ['Cannot start another process', 'raise the limit (`ulimit -u`), or end other programs'],
  ],
  ['EIO', ['Reading or writing failed', 'check the disk']],
]);

/** Before something is called a bug: is the installation whole? */
async function failureOfInstallation(): Promise<EnvironmentFailure | undefined> {
  const broken = await findBrokenPiece();
  return broken === undefined ? undefined : failureOfPiece(broken);
}

function failureOfPiece({
  piece,
  detail,
  remedy,
}: Pick<MissingPieceError, 'piece' | 'detail' | 'remedy'>): EnvironmentFailure {
  return {
    message: `${piece}: ${detail}`,
    remedy: `${remedy} (\`boltd doctor\` checks everything)`,
  };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
