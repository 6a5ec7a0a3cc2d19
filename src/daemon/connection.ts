/** A client's connection to the daemon of a place. */
import type { Socket } from 'node:net';
import { createConnection } from 'node:net';
import * as v from 'valibot';
import { CancellationTokenSource, ResponseError } from 'vscode-jsonrpc/node.js';
import type { BuildReport } from '../build/report.ts';
import type { RequestObserver, WorkRequest } from '../build/workspace-api.ts';
import { ConnectionLostError, codeOf, messageOf, RefusedError } from './errors.ts';
import { ProtocolError } from './frames.ts';
import type { DaemonPlace } from './place.ts';
import { checkFolder } from './place.ts';
import type { DaemonStatus, Identity, Welcome } from './protocol.ts';
import {
  checkedSchema,
  method,
  noticeSchema,
  progressSchema,
  reportSchema,
  statusSchema,
  stopAnswerSchema,
  welcomeSchema,
} from './protocol.ts';
import { createTransport } from './transport.ts';

export interface DaemonConnection {
  greet(identity: Identity): Promise<Welcome>;
  /** The observer is told of modules, diagnostics and restarts; whoever wants more works by himself. */
  perform(request: WorkRequest, onNotice: (message: string) => void): Promise<BuildReport>;
  status(): Promise<DaemonStatus>;
  /** Resolves with the process's id when another daemon can take the place. */
  stop(reason: string): Promise<number>;
  close(): void;
  /** Ends it without waiting for an answer; whoever waits gets a `ConnectionLostError`. */
  abandon(why: string): void;
  /** Resolves when the connection is gone: after `stop`, when the work under way is done. */
  readonly ended: Promise<void>;
}

/**
 * Undefined when no daemon listens there.
 * @throws UnsafeFolderError
 */
export async function connect(place: DaemonPlace): Promise<DaemonConnection | undefined> {
  if (checkFolder(place.folder) === 'absent') return undefined;
  const socket = await openSocket(place.socket);
  return socket === undefined ? undefined : connectionOn(socket);
}

function openSocket(file: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(file);
    socket.once('connect', () => {
      socket.off('error', onError);
      resolve(socket);
    });
    const onError = (error: Error): void => {
      if (absenceCodes.has(codeOf(error) ?? '')) resolve(undefined);
      else reject(error);
    };
    socket.once('error', onError);
  });
}

/** No socket, one that nobody listens on, one of a daemon that was just ending. */
const absenceCodes: ReadonlySet<string> = new Set([
  'ENOENT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
]);

const limits = { maxMessageBytes: 512 * 2 ** 20, maxUnreadBytes: 64 * 2 ** 20 };

/** How soon a cancelled request is given up, when its owner can only be asked. */
const cancellationIntervalMs = 10;

function connectionOn(socket: Socket): DaemonConnection {
  let resolveEnd = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    resolveEnd = resolve;
  });
  let lost: ConnectionLostError | undefined;
  let observer: RequestObserver = {};
  let onNotice: (message: string) => void = () => undefined;
  const transport = createTransport(socket, limits, (problem) => {
    lost = new ConnectionLostError(problem?.message ?? 'The connection ended');
    connection.dispose();
    resolveEnd();
  });
  const { connection } = transport;

  const ask = async <T>(
    asked: string,
    params: object,
    schema: v.GenericSchema<unknown, T>,
    token = new CancellationTokenSource().token,
  ): Promise<T> => {
    if (lost !== undefined) throw lost;
    const gone = ended.then((): never => {
      throw lost ?? new ConnectionLostError('The connection ended');
    });
    try {
      const answer: unknown = await Promise.race([
        connection.sendRequest(asked, params, token),
        gone,
      ]);
      return v.parse(schema, answer);
    } catch (error) {
      if (lost !== undefined) throw lost;
      if (error instanceof ResponseError) throw new RefusedError(error.message);
      if (!v.isValiError(error)) throw error;
      throw new RefusedError(`It gave an answer that makes no sense: ${messageOf(error)}`);
    }
  };

  connection.onNotification((told, params: unknown) => {
    try {
      hear(told, params, observer, onNotice);
    } catch (error) {
      transport.cut(error instanceof Error ? error : new Error(String(error)));
    }
  });
  connection.onError(([error]) => transport.cut(error));
  connection.listen();

  return {
    ended,
    greet: (identity) => ask(method.hello, identity, welcomeSchema),
    async perform({ goal, changed, isCancelled, observer: given = {} }, tell) {
      observer = given;
      onNotice = tell;
      const source = new CancellationTokenSource();
      const timer =
        isCancelled &&
        setInterval(() => {
          if (isCancelled()) source.cancel();
        }, cancellationIntervalMs);
      try {
        const params = { goal, ...(changed !== undefined && { changed: [...changed] }) };
        return await ask(method.perform, params, reportSchema, source.token);
      } finally {
        clearInterval(timer);
      }
    },
    status: () => ask(method.status, {}, statusSchema),
    async stop(reason) {
      return (await ask(method.stop, { reason }, stopAnswerSchema)).pid;
    },
    close: () => socket.end(),
    abandon: (why) => transport.cut(new ConnectionLostError(why)),
  };
}

/** Throws for what makes no sense. */
function hear(
  told: string,
  params: unknown,
  observer: RequestObserver,
  onNotice: (message: string) => void,
): void {
  switch (told) {
    case method.progress: {
      const { done, total } = v.parse(progressSchema, params);
      observer.onModule?.(done, total);
      return;
    }
    case method.checked:
      observer.onChecked?.(v.parse(checkedSchema, params).diagnostics);
      return;
    case method.restarted:
      observer.onRestart?.();
      return;
    case method.notice:
      onNotice(v.parse(noticeSchema, params).message);
      return;
    default:
      throw new ProtocolError(`It told something that nobody knows: ${told.slice(0, 80)}`);
  }
}
