import { readFile } from 'node:fs/promises';

export interface Memory {
  /** Most that was resident at once, in MB, as the system counts it. */
  readonly peakMb: number;
  /** Most of what was seen by looking every so often. */
  readonly sampledPeakMb: number;
  /** Resident when the sampling began. */
  readonly atStartMb: number;
}

const EVERY_MS = 100;

/** Watches the resident memory of another process from outside, so that a busy one is seen too. Linux only. */
export class MemoryWatch {
  private readonly sampled: number[] = [];
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly pid: number,
    first: number,
  ) {
    this.sampled.push(first);
    this.timer = setInterval(() => void this.sample(), EVERY_MS);
  }

  /** @returns null where the system does not tell */
  static async start(pid: number): Promise<MemoryWatch | null> {
    const status = await statusOf(pid);
    return status ? new MemoryWatch(pid, status.residentMb) : null;
  }

  async end(): Promise<Memory> {
    clearInterval(this.timer);
    const status = await statusOf(this.pid);
    return {
      peakMb: status?.peakMb ?? NaN,
      sampledPeakMb: Math.max(...this.sampled),
      atStartMb: this.sampled[0] ?? NaN,
    };
  }

  private async sample(): Promise<void> {
    const status = await statusOf(this.pid);
    if (status) this.sampled.push(status.residentMb);
  }
}

/** What is resident of a process, in MB; null where the system does not tell. */
export async function residentMb(pid: number): Promise<number | null> {
  return (await statusOf(pid))?.residentMb ?? null;
}

async function statusOf(pid: number): Promise<{ residentMb: number; peakMb: number } | null> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null);
  const mb = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text ?? '')?.[1]) / 1024;
  return text === null ? null : { residentMb: mb('VmRSS'), peakMb: mb('VmHWM') };
}
