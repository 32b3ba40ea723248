import { parseArgs } from 'node:util';
import { startWildberriesSimulator, type TokenSpec, type TokenType } from './index.js';

/** Command line of the simulator; every flag may also be given as WB_SIM_<FLAG> in the environment. */
const USAGE = `Usage: node simulators/wildberries/main.js [flags]
  --port 8090            port on 127.0.0.1
  --seed 1               seed of the world
  --cards 200            product cards
  --warehouses 5         warehouses of the marketplace
  --days 90              days of history
  --sales 4000           about how many sales those days hold
  --limits on            rate limits: on or off
  --time flows           simulated time: flows or stands
  --now 2026-11-22       first simulated moment; the real one by default
  --masked off           masked warehouse names: on or off
  --token-type personal  type of the token printed: personal, service, base or test
  --sid <uuid>           seller of the token printed
`;

const FLAGS = {
  port: { type: 'string' },
  seed: { type: 'string' },
  cards: { type: 'string' },
  warehouses: { type: 'string' },
  days: { type: 'string' },
  sales: { type: 'string' },
  limits: { type: 'string' },
  time: { type: 'string' },
  now: { type: 'string' },
  masked: { type: 'string' },
  'token-type': { type: 'string' },
  sid: { type: 'string' },
  help: { type: 'boolean' },
} as const;

const { values } = parseArgs({ options: FLAGS });

function setting(name: Exclude<keyof typeof FLAGS, 'help'>): string | undefined {
  return values[name] ?? process.env[`WB_SIM_${name.toUpperCase().replace('-', '_')}`];
}

/** A whole number of a flag, as an option only if it is given. */
function numeric<Name extends 'port' | 'seed' | 'cards' | 'warehouses' | 'days' | 'sales'>(
  name: Name,
): Partial<Record<Name, number>> {
  const text = setting(name);
  if (text === undefined) return {};
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new RangeError(`--${name}: a whole number, not ${text}`);
  return { [name]: value } as Partial<Record<Name, number>>;
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const now = setting('now');
  const simulator = await startWildberriesSimulator({
    port: 8090,
    ...numeric('port'),
    ...numeric('seed'),
    ...numeric('cards'),
    ...numeric('warehouses'),
    ...numeric('days'),
    ...numeric('sales'),
    limits: setting('limits') !== 'off',
    timeFlows: setting('time') !== 'stands',
    maskedWarehouses: setting('masked') === 'on',
    ...(now === undefined ? {} : { now }),
  });
  const sid = setting('sid');
  const spec: TokenSpec = {
    type: (setting('token-type') ?? 'personal') as TokenType,
    ...(sid === undefined ? {} : { sid }),
  };
  process.stdout.write(`origin ${simulator.origin}\ntoken  ${simulator.mintToken(spec)}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void simulator.close());
  }
}

await main();
