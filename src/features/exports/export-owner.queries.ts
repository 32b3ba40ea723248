import { Injectable } from '@nestjs/common';
import { Role } from '../../platform/access/index.js';
import type { SystemContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';

export interface ExportOwner {
  readonly tenantId: string;
  readonly userId: string;
  readonly role: Role;
  /** Neither they nor their tenant are shut out. */
  readonly isActive: boolean;
}

/** What somebody is by now who has asked for an export. */
@Injectable()
export class ExportOwners {
  constructor(private readonly database: Database) {}

  find(ctx: SystemContext, tenantId: string, userId: string): Promise<ExportOwner | null> {
    return this.database.row(ctx, OWNER, [tenantId, userId]);
  }
}

const OWNER = statement<ExportOwner>(`
  SELECT u.tenant_id AS "tenantId", u.id AS "userId", u.role, u.is_active AND t.is_active AS "isActive"
  FROM users u JOIN tenants t ON t.id = u.tenant_id
  WHERE u.tenant_id = $1 AND u.id = $2
`);
