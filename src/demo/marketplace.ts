import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../platform/embedded-postgres/index.js';
import { startWildberriesSimulator, type WildberriesSimulator } from '../../simulators/wildberries/index.js';

/** The demo seller's world: small enough to be there in seconds, large enough to be worth looking at. */
const WORLD = {
  seed: 7,
  cards: 60,
  warehouses: 4,
  ownWarehouses: 1,
  days: 90,
  sales: 4_000,
  lateMoneyShare: 0.2,
} as const;

export interface DemoMarketplace extends WildberriesSimulator {
  /** When the demo began: its world is the same at every start. */
  readonly beganAt: Date;
  /** The simulator counts requests in real time, which the days that are made up do not take. */
  setLimits(enabled: boolean): Promise<void>;
}

/** The simulated marketplace on a free port, in the present of a world that began with the demo. */
export async function startMarketplace(home: string): Promise<DemoMarketplace> {
  const beganAt = await keepBeginning(home);
  const simulator = await startWildberriesSimulator({ ...WORLD, now: beganAt, timeFlows: true });
  simulator.setNow(Date.now());
  return {
    ...simulator,
    beganAt,
    setLimits: async (enabled) => {
      await fetch(`${simulator.origin}/__control/limits`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ enabled }),
      });
    },
  };
}

async function keepBeginning(home: string): Promise<Date> {
  const file = join(home, 'demo.json');
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null) return readBeginning(file, known);
  const beganAt = new Date();
  await mkdir(home, { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify({ beganAt: beganAt.toISOString() }));
  await rename(`${file}.new`, file);
  return beganAt;
}

function readBeginning(file: string, text: string): Date {
  const beganAt = new Date(/"beganAt":"([^"]+)"/.exec(text)?.[1] ?? '');
  if (Number.isNaN(beganAt.getTime())) {
    throw new StartError(`${file} is damaged. Remove its folder to start the demo anew.`);
  }
  return beganAt;
}
