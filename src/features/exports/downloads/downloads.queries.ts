import { Injectable } from '@nestjs/common';
import type { Role, Scope } from '../../../platform/access/index.js';
import type { SystemContext } from '../../../platform/context/index.js';
import { Database, statement } from '../../../platform/database/index.js';
import type { ExportFormat } from '../domain/export-format.js';
import type { ExportKind } from '../domain/export-kind.js';

export interface Downloadable {
  readonly kind: ExportKind;
  readonly format: ExportFormat;
  readonly scope: Scope;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Of the owner, by now. */
  readonly role: Role;
  /** Neither the owner nor their tenant are shut out. */
  readonly isActive: boolean;
}

/** A link names no tenant: its signature is what tells that whoever has it may have the file. */
@Injectable()
export class DownloadQueries {
  constructor(private readonly database: Database) {}

  /** @returns null for an export without a file */
  find(ctx: SystemContext, exportId: string): Promise<Downloadable | null> {
    return this.database.read(ctx, () => this.database.row(ctx, FIND, [exportId]));
  }
}

const FIND = statement<Downloadable>(`
  SELECT e.kind, e.format, e.scope, e.created_at AS "createdAt", e.expires_at AS "expiresAt", u.role,
    u.is_active AND t.is_active AS "isActive"
  FROM exports e
  JOIN users u ON u.tenant_id = e.tenant_id AND u.id = e.user_id
  JOIN tenants t ON t.id = e.tenant_id
  WHERE e.id = $1::uuid AND e.state = 'SUCCEEDED'
`);
