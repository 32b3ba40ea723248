import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../../platform/context/index.js';
import { Database, statement } from '../../../platform/database/index.js';
import type { StoredKey } from '../domain/key-rotation.js';

export interface UserKey extends StoredKey {
  readonly userId: string;
}

export interface KeyChange {
  readonly before: UserKey;
  readonly after: StoredKey;
}

/** Everybody's marketplace keys, in the order of their owners' ids. */
@Injectable()
export class StoredKeyRepository {
  constructor(private readonly database: Database) {}

  /** @param after id of the last one before; null for the first */
  batch(ctx: SystemContext, after: string | null, size: number): Promise<UserKey[]> {
    return this.database.rows(ctx, BATCH, [after, size]);
  }

  /** Replaces keys that still are what they were read as. @returns whose */
  async replace(ctx: SystemContext, changes: readonly KeyChange[]): Promise<Set<string>> {
    const columns = [
      changes.map(({ before }) => before.userId),
      changes.map(({ before }) => before.encrypted),
      changes.map(({ before }) => before.plain),
      changes.map(({ after }) => after.encrypted),
      changes.map(({ after }) => after.plain),
    ];
    const replaced = await this.database.rows(ctx, REPLACE, columns);
    return new Set(replaced.map(({ userId }) => userId));
  }
}

const BATCH = statement<UserKey>(`
  SELECT id AS "userId", wb_api_key_encrypted AS encrypted, wb_api_key AS plain FROM users
  WHERE (wb_api_key_encrypted IS NOT NULL OR btrim(wb_api_key) <> '') AND ($1::uuid IS NULL OR id > $1)
  ORDER BY id LIMIT $2
`);

const REPLACE = statement<{ userId: string }>(`
  UPDATE users u SET wb_api_key_encrypted = k.encrypted, wb_api_key = k.plain
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
    AS k (id, was_encrypted, was_plain, encrypted, plain)
  WHERE u.id = k.id AND u.wb_api_key_encrypted IS NOT DISTINCT FROM k.was_encrypted
    AND u.wb_api_key IS NOT DISTINCT FROM k.was_plain
  RETURNING u.id AS "userId"
`);
