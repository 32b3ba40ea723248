import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Scope } from '../../platform/access/index.js';
import type { CallerContext, SystemContext, TenantContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import type { ExportFormat } from './domain/export-format.js';
import type { ExportKind } from './domain/export-kind.js';
import type { Wanted } from './kinds/exported-rows.js';

export interface NewExport {
  readonly kind: ExportKind;
  readonly format: ExportFormat;
  readonly wanted: Wanted;
}

/** What a worker goes by. */
export interface BegunExport extends NewExport {
  readonly attempts: number;
}

export interface FinishedExport {
  readonly rows: number;
  readonly bytes: number;
  readonly scope: Scope;
  readonly expiresAt: Date;
}

export interface ExportJobData {
  readonly tenantId: string;
  readonly userId: string;
  readonly exportId: string;
}

/** Where exports are noted. A user's own, whatever else they see. */
@Injectable()
export class ExportRepository {
  constructor(private readonly database: Database) {}

  /** Of two that a user starts at once the second waits: what is counted then stays so. */
  async lock(ctx: CallerContext): Promise<void> {
    await this.database.rows(ctx, LOCK, [`exports ${ctx.tenantId} ${ctx.userId}`]);
  }

  /** How many of a user are not over, and the bytes of their files that are still kept. */
  async load(ctx: TenantContext): Promise<{ unfinished: number; bytes: number }> {
    const found = await this.database.row(ctx, LOAD, [ctx.tenantId, ctx.userId, ctx.now()]);
    return { unfinished: found?.unfinished ?? 0, bytes: Number(found?.bytes ?? 0) };
  }

  /** @returns id of the export */
  async add(ctx: CallerContext, { kind, format, wanted }: NewExport): Promise<string> {
    const { products, days } = wanted;
    const filter = products && JSON.stringify(products);
    const id = uuidv7();
    await this.database.rows(ctx, ADD, [
      ctx.tenantId, id, ctx.userId, kind, format, filter, days?.from ?? null, days?.until ?? null, ctx.now(),
    ]); // prettier-ignore
    return id;
  }

  /** @returns null when it is over already */
  begin(ctx: TenantContext, id: string): Promise<BegunExport | null> {
    return this.database.write(ctx, async () => {
      const begun = await this.database.row(ctx, BEGIN, [ctx.tenantId, ctx.userId, id, ctx.now()]);
      if (!begun) return null;
      const { kind, format, attempts, products, from, until } = begun;
      const days = from !== null && until !== null ? { from, until } : null;
      return { kind, format, attempts, wanted: { products, days } };
    });
  }

  async advance(ctx: TenantContext, id: string, rows: number): Promise<void> {
    await this.database.write(ctx, () =>
      this.database.rows(ctx, ADVANCE, [ctx.tenantId, ctx.userId, id, rows]),
    );
  }

  /** In the open transaction. @returns false when it was over already */
  async succeed(ctx: TenantContext, id: string, file: FinishedExport): Promise<boolean> {
    const { rows, bytes, scope, expiresAt } = file;
    const values = [ctx.tenantId, ctx.userId, id, ctx.now(), rows, bytes, scope, expiresAt];
    return (await this.database.row(ctx, SUCCEED, values)) !== null;
  }

  /** In the open transaction. @returns false when it was over already */
  async fail(ctx: TenantContext, id: string, error: string): Promise<boolean> {
    const values = [ctx.tenantId, ctx.userId, id, ctx.now(), error];
    return (await this.database.row(ctx, FAIL, values)) !== null;
  }

  /** Whose jobs may have been lost with a worker. */
  unfinished(ctx: SystemContext): Promise<ExportJobData[]> {
    return this.database.rows(ctx, UNFINISHED, []);
  }

  /** Of these ids those whose files, whole or not, are somebody's. */
  async kept(ctx: SystemContext, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.rows(ctx, KEPT, [ids, ctx.now()]);
    return new Set(rows.map(({ id }) => id));
  }
}

const LOCK = statement<never>(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`);

const LOAD = statement<{ unfinished: number; bytes: string }>(`
  SELECT (count(*) FILTER (WHERE state IN ('QUEUED', 'RUNNING')))::integer AS unfinished,
    coalesce(sum(bytes) FILTER (WHERE state = 'SUCCEEDED' AND expires_at > $3), 0) AS bytes
  FROM exports WHERE tenant_id = $1 AND user_id = $2
`);

const ADD = statement<never>(`
  INSERT INTO exports (tenant_id, id, user_id, kind, format, product_filter, range_from, range_until, state, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'QUEUED', $9)
`);

interface BegunRow extends Pick<BegunExport, 'kind' | 'format' | 'attempts'> {
  readonly products: Wanted['products'];
  readonly from: string | null;
  readonly until: string | null;
}

const BEGIN = statement<BegunRow>(`
  UPDATE exports SET state = 'RUNNING', started_at = coalesce(started_at, $4), attempts = attempts + 1, rows = 0
  WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND state IN ('QUEUED', 'RUNNING')
  RETURNING kind, format, attempts, product_filter AS products, to_char(range_from, 'YYYY-MM-DD') AS "from",
    to_char(range_until, 'YYYY-MM-DD') AS until
`);

const ADVANCE = statement<never>(`
  UPDATE exports SET rows = $4 WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND state = 'RUNNING'
`);

const SUCCEED = statement<{ id: string }>(`
  UPDATE exports SET state = 'SUCCEEDED', finished_at = $4, rows = $5, bytes = $6, scope = $7, expires_at = $8
  WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND state = 'RUNNING' RETURNING id
`);

const FAIL = statement<{ id: string }>(`
  UPDATE exports SET state = 'FAILED', finished_at = $4, error = $5
  WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND state IN ('QUEUED', 'RUNNING') RETURNING id
`);

const UNFINISHED = statement<ExportJobData>(`
  SELECT tenant_id AS "tenantId", user_id AS "userId", id AS "exportId" FROM exports
  WHERE state IN ('QUEUED', 'RUNNING') ORDER BY created_at
`);

const KEPT = statement<{ id: string }>(`
  SELECT id FROM exports
  WHERE id = ANY ($1::uuid[]) AND (state IN ('QUEUED', 'RUNNING') OR (state = 'SUCCEEDED' AND expires_at > $2))
`);
