import { Injectable } from '@nestjs/common';
import type { Role, Scope } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { soughtId } from '../../platform/graphql/index.js';
import type { ExportKind } from './domain/export-kind.js';
import { isStillSeen } from './domain/still-seen.js';
import { DownloadLinks } from './downloads/download-links.js';
import type { Export } from './types/export.type.js';

interface ExportRow extends Omit<Export, 'downloadUrl' | 'kind'> {
  readonly kind: ExportKind;
  readonly scope: Scope | null;
  readonly expiresAt: Date | null;
}

@Injectable()
export class ExportQueries {
  constructor(
    private readonly database: Database,
    private readonly links: DownloadLinks,
  ) {}

  /** The caller's own. @returns null for a missing id, anybody else's, and what is no id at all */
  async find(ctx: CallerContext, id: string): Promise<Export | null> {
    const sought = soughtId(id);
    if (sought === null) return null;
    const row = await this.database.row(ctx, FIND, [ctx.tenantId, sought, ctx.userId]);
    if (!row) return null;
    const { scope, expiresAt, ...shown } = row;
    const isThere = scope !== null && expiresAt !== null && expiresAt > ctx.now();
    const downloadUrl =
      isThere && mayFetch(ctx, { kind: row.kind, scope }) ? this.links.to(row.id, ctx.now()) : null;
    return { ...shown, downloadUrl };
  }
}

/** A link serves whoever has it, for an hour: it is not for those who only look through somebody's eyes. */
function mayFetch(
  { impersonatorId, role }: { impersonatorId: string | null; role: Role },
  made: Parameters<typeof isStillSeen>[0],
): boolean {
  return impersonatorId === null && isStillSeen(made, role);
}

const FIND = statement<ExportRow>(`
  SELECT id, kind, format, state, rows, created_at AS "createdAt", error, scope, expires_at AS "expiresAt"
  FROM exports WHERE tenant_id = $1 AND id = $2 AND user_id = $3
`);
