/** Runs a command and measures it as a whole: wall time, and the peak memory of all its processes together. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Measured {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
  /** Sum of the resident memory of the command's process group, sampled every 20 ms. */
  readonly peakBytes: number;
}

const sampleMs = 20;
const pageBytes = 4096;

export function measure(
  command: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly memory?: boolean;
  },
): Promise<Measured> {
  const [file = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const start = performance.now();
    // A group of its own, so that all of its processes can be found.
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let stdout = '';
    let stderr = '';
    let peakBytes = 0;
    const sampler =
      options.memory === true
        ? setInterval(() => {
            peakBytes = Math.max(peakBytes, groupBytes(child.pid ?? -1));
          }, sampleMs)
        : undefined;
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(sampler);
      const milliseconds = performance.now() - start;
      resolve({ status: status ?? -1, stdout, stderr, milliseconds, peakBytes });
    });
  });
}

/** Resident memory of all processes of a group; shared pages count once for each. */
function groupBytes(group: number): number {
  let pages = 0;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const fields = statFields(entry);
    if (Number(fields[2]) === group) pages += Number(fields[21]);
  }
  return pages * pageBytes;
}

/** Fields of /proc/PID/stat behind the name (proc(5): state is the first, rss the 22nd of them). */
function statFields(pid: string): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    // The process ended in the meantime.
    return [];
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value below which `part` of the values lie; 0.95 for the 95th percentile. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
