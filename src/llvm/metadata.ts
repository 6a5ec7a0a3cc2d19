/** A module's metadata as text: numbered nodes, equal ones once. */

/** `!12`. */
export type MetadataRef = `!${number}`;

export class Metadata {
  readonly #texts: string[] = [];
  readonly #known = new Map<string, MetadataRef>();

  node(text: string): MetadataRef {
    let found = this.#known.get(text);
    if (found === undefined) {
      found = this.reserve();
      this.define(found, text);
      this.#known.set(text, found);
    }
    return found;
  }

  /** A node of its own, whatever others are like. */
  distinct(text: string): MetadataRef {
    const made = this.reserve();
    this.define(made, `distinct ${text}`);
    return made;
  }

  /** A name for a node that is defined later: it may refer to itself. */
  reserve(): MetadataRef {
    return `!${this.#texts.push('') - 1}`;
  }

  define(ref: MetadataRef, text: string): void {
    this.#texts[Number(ref.slice(1))] = `${ref} = ${text}\n`;
  }

  print(): string {
    return this.#texts.join('');
  }
}

/** `text` in quotes. */
export function quote(text: string): string {
  return `"${escapeBytes(Buffer.from(text))}"`;
}

export function escapeBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    text += isPlain
      ? String.fromCharCode(byte)
      : `\\${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return text;
}
