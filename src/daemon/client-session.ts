/**
 * One client of the daemon: its connection, from the greeting to the end. What it sends is checked here;
 * what it wants is done by the daemon behind `DaemonActions`.
 */
import type { Socket } from 'node:net';
import * as v from 'valibot';
import type { CancellationToken } from 'vscode-jsonrpc/node.js';
import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node.js';
import type { BuildReport } from '../build/report.ts';
import type { LocatedDiagnostic } from '../diagnostic/located.ts';
import { messageOf } from './errors.ts';
import type { DaemonStatus, Identity, PerformParams, Welcome } from './protocol.ts';
import { errorCode, identitySchema, method, performSchema, stopSchema } from './protocol.ts';
import { createTransport } from './transport.ts';

/** What a request tells its client while it is carried out. */
export interface RequestClient {
  notice(message: string): void;
  progress(done: number, total: number): void;
  checked(diagnostics: readonly LocatedDiagnostic[]): void;
  restarted(): void;
  /** It asked for an end, or is not there any more. */
  isCancelled(): boolean;
}

export interface DaemonActions {
  greet(client: Identity): Welcome;
  perform(params: PerformParams, client: RequestClient): Promise<BuildReport>;
  status(): DaemonStatus;
  /** Resolves with the pid when another daemon may take this one's place. */
  stop(reason: string): number;
  log(message: string): void;
}

/** A request that gets a refusal or a failure for an answer. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const limits = { maxMessageBytes: 16 * 2 ** 20, maxUnreadBytes: 64 * 2 ** 20 };
const progressIntervalMs = 100;

/** Who connects has something to say. */
const greetingLimitMs = 10_000;

/** @param onEnd called when the connection is gone */
export function serveClient(
  socket: Socket,
  actions: DaemonActions,
  name: string,
  onEnd: () => void,
): void {
  let isGone = false;
  let isGreeted = false;
  let isAccepted = false;
  let isBusy = false;
  const transport = createTransport(socket, limits, (problem) => {
    isGone = true;
    clearTimeout(greeting);
    connection.dispose();
    if (problem !== undefined) actions.log(`${name} is cut off: ${problem.message}`);
    onEnd();
  });
  const { connection } = transport;
  const greeting = setTimeout(
    () => transport.cut(new Error('It connected and said nothing that makes sense')),
    greetingLimitMs,
  );

  const tell = (notification: string, params: object): void => {
    // A connection that is gone has been noticed; the request ends at the next boundary.
    if (!isGone) void connection.sendNotification(notification, params);
  };
  const refuse = (message: string): RequestError => new RequestError(errorCode.refused, message);

  const perform = async (params: PerformParams, token: CancellationToken): Promise<BuildReport> => {
    if (isBusy) throw refuse('It has a request under way on this connection already');
    isBusy = true;
    let shownAt = 0;
    try {
      return await actions.perform(params, {
        notice: (message) => tell(method.notice, { message }),
        progress(done, total) {
          const now = performance.now();
          if (now - shownAt < progressIntervalMs || transport.unreadBytes() > 0) return;
          shownAt = now;
          tell(method.progress, { done, total });
        },
        checked: (diagnostics) => tell(method.checked, { diagnostics }),
        restarted: () => tell(method.restarted, {}),
        isCancelled: () => isGone || token.isCancellationRequested,
      });
    } finally {
      isBusy = false;
    }
  };

  const answer = async (asked: string, params: unknown, token: CancellationToken) => {
    switch (asked) {
      case method.hello: {
        const welcome = actions.greet(v.parse(identitySchema, params));
        isGreeted = true;
        clearTimeout(greeting);
        isAccepted = welcome.kind === 'accepted';
        return welcome;
      }
      case method.perform:
        if (!isAccepted) throw refuse('A request without an accepted greeting');
        return perform(v.parse(performSchema, params), token);
      case method.status:
        if (!isGreeted) throw refuse('A question without a greeting');
        return actions.status();
      case method.stop:
        return { pid: actions.stop(v.parse(stopSchema, params).reason) };
      default:
        throw new RequestError(ErrorCodes.MethodNotFound, `There is no method ${asked}`);
    }
  };

  connection.onRequest(async (asked, params, token) => {
    try {
      return await answer(asked, params, token);
    } catch (error) {
      const response = responseOf(error);
      const said = isKnown(error) ? response.message : describeBug(error);
      actions.log(`Refused ${asked.slice(0, 80)} of ${name}: ${said}`);
      return response;
    }
  });
  connection.onNotification((told) => {
    actions.log(`Ignored ${told.slice(0, 80)} of ${name}`);
  });
  connection.onError(([error]) => transport.cut(error));
  connection.listen();
}

function isKnown(error: unknown): boolean {
  return error instanceof RequestError || v.isValiError(error);
}

function responseOf(error: unknown): ResponseError<void> {
  if (error instanceof RequestError) return new ResponseError(error.code, error.message);
  if (v.isValiError(error)) {
    const [issue] = error.issues;
    const where = v.getDotPath(issue) ?? 'the parameters';
    return new ResponseError(ErrorCodes.InvalidParams, `${where}: ${issue.message}`.slice(0, 500));
  }
  return new ResponseError(ErrorCodes.InternalError, messageOf(error));
}

function describeBug(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
