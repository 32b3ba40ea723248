import { Injectable } from '@nestjs/common';
import { Permission, platformContext } from '../../platform/access/index.js';
import { systemContext, type CallerContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { requestLoader, soughtId } from '../../platform/graphql/index.js';
import { USER_COLUMNS } from './user-columns.js';
import type { User } from './types/user.type.js';

@Injectable()
export class UserQueries {
  private readonly loader = requestLoader<User | null>((ctx, ids) => this.byIds(ctx, ids), null);

  constructor(private readonly database: Database) {}

  /** @returns null for a missing id and for a stranger's alike */
  async find(ctx: CallerContext, id: string): Promise<User | null> {
    return this.loader(ctx).load(id);
  }

  /** Of an id that a client gives: oneself, or for whoever may see members one of them. */
  async findMember(ctx: CallerContext, asked: string): Promise<User | null> {
    const id = soughtId(asked);
    if (id === null || (id !== ctx.userId && !ctx.permissions.has(Permission.MEMBERS_READ))) return null;
    return this.find(ctx, id);
  }

  /** Reads anew what the request may have read before it changed it. */
  async findAfterChange(ctx: CallerContext, id: string): Promise<User | null> {
    this.database.close(ctx);
    this.loader(ctx).clear(id);
    return this.find(ctx, id);
  }

  /** Somebody of whatever tenant, for a platform administrator, who has just changed them. */
  async findForPlatform(ctx: CallerContext, id: string): Promise<User | null> {
    const system = platformContext('platform users', ctx);
    const found = await this.database.read(system, () => this.database.row(system, BY_ID, [id]));
    return found && Object.assign(found, { ofPlatform: true });
  }

  /** The administrator who looks through the caller's eyes, as a rule of another tenant: without how to reach them. */
  async findImpersonator(ctx: CallerContext): Promise<User | null> {
    const { impersonatorId } = ctx;
    if (impersonatorId === null) return null;
    const system = systemContext('who impersonates', ctx);
    const found = await this.database.read(system, () => this.database.row(system, BY_ID, [impersonatorId]));
    return found && Object.assign(found, UNREACHABLE);
  }

  private async byIds(ctx: CallerContext, ids: readonly string[]): Promise<Map<string, User>> {
    const rows = await this.database.rows(ctx, BY_IDS, [ctx.tenantId, ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}

const BY_IDS = statement<User>(`
  SELECT ${USER_COLUMNS} FROM users u WHERE u.tenant_id = $1 AND u.id = ANY ($2::uuid[])
`);

const BY_ID = statement<User>(`SELECT ${USER_COLUMNS} FROM users u WHERE u.id = $1`);

const UNREACHABLE = {
  phone: null,
  telegramId: null,
  telegramUsername: null,
  googleSheetId: null,
} as const satisfies Partial<User>;
