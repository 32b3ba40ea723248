import { Injectable } from '@nestjs/common';
import type { Role } from '../../platform/access/index.js';
import type { CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import {
  connectionFrom,
  cursorKind,
  readPage,
  searchPattern,
  type Connection,
  type PageArgs,
} from '../../platform/graphql/index.js';
import type { User } from './types/user.type.js';
import { USER_COLUMNS } from './user-columns.js';

export interface ListMembers extends PageArgs {
  readonly search?: string | null;
  readonly role?: Role | null;
  readonly isActive?: boolean | null;
}

/** With the time to the microsecond, which cursors need. */
type Row = User & { readonly joinedAt: string };

const IN_ORDER_OF_JOINING = cursorKind('users.createdAt.asc', ['instant', 'uuid']);

/** The people of the caller's tenant. */
@Injectable()
export class MemberQueries {
  constructor(private readonly database: Database) {}

  async list(
    ctx: CallerContext,
    { search, role, isActive, ...asked }: ListMembers,
  ): Promise<Connection<User>> {
    const page = readPage(asked, IN_ORDER_OF_JOINING);
    const criteria = [ctx.tenantId, searchPattern(search), role ?? null, isActive ?? null];
    const [joinedAt, id] = page.after ?? [null, null];
    const rows = await this.database.rows(ctx, PAGE, [...criteria, joinedAt, id, page.limit + 1]);
    return connectionFrom<Row, typeof IN_ORDER_OF_JOINING.keys>(
      page,
      rows,
      (row) => [row.joinedAt, row.id],
      async () => (await this.database.row(ctx, COUNT, criteria))?.count ?? 0,
    );
  }
}

const CRITERIA = `u.tenant_id = $1
    AND ($2::text IS NULL OR u.email ILIKE $2 OR u.full_name ILIKE $2)
    AND ($3::user_role IS NULL OR u.role = $3)
    AND ($4::boolean IS NULL OR u.is_active = $4)`;

const PAGE = statement<Row>(`
  SELECT ${USER_COLUMNS}, to_char(u.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "joinedAt"
  FROM users u
  WHERE ${CRITERIA} AND ($5::timestamptz IS NULL OR (u.created_at, u.id) > ($5, $6::uuid))
  ORDER BY u.created_at, u.id LIMIT $7
`);

const COUNT = statement<{ count: number }>(
  `SELECT count(*)::integer AS count FROM users u WHERE ${CRITERIA}`,
);
