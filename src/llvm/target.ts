/**
 * The one machine code is generated for. Fixed text, so that objects are the same on every machine.
 */

export const targetTriple = 'x86_64-unknown-linux-gnu';

/**
 * x86-64 System V, as LLVM 14 writes it: offsets and alignments in fragments are exact under it.
 */
export const dataLayout = 'e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-f80:128-n8:16:32:64-S128';

/** Generic, never the machine that happens to compile. */
export const targetCpu = 'x86-64';
