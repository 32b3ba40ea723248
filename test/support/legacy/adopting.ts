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
