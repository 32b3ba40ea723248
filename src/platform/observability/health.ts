import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';

const PATIENCE_MS = 2_000;

/** Whether this process can serve: database reachable, migrations at head, not shutting down. */
@Injectable()
export class Health {
  private stopping = false;

  constructor(private readonly database: Database) {}

  /** From now on not ready, so that nothing new is sent here while what runs is finished. */
  shuttingDown(): void {
    this.stopping = true;
  }

  /** @returns what is wrong, or null */
  async problem(): Promise<string | null> {
    if (this.stopping) return 'shutting down';
    try {
      const missing = await Promise.race([this.database.missingMigrations(), tooLate()]);
      return missing === 0 ? null : `${missing} migrations are not applied`;
    } catch {
      return 'the database does not answer';
    }
  }
}

/** A database that hangs is one that does not answer. */
async function tooLate(): Promise<never> {
  await delay(PATIENCE_MS, undefined, { ref: false });
  throw new Error('no answer in time');
}
