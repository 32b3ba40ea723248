import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface World {
  readonly cards: number;
  readonly warehouses: number;
  readonly days: number;
  readonly sales: number;
}

/** The simulated marketplace as anybody runs it, in a process of its own: limits off, time standing still. */
export class Simulator {
  private constructor(
    readonly origin: string,
    readonly token: string,
    readonly pid: number,
    readonly end: () => Promise<void>,
  ) {}

  static async start(world: World, now: Date): Promise<Simulator> {
    const flags = { ...world, port: 0, seed: 11, limits: 'off', time: 'stands', now: now.toISOString() };
    const program = fileURLToPath(new URL('../../simulators/wildberries/main.js', import.meta.url));
    const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    // it knows nothing of a parent: however this process ends, it shall not stay behind
    const kill = (): boolean => child.kill();
    process.once('exit', kill);
    const said = new Map<string, string>();
    for await (const line of createInterface(child.stdout)) {
      const [name = '', value = ''] = line.split(/\s+/);
      said.set(name, value);
      if (said.has('origin') && said.has('token')) break;
    }
    const [origin, token] = [said.get('origin'), said.get('token')];
    if (origin === undefined || token === undefined) throw new Error('The simulator did not start');
    return new Simulator(origin, token, child.pid ?? 0, async () => {
      process.off('exit', kill);
      const ended = once(child, 'exit');
      kill();
      await ended;
    });
  }

  /** Touches a share of the cards, and changes a share of the stock levels. */
  async change(share: number): Promise<void> {
    await this.control('change', { share });
  }

  async advanceDays(days: number): Promise<void> {
    await this.control('time', { advanceDays: days });
  }

  private async control(route: string, body: object): Promise<void> {
    const response = await fetch(`${this.origin}/__control/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The simulator refused: ${await response.text()}`);
  }
}
