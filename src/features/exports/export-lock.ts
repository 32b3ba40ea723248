import { Injectable } from '@nestjs/common';
import { systemContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';

/**
 * One worker at one export, whatever the queue does: an advisory lock on a connection of its own. It goes with its holder,
 * so that a killed worker leaves none behind.
 */
@Injectable()
export class ExportLock {
  constructor(private readonly database: Database) {}

  /** Does nothing when somebody else has it. */
  async hold(exportId: string, work: () => Promise<void>): Promise<void> {
    const session = await this.database.session(systemContext('export lock'));
    try {
      const { rows } = await session.query<{ got: boolean }>(
        `SELECT pg_try_advisory_lock(hashtextextended('export ' || $1, 0)) AS got`,
        [exportId],
      );
      if (!rows[0]?.got) return;
      try {
        await work();
      } finally {
        await session.query(`SELECT pg_advisory_unlock(hashtextextended('export ' || $1, 0))`, [exportId]);
      }
    } finally {
      session.release();
    }
  }
}
