/**
 * A unit's table of places that may panic, `<symbol>$sites`. Fragments refer to entries by index
 * and never see a position: module assembly defines the table.
 */
import llvm from 'llvm-bindings';
import { present } from '../base/invariant.ts';
import type { Ordinal } from '../base/span.ts';
import type { Instruction, MirUnit } from '../ir/mir.ts';
import type { IrSession } from './ir-session.ts';

export class SiteTable {
  /** Ascending. */
  readonly ordinals: readonly Ordinal[];
  readonly #ir: IrSession;
  readonly #symbol: string;
  readonly #indexes: ReadonlyMap<Ordinal, number>;
  readonly #addresses = new Map<Ordinal, llvm.Value>();

  constructor(ir: IrSession, unit: MirUnit) {
    this.#ir = ir;
    this.#symbol = siteTableSymbol(unit.symbol);
    this.ordinals = collectOrdinals(unit);
    this.#indexes = new Map(this.ordinals.map((ordinal, index) => [ordinal, index]));
  }

  /** Address of the entry for `at`. */
  address(at: Ordinal): llvm.Value {
    let address = this.#addresses.get(at);
    if (address === undefined) {
      const { builder, constants, types } = this.#ir;
      const type = llvm.ArrayType.get(types.site, this.ordinals.length);
      const table = this.#ir.external(this.#symbol, type);
      const index = constants.i64(present(this.#indexes.get(at), `panic site ${at}`));
      address = builder.CreateInBoundsGEP(type, table, [constants.i64(0), index]);
      this.#addresses.set(at, address);
    }
    return address;
  }
}

function siteTableSymbol(symbol: string): string {
  return `${symbol}$sites`;
}

/** The place an instruction reports when it panics; undefined when it never does. */
function siteOf(instruction: Instruction): Ordinal | undefined {
  switch (instruction.op) {
    case 'checkDivisor':
      return isKnownNonZero(instruction) ? undefined : instruction.at;
    case 'checkSet':
    case 'checkIndex':
    case 'newArray':
    case 'sliceArray':
    case 'joinArrays':
    case 'lockGlobal':
    case 'callRuntime':
    case 'panic':
    case 'lock':
    case 'spawn':
      return instruction.at;
    case 'callExtern':
      return mayPanic(instruction) ? instruction.at : undefined;
    default:
      return undefined;
  }
}

/** The runtime's functions may; of C's, those whose result may be a NULL that is no text. */
function mayPanic({ abi, result }: Extract<Instruction, { op: 'callExtern' }>): boolean {
  return abi === 'runtime' || result.kind === 'string';
}

/** A literal divisor needs no check. */
export function isKnownNonZero(check: Extract<Instruction, { op: 'checkDivisor' }>): boolean {
  return check.value.kind === 'int' && BigInt(check.value.value) !== 0n;
}

function collectOrdinals(unit: MirUnit): readonly Ordinal[] {
  const ordinals = new Set<Ordinal>();
  for (const { blocks } of unit.functions) {
    for (const { instructions } of blocks) {
      for (const instruction of instructions) {
        const at = siteOf(instruction);
        if (at !== undefined) ordinals.add(at);
      }
    }
  }
  return [...ordinals].sort((a, b) => a - b);
}
