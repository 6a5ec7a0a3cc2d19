/**
 * `boltd watch` in the foreground: brings together the loop, what is told of it, keys, signals and the
 * program, and comes to an end in order, whoever ends it.
 */
import os from 'node:os';
import type { BuildReport } from '../../build/report.ts';
import { MissingProjectError } from '../../build/workspace-api.ts';
import type { BuildHistory } from '../../query/build-history.ts';
import { noHistory } from '../../query/build-history.ts';
import { totalOf } from '../../query/statistics.ts';
import type { WatchEvent, WatchLoop } from '../../watch/watch-events.ts';
import { exitCode } from '../exit.ts';
import { reportFailure, showEnvironmentFailure } from '../failure.ts';
import { showExplanations } from '../show-explanations.ts';
import { showStatistics } from '../show-statistics.ts';
import type { Console } from './console.ts';
import type { Keyboard } from './keyboard.ts';
import { openKeyboard } from './keyboard.ts';
import type { Key } from './keys.ts';
import type { ProgramView } from './program-view.ts';
import { createProgramView } from './program-view.ts';
import { helpLines, idleStatus } from './status-line.ts';
import type { StyledLine } from './styled-text.ts';
import { piece } from './styled-text.ts';
import { createTeller } from './teller.ts';

export interface ControllerOptions {
  readonly console: Console;
  /** Arguments of the program to run; undefined: none is run. */
  readonly run: readonly string[] | undefined;
  /** Empty the screen before what a build says. */
  readonly clears: boolean;
  /** The value of `--stats`, to be printed after each build. */
  readonly stats: unknown;
  /** Whether each build is explained. */
  readonly explains: boolean;
  /** Absolute: the project's folder. */
  root(): string;
  /** Between asking the program to end and forcing it. */
  readonly graceMs: number;
}

export interface Controller {
  onEvent(event: WatchEvent): void;
  /** Keys mean something from now on. */
  attach(loop: WatchLoop): void;
  /** Resolves with the exit status, when loop and program have ended too. */
  readonly ended: Promise<number>;
  /** Ends what runs, and gives the terminal back. */
  close(): Promise<void>;
  /** Where executables lie that no cache could keep; to be removed in the end. */
  temporaryFolders(): ReadonlySet<string>;
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

type EndingSignal = (typeof endingSignals)[number];

export function createController(options: ControllerOptions): Controller {
  const { console, run, root } = options;
  const { output, screen } = console;
  const hasKeys = screen !== undefined && process.stdin.isTTY === true;
  let loop: WatchLoop | undefined;
  let keyboard: Keyboard | undefined;
  let report: BuildReport | undefined;
  /** Of the last request that executed anything. */
  let explained: BuildHistory | undefined;
  let isBuilding = true;
  let isPolling = false;
  let isCommand = false;
  let mustRun = true;
  let isEnding = false;
  const temporaryFolders = new Set<string>();
  let resolveEnd: (status: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => {
    resolveEnd = resolve;
  });

  const showStatus = (line: StyledLine): void => {
    // In the background the shell's prompt has that line.
    const isBackground = keyboard?.isListening() === false;
    screen?.status(output.options.quiet || isBackground ? undefined : line);
  };
  const showIdle = (): void => {
    if (isBuilding || isEnding) return;
    const running = program?.running();
    showStatus(
      idleStatus({
        isPolling,
        isCommand,
        hasKeys: keyboard?.isListening() === true,
        ...(report !== undefined && { report }),
        ...(running !== undefined && { program: running }),
      }),
    );
  };
  const program: ProgramView | undefined =
    run === undefined
      ? undefined
      : createProgramView({
          console,
          args: run,
          hasKeys,
          graceMs: options.graceMs,
          emit: ({ reason, fields }) => output.event(reason, fields),
          onChange: showIdle,
        });
  const teller = createTeller({
    console,
    clears: options.clears,
    hasKeys,
    root,
    now: () => performance.now(),
    onStatus: showStatus,
    onFailure: (error) => void reportInPassing(console, error),
  });

  const end = async (status: number): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    // Nobody waits for the request under way any more.
    const loopEnd = loop?.close();
    if (program?.running() !== undefined) {
      screen?.status([piece('waiting for the program to end; Ctrl-C forces it', 'dim')]);
    } else screen?.status(undefined);
    await program?.close();
    await loopEnd;
    screen?.status(undefined);
    resolveEnd(status);
  };
  const onSignal = (signal: EndingSignal): void => {
    const status = 128 + os.constants.signals[signal];
    if (!isEnding) {
      void end(status);
      return;
    }
    // Asked twice: at once. Node gives the terminal back.
    program?.signal('SIGKILL');
    screen?.leave();
    process.exit(status);
  };
  for (const signal of endingSignals) process.on(signal, onSignal);
  // As if SIGPIPE had ended it: whoever listened will not come back.
  console.whenUnread(() => void end(128 + os.constants.signals.SIGPIPE));

