import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Context, SystemContext } from '../../platform/context/index.js';
import { Database, isUniqueViolation, statement } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { v7 as uuidv7 } from 'uuid';
import { slugOf } from './domain/slug.js';

export interface TenantNames {
  readonly name: string;
  readonly slug: string;
}

@Injectable()
export class TenantRepository {
  constructor(private readonly database: Database) {}

  /** Makes a tenant; its slug follows from the name, with a suffix where another has that one. */
  async create(ctx: SystemContext, name: string): Promise<string> {
    const id = uuidv7();
    const slug = slugOf(name);
    for (let candidate = slug; ; candidate = `${slug}-${randomBytes(3).toString('hex')}`) {
      const made = await this.database.transaction(ctx).rows(CREATE, [id, name, candidate, ctx.now()]);
      if (made.length > 0) return id;
    }
  }

  /** Reads a tenant that is about to change, and makes others wait with it. */
  async lock(ctx: Context, id: string): Promise<(TenantNames & { readonly isActive: boolean }) | null> {
    return (await this.database.transaction(ctx).rows(LOCK, [id]))[0] ?? null;
  }

  /** @throws DomainError ALREADY_EXISTS when another tenant has the slug */
  async rename(ctx: Context, id: string, { name, slug }: TenantNames): Promise<void> {
    try {
      await this.database.transaction(ctx).rows(RENAME, [id, name, slug, ctx.now()]);
    } catch (error) {
      if (!isUniqueViolation(error, 'tenants_slug_key')) throw error;
      throw new DomainError(ErrorCode.ALREADY_EXISTS, 'Another tenant has this slug. Choose another one.', [
        'slug',
      ]);
    }
  }

  async setActive(ctx: SystemContext, id: string, isActive: boolean): Promise<void> {
    await this.database.transaction(ctx).rows(SET_ACTIVE, [id, isActive, ctx.now()]);
  }
}

const CREATE = statement<{ id: string }>(`
  INSERT INTO tenants (id, name, slug, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)
  ON CONFLICT (slug) DO NOTHING RETURNING id
`);

const LOCK = statement<TenantNames & { isActive: boolean }>(`
  SELECT name, slug, is_active AS "isActive" FROM tenants WHERE id = $1 FOR NO KEY UPDATE
`);

const RENAME = statement<never>(`UPDATE tenants SET name = $2, slug = $3, updated_at = $4 WHERE id = $1`);

const SET_ACTIVE = statement<never>(`UPDATE tenants SET is_active = $2, updated_at = $3 WHERE id = $1`);
