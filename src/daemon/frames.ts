/**
 * Messages on a stream of bytes, as in the base protocol of language servers: a `Content-Length` header,
 * an empty line, that many bytes of JSON. Everything is bounded, and what is no message is an error: the
 * peer cannot be understood any more, and the connection has to end.
 */
import type { Message } from 'vscode-jsonrpc';

/** The peer does not keep to the protocol. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

export interface FrameDecoder {
  /**
   * Messages that are complete with `bytes`, in order.
   * @throws ProtocolError
   */
  push(bytes: Uint8Array): readonly Message[];
}

const maxHeaderBytes = 1024;
const headerEnd = Buffer.from('\r\n\r\n');

export function createFrameDecoder(maxBodyBytes: number): FrameDecoder {
  /** What came and makes no whole yet. */
  let chunks: Uint8Array[] = [];
  let heldBytes = 0;
  /** Length of the header and the body that are being waited for, once the header is there. */
  let wanted: { readonly headerBytes: number; readonly bodyBytes: number } | undefined;

  const join = (): Buffer => {
    const joined = Buffer.concat(chunks);
    chunks = [joined];
    return joined;
  };
  const readHeader = (): typeof wanted => {
    const held = join();
    const end = held.subarray(0, maxHeaderBytes).indexOf(headerEnd);
    if (end >= 0) {
      const bodyBytes = contentLength(held.toString('latin1', 0, end));
      if (bodyBytes > maxBodyBytes) {
        throw new ProtocolError(`A message of ${bodyBytes} bytes; ${maxBodyBytes} are the limit`);
      }
      return { headerBytes: end + headerEnd.length, bodyBytes };
    }
    if (heldBytes >= maxHeaderBytes) throw new ProtocolError('A header without an end');
    return undefined;
  };

  return {
    push(bytes) {
      const messages: Message[] = [];
      chunks.push(bytes);
      heldBytes += bytes.length;
      for (;;) {
        wanted ??= readHeader();
        if (wanted === undefined) return messages;
        const { headerBytes, bodyBytes } = wanted;
        const whole = headerBytes + bodyBytes;
        if (heldBytes < whole) return messages;
        const held = join();
        messages.push(decodeMessage(held.toString('utf8', headerBytes, whole)));
        chunks = [held.subarray(whole)];
        heldBytes -= whole;
        wanted = undefined;
      }
    },
  };
}

export function encodeFrame(message: Message): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}

function contentLength(header: string): number {
  for (const line of header.split('\r\n')) {
    const match = /^content-length:[ \t]*(\d{1,15})[ \t]*$/i.exec(line);
    if (match !== null) return Number(match[1]);
  }
  throw new ProtocolError(`No length in the header ${excerpt(header)}`);
}

function decodeMessage(text: string): Message {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ProtocolError(`Not JSON: ${excerpt(text)}`);
  }
  if (!isMessage(value)) throw new ProtocolError(`Not a JSON-RPC message: ${excerpt(text)}`);
  return value;
}

/** A request, a notification or a response; what they carry is checked by whoever takes them. */
function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (!('jsonrpc' in value) || value.jsonrpc !== '2.0') return false;
  const id = 'id' in value ? value.id : undefined;
  const hasId = typeof id === 'number' || typeof id === 'string';
  if ('method' in value) {
    const params = 'params' in value ? value.params : undefined;
    const isStructured = params === undefined || (typeof params === 'object' && params !== null);
    return typeof value.method === 'string' && (hasId || id === undefined) && isStructured;
  }
  return hasId && ('result' in value || ('error' in value && isError(value.error)));
}

function isError(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'number' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}

/** For a log: short, and on one line. */
function excerpt(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
