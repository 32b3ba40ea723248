import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../platform/context/index.js';
import { Database, statement } from '../../platform/database/index.js';
import { v7 as uuidv7 } from 'uuid';
import { slugOf } from './domain/slug.js';

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
}

const CREATE = statement<{ id: string }>(`
  INSERT INTO tenants (id, name, slug, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)
  ON CONFLICT (slug) DO NOTHING RETURNING id
`);
