import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';

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
      const missing = await this.database.missingMigrations();
      return missing === 0 ? null : `${missing} migrations are not applied`;
    } catch {
      return 'the database does not answer';
    }
  }
}
