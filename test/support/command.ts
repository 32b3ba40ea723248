import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import type { TestDatabase } from './database.js';

const DIST = resolve(import.meta.dirname, '../../dist/src');

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line in a process of its own, to its end. */
export function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const { PATH, HOME } = process.env;
  return new Promise((done) => {
    execFile(
      process.execPath,
      [`${DIST}/cli.js`, ...args],
      { cwd: resolve(DIST, '../..'), env: { PATH, HOME, ...env } },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : Number(error.code ?? -1);
        done({ code, stdout, stderr });
      },
    );
  });
}

/** The environment by which a program uses a test's database. */
export function databaseEnvironment({ urls }: TestDatabase): Record<string, string> {
  return {
    DATABASE_URL: urls.app,
    DATABASE_SYSTEM_URL: urls.system,
    JWT_SECRET: 'a secret for tests only, of more than 32 bytes',
  };
}
