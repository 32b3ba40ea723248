import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../../platform/context/index.js';
import { Database, statement } from '../../../platform/database/index.js';
import {
  connectionFrom,
  cursorKind,
  readPage,
  type Connection,
  type PageArgs,
} from '../../../platform/graphql/index.js';
import { INVITATION_COLUMNS } from './invitation-columns.js';
import type { Invitation } from './types/invitation.type.js';

/** With the time to the microsecond, which cursors need. */
type Row = Invitation & { readonly madeAt: string };

const NEWEST_FIRST = cursorKind('invitations.createdAt.desc', ['instant', 'uuid']);

@Injectable()
export class InvitationQueries {
  constructor(private readonly database: Database) {}

  /** Open and accepted ones of the caller's tenant; those that were withdrawn or replaced stay in the audit log. */
  async list(ctx: CallerContext, asked: PageArgs): Promise<Connection<Invitation>> {
    const page = readPage(asked, NEWEST_FIRST);
    const [madeAt, id] = page.after ?? [null, null];
    const rows = await this.database.rows(ctx, PAGE, [ctx.tenantId, madeAt, id, page.limit + 1]);
    return connectionFrom<Row, typeof NEWEST_FIRST.keys>(
      page,
      rows,
      (row) => [row.madeAt, row.id],
      async () => (await this.database.row(ctx, COUNT, [ctx.tenantId]))?.count ?? 0,
    );
  }
}

const PAGE = statement<Row>(`
  SELECT ${INVITATION_COLUMNS}, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "madeAt"
  FROM invitations
  WHERE tenant_id = $1 AND revoked_at IS NULL AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
  ORDER BY created_at DESC, id DESC LIMIT $4
`);

const COUNT = statement<{ count: number }>(`
  SELECT count(*)::integer AS count FROM invitations WHERE tenant_id = $1 AND revoked_at IS NULL
`);
