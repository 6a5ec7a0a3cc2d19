/**
 * A socket as vscode-jsonrpc's reader and writer, with bounds of our own: a message is handed on before
 * more is read, and a peer that does not read what it is sent is cut off.
 */
import type { Socket } from 'node:net';
import type { DataCallback, Disposable, Message, MessageConnection } from 'vscode-jsonrpc/node.js';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
} from 'vscode-jsonrpc/node.js';
import type { FrameDecoder } from './frames.ts';
import { createFrameDecoder, encodeFrame, ProtocolError } from './frames.ts';

export interface TransportLimits {
  /** Longest message that is accepted. */
  readonly maxMessageBytes: number;
  /** What may wait for a peer that does not read. */
  readonly maxUnreadBytes: number;
}

export interface Transport {
  /** Not listening yet. */
  readonly connection: MessageConnection;
  /** Ends the connection without an answer. */
  cut(reason: Error): void;
  /** Bytes that the peer has not taken yet. */
  unreadBytes(): number;
}

/** @param onEnd called once, with what was wrong if something was */
export function createTransport(
  socket: Socket,
  limits: TransportLimits,
  onEnd: (problem: Error | undefined) => void,
): Transport {
  let problem: Error | undefined;
  const cut = (reason: Error): void => {
    problem ??= reason;
    socket.destroy();
  };
  socket.on('error', (error) => {
    problem ??= error;
  });
  socket.once('close', () => onEnd(problem));
  const reader = new SocketReader(socket, createFrameDecoder(limits.maxMessageBytes), cut);
  const writer = new SocketWriter(socket, limits.maxUnreadBytes, cut);
  return {
    connection: createMessageConnection(reader, writer),
    cut,
    unreadBytes: () => socket.writableLength,
  };
}

/** Reads no further until what was read is handed on, one message a turn of the event loop. */
class SocketReader extends AbstractMessageReader {
  readonly #socket: Socket;
  readonly #decoder: FrameDecoder;
  readonly #cut: (reason: Error) => void;
  #waiting: Message[] = [];

  constructor(socket: Socket, decoder: FrameDecoder, cut: (reason: Error) => void) {
    super();
    this.#socket = socket;
    this.#decoder = decoder;
    this.#cut = cut;
  }

  listen(callback: DataCallback): Disposable {
    const onData = (bytes: Buffer): void => {
      try {
        this.#waiting = [...this.#decoder.push(bytes)];
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        this.#cut(error);
        return;
      }
      this.#handOn(callback);
    };
    this.#socket.on('data', onData);
    this.#socket.once('close', () => this.fireClose());
    return { dispose: () => void this.#socket.off('data', onData) };
  }

  #handOn(callback: DataCallback): void {
    if (this.#socket.destroyed) return;
    const next = this.#waiting.shift();
    if (next !== undefined) callback(next);
    if (this.#waiting.length === 0) {
      this.#socket.resume();
      return;
    }
    this.#socket.pause();
    setImmediate(() => this.#handOn(callback));
  }
}

class SocketWriter extends AbstractMessageWriter {
  readonly #socket: Socket;
  readonly #maxUnreadBytes: number;
  readonly #cut: (reason: Error) => void;

  constructor(socket: Socket, maxUnreadBytes: number, cut: (reason: Error) => void) {
    super();
    this.#socket = socket;
    this.#maxUnreadBytes = maxUnreadBytes;
    this.#cut = cut;
  }

  write(message: Message): Promise<void> {
    // Whoever waits for an answer learns of the end from the connection.
    if (this.#socket.destroyed) return Promise.resolve();
    this.#socket.write(encodeFrame(message));
    if (this.#socket.writableLength > this.#maxUnreadBytes) {
      this.#cut(new ProtocolError('It does not read what it is sent'));
    }
    return Promise.resolve();
  }

  end(): void {
    this.#socket.end();
  }
}
