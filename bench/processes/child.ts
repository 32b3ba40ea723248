import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MALLOC_SETTINGS } from '../../src/platform/malloc/settings.js';

/** What a child process can be asked: names, and what each takes and gives (as JSON). */
export type Commands = Record<string, (input: never) => Promise<unknown>>;

interface Question {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

type Reply =
  { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly error: string };

/** A child process and its commands. It ends with this one, whatever happens. */
export class Child<Api extends Commands> {
  private readonly waiting = new Map<
    number,
    { resolve: (answer: never) => void; reject: (error: Error) => void }
  >();
  private lastId = 0;

  private constructor(private readonly process: ChildProcess) {
    process.on('message', (reply: Reply) => this.take(reply));
    process.on('exit', (code, signal) =>
      this.fail(new Error(`A measured process ended (${String(code ?? signal)})`)),
    );
  }

  /**
   * @param path of the module that serves the commands, from bench/
   * @param flags for Node
   */
  static start<Api extends Commands>(path: string, flags: readonly string[] = []): Child<Api> {
    const module = fileURLToPath(new URL(`../${path}`, import.meta.url));
    // as npm start sets them by beginning again, which would lose the way to talk
    const env = { ...process.env, ...MALLOC_SETTINGS, NODE_ENV: 'production' };
    return new Child<Api>(fork(module, [], { env, execArgv: [...flags] }));
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  ask<Name extends keyof Api & string>(
    name: Name,
    ...[input]: Parameters<Api[Name]>
  ): Promise<Awaited<ReturnType<Api[Name]>>> {
    return new Promise((resolve, reject) => {
      const id = ++this.lastId;
      this.waiting.set(id, { resolve, reject });
      this.process.send({ id, name, input } satisfies Question);
    });
  }

  async end(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.disconnect();
    await ended;
  }

  private take(reply: Reply): void {
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if ('error' in reply) waiting?.reject(new Error(reply.error));
    else waiting?.resolve(reply.answer as never);
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

/** The child's side: answers until the parent lets go. */
export function serve(commands: Commands, end: () => Promise<unknown> = () => Promise.resolve()): void {
  process.on('message', ({ id, name, input }: Question) => {
    const command = commands[name];
    if (!command) throw new Error(`No command ${name}`);
    command(input as never).then(
      (answer) => process.send?.({ id, answer } satisfies Reply),
      (error: unknown) =>
        process.send?.({
          id,
          error: error instanceof Error ? (error.stack ?? '') : String(error),
        } satisfies Reply),
    );
  });
  process.on('disconnect', () => void end().finally(() => process.exit(0)));
}

/** Seconds of processor time that this process has taken. */
export function cpuSeconds(): Promise<number> {
  const { user, system } = process.cpuUsage();
  return Promise.resolve((user + system) / 1e6);
}
