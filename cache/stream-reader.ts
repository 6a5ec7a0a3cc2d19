/** Reads a stream of bytes piece by piece, holding no more of it than one chunk. */

export class StreamReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #stream: AsyncIterable<Buffer> & { destroy(error: Error): void };
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer> & { destroy(error: Error): void }) {
    this.#stream = stream;
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** What the stream is made from failed; whoever reads is told. */
  fail(error: Error): void {
    this.#stream.destroy(error);
  }

  /** A line of at most a thousand characters, without its end; undefined where there is none. */
  async line(): Promise<string | undefined> {
    let text = '';
    for (;;) {
      const end = this.#rest.indexOf('\n');
      if (end >= 0) {
        text += this.#rest.subarray(0, end).toString('latin1');
        this.#rest = this.#rest.subarray(end + 1);
        return text;
      }
      text += this.#rest.toString('latin1');
      if (text.length > LONGEST_LINE || !(await this.#next())) return undefined;
    }
  }

  /** Hands out exactly `count` bytes. Throws where the stream ends before. */
  async read(count: number, take: (chunk: Buffer) => void): Promise<void> {
    for (let left = count; left > 0; ) {
      if (this.#rest.length === 0 && !(await this.#next())) {
        throw new RangeError(`The stream ends ${left} bytes too early`);
      }
      const chunk = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(chunk.length);
      left -= chunk.length;
      take(chunk);
    }
  }

  async #next(): Promise<boolean> {
    const { value, done } = await this.#chunks.next();
    if (done === true) return false;
    this.#rest = value;
    return true;
  }
}

const LONGEST_LINE = 1000;
