import { adopt } from '../../../src/adopt/index.js';
import { planLines } from '../../../src/cli/adoption-texts.js';
import { FernetKeyring } from '../../../src/platform/crypto/fernet.js';
import { runCli, type CommandResult } from '../command.js';
import type { TestDatabase } from '../database.js';

/** Opens what version 1's database holds encrypted, and is the newest. */
export const KEY = 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=';

export interface AdoptOptions {
  readonly args?: readonly string[];
  readonly legacyClients?: boolean;
  readonly url?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function adoptByCommand(database: TestDatabase, options: AdoptOptions = {}): Promise<CommandResult> {
  return runLegacyCommand('adopt', database, options);
}

export function endLegacyByCommand(
  database: TestDatabase,
  options: AdoptOptions = {},
): Promise<CommandResult> {
  return runLegacyCommand('legacy:end', database, options);
}

function runLegacyCommand(
  command: string,
  database: TestDatabase,
  { args = [], legacyClients = false, url = database.urls.superuser, env = {} }: AdoptOptions,
): Promise<CommandResult> {
  return runCli([command, '--database-url', url, ...args], {
    ENCRYPTION_KEYS: KEY,
    LEGACY_CLIENTS: legacyClients ? '1' : '0',
    ...env,
  });
}

/** Without a process of its own, which takes longer than to be refused. */
export async function lookHere(
  database: TestDatabase,
  { dryRun = false } = {},
): Promise<{ readonly plan: string; readonly refusal: string | null }> {
  const plan: string[] = [];
  const request = {
    url: database.urls.superuser,
    options: { legacyClients: false, keepDefaultTenant: false },
    dryRun,
    keyring: FernetKeyring.parse(KEY),
    onPlan: (made: Parameters<typeof planLines>[0]) => void plan.push(...planLines(made)),
    onStep: () => undefined,
  };
  const refusal = await adopt(request, new AbortController().signal).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { plan: plan.join('\n'), refusal };
}
