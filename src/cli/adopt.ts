import { adopt, AdoptionError, endLegacy, type Adoption } from '../adopt/index.js';
import { readLegacyEnvironment } from '../config/environment.js';
import { FernetKeyring } from '../platform/crypto/fernet.js';
import { clearProgress, tellStep } from './adoption-progress.js';
import { planLines, resultLines } from './adoption-texts.js';

interface Options {
  readonly databaseUrl: string;
  readonly json?: boolean;
}

interface AdoptionFlags extends Options {
  readonly dryRun?: boolean;
  readonly keepDefaultTenant?: boolean;
}

const STOPPED = 2;

export async function runAdoption(options: AdoptionFlags): Promise<void> {
  await run(options, async (signal) => {
    const adoption = await carryOut(options, signal);
    return { lines: resultLines(adoption), data: adoption };
  });
}

export async function runLegacyEnd(options: Options): Promise<void> {
  await run(options, async () => {
    const { legacyClients, keyring } = environment();
    if (legacyClients) throw new AdoptionError('LEGACY_CLIENTS: set 0, which says that their time is over.');
    const done = await endLegacy(options.databaseUrl, keyring);
    const line =
      done.outcome === 'ended'
        ? 'Programs of version 1 have no place here any more.'
        : 'Nothing to do: there is nothing for programs of version 1 here.';
    return { lines: [...done.notes, line], data: done };
  });
}

/** Ends the process: with 0, or with 2 and one line on standard error. */
async function run(
  { json }: Options,
  work: (signal: AbortSignal) => Promise<{ lines: readonly string[]; data: object }>,
): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => stopping.abort(new Error('Interrupted. Run it again to go on.')));
  try {
    const { lines, data } = await work(stopping.signal);
    print(json === true ? [JSON.stringify(data)] : lines);
  } catch (error) {
    clearProgress(process.stderr);
    process.stderr.write(`${lineOf(error)}\n`);
    process.exit(STOPPED);
  }
  process.exit(0);
}

function environment(): { legacyClients: boolean; keyring: FernetKeyring | null } {
  const { ENCRYPTION_KEYS: keys, LEGACY_CLIENTS: legacy } = readLegacyEnvironment();
  return { legacyClients: legacy === '1', keyring: keys === undefined ? null : FernetKeyring.parse(keys) };
}

function carryOut(
  { databaseUrl, dryRun, keepDefaultTenant, json }: AdoptionFlags,
  signal: AbortSignal,
): Promise<Adoption> {
  const { legacyClients, keyring } = environment();
  return adopt(
    {
      url: databaseUrl,
      options: { legacyClients, keepDefaultTenant: keepDefaultTenant === true },
      dryRun: dryRun === true,
      keyring,
      onPlan: (plan) => {
        if (json !== true) print(planLines(plan));
      },
      onStep: (name, done) => tellStep(process.stderr, name, done),
    },
    signal,
  );
}

function print(lines: readonly string[]): void {
  clearProgress(process.stderr);
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function lineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n')[0] || 'Something went wrong.';
}