  const finish = (finished: BuildReport): void => {
    report = finished;
    if (options.stats !== undefined) showStatistics(output, options.stats, finished);
    const { executable, outcome, written, statistics, temporaryFolder } = finished;
    const { executed } = totalOf(Object.values(statistics));
    if (executed > 0) explained = finished.history;
    if (options.explains) showExplanations(output, finished.history ?? noHistory);
    if (temporaryFolder !== undefined) temporaryFolders.add(temporaryFolder);
    if (outcome !== 'succeeded' || executable === undefined) {
      // After the fix it is run, even if it comes out as it was before the mistake.
      mustRun ||= program?.running() === undefined;
      return;
    }
    if (written.length > 0 || mustRun) program?.restart(executable, teller.build());
    mustRun = false;
  };

  const rebuild = (): void => {
    mustRun = true;
    teller.forget();
    loop?.rebuild();
  };
  const command = (key: string): void => {
    switch (key) {
      case 'h':
      case '?':
        for (const line of helpLines(run !== undefined)) console.line(line);
        return;
      case 'r':
        rebuild();
        return;
      case 'e': {
        if (explained === undefined) console.line([piece('nothing has been executed yet')]);
        else showExplanations(output, explained);
        return;
      }
      case 's':
        if (report === undefined) console.line([piece('nothing has been built yet')]);
        else showStatistics(output, 'text', report);
        return;
      case 'q':
        return void end(exitCode.done);
    }
  };
  const onControl = (key: Key): boolean => {
    switch (key.kind) {
      case 'interrupt':
        onSignal('SIGINT');
        return true;
      case 'quit':
        onSignal('SIGQUIT');
        return true;
      case 'suspend':
        keyboard?.suspend();
        return true;
      case 'redraw':
        screen?.redraw();
        return true;
      default:
        return isEnding;
    }
  };
  const onKey = (key: Key): void => {
    if (onControl(key)) return;
    const isRunning = program?.running() !== undefined;
    if (!isRunning || isCommand) {
      isCommand = false;
      if (key.kind === 'character') command(key.text);
      else if (key.kind === 'enter') screen?.pass('\n');
    } else if (key.kind === 'command') {
      isCommand = true;
    } else {
      program?.type(key);
    }
    showIdle();
  };

  return {
    ended,
    attach(started) {
      loop = started;
      if (hasKeys) {
        keyboard = openKeyboard({
          input: process.stdin,
          onKey,
          onSuspend() {
            program?.signal('SIGSTOP');
            screen?.leave();
          },
          onResume() {
            program?.signal('SIGCONT');
            screen?.redraw();
          },
        });
      }
      showIdle();
    },
    onEvent(event) {
      if (isEnding) return;
      if (event.kind === 'building') {
        isBuilding = true;
        // The shell may have brought boltd to the foreground without a word.
        keyboard?.refresh();
      }
      if (event.kind === 'trouble') isPolling ||= event.trouble.kind === 'polling';
      teller.tell(event);
      if (event.kind === 'finished' || event.kind === 'failed') isBuilding = false;
      if (event.kind === 'finished') finish(event.report);
      if (event.kind === 'gone') {
        showEnvironmentFailure(output, event);
        void end(exitCode.internal);
      }
      showIdle();
    },
    async close() {
      isEnding = true;
      await program?.close();
      for (const signal of endingSignals) process.off(signal, onSignal);
      keyboard?.close();
      console.close();
    },
    temporaryFolders: () => temporaryFolders,
  };
}

/** A failure that does not end the command. */
async function reportInPassing({ output }: Console, error: unknown): Promise<void> {
  if (error instanceof MissingProjectError) output.notice(error.message);
  else await reportFailure(output, error);
}
