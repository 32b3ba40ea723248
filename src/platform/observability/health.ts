import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations/index.js';

/** Whether this process can serve: database reachable, migrations at head, not shutting down. */
@Injectable()
export class Health {
  private stopping = false;

  constructor(@InjectDataSource() private readonly app: DataSource) {}

  /** From now on not ready, so that nothing new is sent here while what runs is finished. */
  shuttingDown(): void {
    this.stopping = true;
  }

  /** @returns what is wrong, or null */
  async problem(): Promise<string | null> {
    if (this.stopping) return 'shutting down';
    try {
      const rows = await this.app.query<{ name: string }[]>('SELECT name FROM migrations');
      const applied = new Set(rows.map(({ name }) => name));
      const missing = MIGRATIONS.filter((migration) => !applied.has(migration.name)).length;
      return missing === 0 ? null : `${missing} migrations are not applied`;
    } catch {
      return 'the database does not answer';
    }
  }
}
