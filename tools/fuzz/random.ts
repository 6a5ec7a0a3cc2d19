/** Seeded random choices: the same seed gives the same run on every machine. */

export interface Random {
  /** 0 to `bound` - 1. */
  below(bound: number): number;
  pick<T>(values: readonly T[]): T;
  chance(probability: number): boolean;
}

/** Mulberry32; good enough to choose edits, and short. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    below,
    pick<T>(values: readonly T[]): T {
      const value = values[below(values.length)];
      if (value === undefined) throw new Error('Nothing to pick from');
      return value;
    },
    chance: (probability) => next() < probability,
  };
}
