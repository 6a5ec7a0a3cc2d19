/**
 * Keys of the terminal, one by one: raw mode, held only while boltd is in the foreground, and given back
 * whatever happens. Node itself restores the terminal when the process exits or an exception ends it.
 */
import { readFileSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import type { Key } from './keys.ts';
import { readKeys } from './keys.ts';

export interface KeyboardOptions {
  readonly input: ReadStream;
  onKey(key: Key): void;
  /** Before the process is stopped, as by Ctrl-Z; the terminal is as it was. */
  onSuspend(): void;
  /** The process goes on, in the foreground or not. */
  onResume(): void;
}

export interface Keyboard {
  /** Whether keys are read: not in the background. */
  isListening(): boolean;
  /** Listens if the process has come to the foreground meanwhile. */
  refresh(): void;
  /** Stops the process and all of its job, until the shell continues it. */
  suspend(): void;
  close(): void;
}

export function openKeyboard(options: KeyboardOptions): Keyboard {
  const { input, onKey, onSuspend, onResume } = options;
  let isListening = false;
  let isSuspended = false;
  let isClosed = false;

  const onData = (text: string): void => {
    for (const key of readKeys(text)) onKey(key);
  };
  const listen = (): void => {
    // A background process that touches the terminal's settings is stopped by the kernel.
    if (isListening || !isForeground()) return;
    isListening = true;
    input.setRawMode(true);
    input.resume();
  };
  const leave = (): void => {
    if (!isListening) return;
    isListening = false;
    input.pause();
    if (isForeground()) input.setRawMode(false);
  };
  const suspend = (): void => {
    if (isSuspended) return;
    isSuspended = true;
    onSuspend();
    leave();
    process.off('SIGTSTP', suspend);
    process.kill(0, 'SIGTSTP');
    // A job without a shell is not stopped, and nobody continues it; this comes soon, or when it is continued.
    setTimeout(() => {
      if (isSuspended) onContinued();
    }, resumeMs);
  };
  const onContinued = (): void => {
    if (isClosed) return;
    if (isSuspended) {
      isSuspended = false;
      process.on('SIGTSTP', suspend);
    } else {
      // Stopped by others; the shell may have set the terminal to its own liking.
      leave();
    }
    listen();
    onResume();
  };
  input.setEncoding('utf8');
  input.on('data', onData);
  process.on('SIGTSTP', suspend);
  process.on('SIGCONT', onContinued);
  listen();
  return {
    isListening: () => isListening,
    refresh: listen,
    suspend,
    close() {
      isClosed = true;
      process.off('SIGTSTP', suspend);
      process.off('SIGCONT', onContinued);
      input.off('data', onData);
      leave();
    },
  };
}

const resumeMs = 50;

/** Whether this process's group is the one that the terminal belongs to. */
function isForeground(): boolean {
  // After the name in parentheses: state, parent, group, session, terminal, group in the foreground.
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return fields[2] === fields[5];
}
