import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';

const DIST = resolve(import.meta.dirname, '../../dist/src');

/** One of the built programs in a process of its own. */
export class Program {
  private output = '';
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.exited = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
  }

  static start(name: 'main' | 'worker', env: Record<string, string>): Program {
    const { PATH, HOME } = process.env;
    return new Program(
      spawn(process.execPath, [`${DIST}/${name}.js`], {
        cwd: resolve(DIST, '../..'),
        env: { PATH, HOME, LOG_LEVEL: 'error', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  get said(): string {
    return this.output;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }
}

/** Asks again and again until the answer is yes. Bounded: a program that never gets there fails the test. */
export async function until(isSo: () => Promise<boolean> | boolean, milliseconds = 60_000): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Not so after ${milliseconds} ms: ${isSo.toString()}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
