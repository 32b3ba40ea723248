import { adopt, type Adoption, type DoneStep } from '../adopt/index.js';
import { readLegacyEnvironment } from '../config/environment.js';
import { FernetKeyring } from '../platform/crypto/fernet.js';
import { planLines, resultLines, stepLine } from './adoption-texts.js';

interface Options {
  readonly databaseUrl: string;
  readonly dryRun?: boolean;
  readonly keepDefaultTenant?: boolean;
  readonly json?: boolean;
}

const STOPPED = 2;

/** Ends the process: with 0, or with 2 and one line on standard error. */
export async function runAdoption(options: Options): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => stopping.abort(new Error('Interrupted. Run it again to go on.')));
  try {
    const adoption = await carryOut(options, stopping.signal);
    print(options.json === true ? [JSON.stringify(adoption)] : resultLines(adoption));
  } catch (error) {
    process.stderr.write(`${lineOf(error)}\n`);
    process.exit(STOPPED);
  }
  process.exit(0);
}

function carryOut(options: Options, signal: AbortSignal): Promise<Adoption> {
  const { ENCRYPTION_KEYS: keys, LEGACY_CLIENTS: legacy } = readLegacyEnvironment();
  return adopt(
    {
      url: options.databaseUrl,
      options: { legacyClients: legacy === '1', keepDefaultTenant: options.keepDefaultTenant === true },
      dryRun: options.dryRun === true,
      keyring: keys === undefined ? null : FernetKeyring.parse(keys),
      onPlan: (plan) => {
        if (options.json !== true) print(planLines(plan));
      },
      onStep: tellStep,
    },
    signal,
  );
}

/** On a terminal, for whoever waits. */
function tellStep(name: string, done: DoneStep | null): void {
  if (process.stderr.isTTY) process.stderr.write(done ? `${stepLine(done)}\n` : `${name} ...\r`);
}

function print(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function lineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n')[0] || 'Something went wrong.';
}
