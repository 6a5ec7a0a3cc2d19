/** The symbols of a 64-bit little-endian ELF file (System V ABI, chapter 4). */
import { InternalError } from '../base/invariant.ts';

export interface DynamicSymbols {
  readonly defined: readonly string[];
  readonly undefined: readonly string[];
}

export function readDynamicSymbols(bytes: Uint8Array): DynamicSymbols {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sections = readSections(view);
  const table = sections.find((section) => section.type === dynamicSymbolTable);
  const names = table === undefined ? undefined : sections[table.link];
  if (table === undefined || names === undefined) return { defined: [], undefined: [] };
  const text = bytes.subarray(names.offset, names.offset + names.size);
  const defined: string[] = [];
  const undefinedNames: string[] = [];
  // The first entry is the null symbol.
  for (let at = table.offset + entryBytes; at < table.offset + table.size; at += entryBytes) {
    const name = nameAt(text, view.getUint32(at, true));
    const isDefined = view.getUint16(at + 6, true) !== undefinedSection;
    (isDefined ? defined : undefinedNames).push(name);
  }
  return { defined, undefined: undefinedNames };
}

export interface SymbolSize {
  readonly name: string;
  /** A function; otherwise data. */
  readonly isCode: boolean;
  readonly sizeBytes: number;
}

/** What an object file defines, in the order of its symbol table. */
export function readSymbolSizes(bytes: Uint8Array): readonly SymbolSize[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sections = readSections(view);
  const table = sections.find((section) => section.type === symbolTable);
  const names = table === undefined ? undefined : sections[table.link];
  if (table === undefined || names === undefined) return [];
  const text = bytes.subarray(names.offset, names.offset + names.size);
  const symbols: SymbolSize[] = [];
  for (let at = table.offset + entryBytes; at < table.offset + table.size; at += entryBytes) {
    const type = view.getUint8(at + 4) & 0xf;
    if (view.getUint16(at + 6, true) === undefinedSection) continue;
    if (type !== functionType && type !== dataType) continue;
    const name = nameAt(text, view.getUint32(at, true));
    const sizeBytes = Number(view.getBigUint64(at + 16, true));
    symbols.push({ name, isCode: type === functionType, sizeBytes });
  }
  return symbols;
}

const magic = 0x464c457f;
const symbolTable = 2;
const dataType = 1;
const functionType = 2;
const dynamicSymbolTable = 11;
const undefinedSection = 0;
const entryBytes = 24;

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

function readSections(view: DataView): readonly Section[] {
  if (view.byteLength < 64 || view.getUint32(0, true) !== magic) {
    throw new InternalError('Not an ELF file');
  }
  const start = Number(view.getBigUint64(0x28, true));
  const size = view.getUint16(0x3a, true);
  const count = view.getUint16(0x3c, true);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * size;
    return {
      type: view.getUint32(at + 4, true),
      offset: Number(view.getBigUint64(at + 24, true)),
      size: Number(view.getBigUint64(at + 32, true)),
      link: view.getUint32(at + 40, true),
    };
  });
}

function nameAt(text: Uint8Array, offset: number): string {
  return Buffer.from(text.subarray(offset, text.indexOf(0, offset))).toString('utf8');
}
