/**
 * The functions of the runtime that only compute, as the standard library calls them: so that constants can use
 * it. Byte offsets are those of UTF-8, at the beginning of a character.
 */
import type { HirExpr } from '../hir.ts';
import type { Frame } from './machine.ts';
import { charge, impure, panic } from './machine.ts';
import type { Value } from './values.ts';
import { asArray, asInteger, asText, elementsOf, at as itemAt, NONE } from './values.ts';

type ExternCall = Extract<HirExpr, { readonly kind: 'callExtern' }>;

export function evaluateExternCall(frame: Frame, node: ExternCall): Value {
  const compute = computations.get(node.symbol);
  if (compute === undefined)
    return impure(frame, `calls the C function \`${node.symbol}\``, node.at);
  const args = node.args.map((arg) => frame.value(frame, arg));
  return compute(frame, args, node.at);
}

type Computation = (frame: Frame, args: readonly Value[], at: number) => Value;

const computations: ReadonlyMap<string, Computation> = new Map<string, Computation>([
  [
    'bolt_std_concat',
    (frame, args, at) => {
      const whole = elementsOf(asArray(itemAt(args, 0)))
        .map(asText)
        .join('');
      charge(frame, whole.length >> 3, at);
      return whole;
    },
  ],
  [
    'bolt_std_from_chars',
    (_, args) =>
      elementsOf(asArray(itemAt(args, 0)))
        .map((each) => String.fromCodePoint(Number(asInteger(each))))
        .join(''),
  ],
  [
    'bolt_std_bytes',
    (frame, args, at) => {
      const [text, from, to] = [asText(itemAt(args, 0)), asInteger(args[1]), asInteger(args[2])];
      const bytes = encode(frame, text, at);
      if (from < 0n || from > to || to > BigInt(bytes.length)) {
        panic(frame, `slice ${from}..${to} out of range for length ${bytes.length}`, at);
      }
      return decode(bytes.subarray(Number(from), Number(to)));
    },
  ],
  [
    'bolt_std_find',
    (frame, args, at) => {
      const [text, part, from] = [asText(args[0]), asText(args[1]), Number(asInteger(args[2]))];
      const bytes = encode(frame, text, at);
      if (from < 0 || from > bytes.length) return -1n;
      const before = decode(bytes.subarray(0, from));
      const found = text.indexOf(part, before.length);
      return found < 0 ? -1n : BigInt(encode(frame, text.slice(0, found), at).length);
    },
  ],
  [
    'bolt_std_count',
    (frame, args, at) => {
      const bytes = encode(frame, asText(args[0]), at);
      return BigInt([...decode(bytes.subarray(0, Number(asInteger(args[1]))))].length);
    },
  ],
  [
    'bolt_std_parse_f64',
    (_, args) => {
      const text = asText(args[0]);
      const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text);
      return isNumber ? { kind: 'some', value: Number(text) } : NONE;
    },
  ],
]);

function encode(frame: Frame, text: string, at: number): Uint8Array {
  charge(frame, text.length >> 3, at);
  return new TextEncoder().encode(text);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
