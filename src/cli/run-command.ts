import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { readEnvironment } from '../config/environment.js';
import { visitDatabases } from '../platform/database/prepare-databases.js';
import { settingsOf } from '../start-process.js';
import { CliModule } from './cli.module.js';

/** What a command has done. */
export interface Outcome {
  /** For people, a line each. */
  readonly lines: readonly string[];
  /** The same for programs, printed with --json. */
  readonly data: object;
  /** 0, or another for what went through but wants attention. */
  readonly exitCode?: number;
}

/** @param signal aborted by Ctrl-C or SIGTERM: a long command stops where it can be taken up again */
type Work = (app: INestApplicationContext, signal: AbortSignal) => Promise<Outcome>;

/**
 * Runs one command on the database that the environment names, and ends the process: with the exit code of the outcome,
 * or with 1 and one line on standard error.
 */
export async function runCommand(options: { readonly json?: boolean }, work: Work): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stopping.abort(new Error('Interrupted. Run it again to go on.'));
    });
  }
  const endings: (() => Promise<unknown>)[] = [];
  let exitCode = 1;
  try {
    const outcome = await carryOut(work, endings, stopping.signal);
    const text = options.json === true ? JSON.stringify(outcome.data) : outcome.lines.join('\n');
    process.stdout.write(`${text}\n`);
    exitCode = outcome.exitCode ?? 0;
  } catch (error) {
    process.stderr.write(`${lineOf(error)}\n`);
  }
  for (const end of endings.reverse()) {
    await end().catch((error: unknown) => process.stderr.write(`${lineOf(error)}\n`));
  }
  process.exit(exitCode);
}

async function carryOut(
  work: Work,
  endings: (() => Promise<unknown>)[],
  signal: AbortSignal,
): Promise<Outcome> {
  const env = readEnvironment();
  const databases = await visitDatabases(env, (stop) => endings.push(stop));
  signal.throwIfAborted();
  const settings = {
    ...settingsOf(env, databases),
    // what goes wrong is told in one line; jobs and their queue are others'
    logLevel: 'silent',
    worker: false,
  };
  const app = await NestFactory.createApplicationContext(CliModule.with(settings), {
    logger: false,
    abortOnError: false,
  });
  endings.push(() => app.close());
  return work(app, signal);
}

function lineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n')[0] || 'Something went wrong.';
}
