import { Injectable } from '@nestjs/common';
import { systemContext } from '../../../platform/context/index.js';
import { Database } from '../../../platform/database/index.js';

/**
 * One sync of a seller at a time, whatever the queue does: an advisory lock on a connection of its own. It goes with
 * its holder, so that a killed worker leaves none behind.
 */
@Injectable()
export class SellerLock {
  constructor(private readonly database: Database) {}

  /** @returns false when somebody else has it; then the work was not done */
  async hold(userId: string, work: () => Promise<void>): Promise<boolean> {
    const session = await this.database.session(systemContext('seller lock'));
    try {
      const { rows } = await session.query<{ got: boolean }>(
        `SELECT pg_try_advisory_lock(hashtextextended('sync ' || $1, 0)) AS got`,
        [userId],
      );
      if (!rows[0]?.got) return false;
      try {
        await work();
        return true;
      } finally {
        await session.query(`SELECT pg_advisory_unlock(hashtextextended('sync ' || $1, 0))`, [userId]);
      }
    } finally {
      session.release();
    }
  }
}
