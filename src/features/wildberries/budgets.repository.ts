import { Injectable } from '@nestjs/common';
import { systemContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import {
  gcra,
  tatAfterBlock,
  type BudgetGrant,
  type BudgetKey,
  type BudgetStore,
  type RateLimit,
} from './client/index.js';

interface Spent {
  readonly arrivalAtMs: string | null;
  readonly blockedUntilMs: string | null;
}

/** Budgets in the database: one clock for each seller account, whichever process asks, and across restarts. */
@Injectable()
export class PostgresBudgetStore implements BudgetStore {
  constructor(private readonly database: Database) {}

  async take(key: BudgetKey, limit: RateLimit, nowMs: number): Promise<BudgetGrant> {
    const ctx = systemContext('wildberries budget');
    const id = [key.sellerId, bucketOf(key)];
    return this.database.write(ctx, async () => {
      await this.database.rows(ctx, ADD, id);
      const spent = await this.database.row(ctx, LOCK, id);
      const decision = gcra(
        tatAfterBlock(toMs(spent?.arrivalAtMs), toMs(spent?.blockedUntilMs), limit),
        nowMs,
        limit,
      );
      if (decision.ok) await this.database.rows(ctx, SPEND, [...id, Math.ceil(decision.tatMs)]);
      return decision;
    });
  }

  async block(key: BudgetKey, untilMs: number): Promise<void> {
    const ctx = systemContext('wildberries budget');
    await this.database.write(ctx, () =>
      this.database.rows(ctx, BLOCK, [key.sellerId, bucketOf(key), Math.ceil(untilMs)]),
    );
  }
}

/** For a simulator whose limits are off. */
export class UnlimitedBudgetStore implements BudgetStore {
  take(): Promise<BudgetGrant> {
    return Promise.resolve({ ok: true });
  }

  block(): Promise<void> {
    return Promise.resolve();
  }
}

function bucketOf({ bucket, tokenClass }: BudgetKey): string {
  return `${bucket} ${tokenClass}`;
}

/** bigint columns come as text; 0 is "never". */
function toMs(column: string | null | undefined): number | null {
  return column === null || column === undefined || column === '0' ? null : Number(column);
}

const ADD = statement<never>(`
  INSERT INTO wildberries_budgets (seller_id, bucket) VALUES ($1, $2) ON CONFLICT DO NOTHING
`);

const LOCK = statement<Spent>(`
  SELECT arrival_at_ms AS "arrivalAtMs", blocked_until_ms AS "blockedUntilMs"
  FROM wildberries_budgets WHERE seller_id = $1 AND bucket = $2 FOR UPDATE
`);

const SPEND = statement<never>(`
  UPDATE wildberries_budgets SET arrival_at_ms = $3 WHERE seller_id = $1 AND bucket = $2
`);

const BLOCK = statement<never>(`
  INSERT INTO wildberries_budgets AS b (seller_id, bucket, blocked_until_ms) VALUES ($1, $2, $3)
  ON CONFLICT (seller_id, bucket) DO UPDATE SET
    blocked_until_ms = greatest(b.blocked_until_ms, excluded.blocked_until_ms)
`);
