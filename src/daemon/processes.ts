/** What Linux tells of processes; nothing of one that is gone. */
import { readFileSync } from 'node:fs';
import { codeOf } from './errors.ts';

export interface ProcessMemory {
  readonly pid: number;
  readonly memoryBytes: number;
}

/** Of the processes that `pid` started. */
export function memoryOfChildren(pid: number): readonly ProcessMemory[] {
  return (readProc(`/proc/${pid}/task/${pid}/children`) ?? '')
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => ({ pid: Number(word), memoryBytes: residentBytes(Number(word)) }))
    .filter(({ memoryBytes }) => memoryBytes > 0);
}

/** Resolves when a process is gone, or a zombie; with false when that takes longer than `limitMs`. */
export async function awaitEnd(pid: number, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while ((readProc(`/proc/${pid}/cmdline`) ?? '') !== '') {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return true;
}

const pollMs = 5;

function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readProc(`/proc/${pid}/status`) ?? '')?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

function readProc(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}
