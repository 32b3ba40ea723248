import type { Role } from '../../src/platform/access/index.js';
import type { TestApp } from './app.js';

export interface Member {
  readonly token: string;
  readonly userId: string;
  readonly tenantId: string;
}

/** Somebody of this role in a tenant that is there. */
export async function memberOf(
  test: TestApp,
  tenantId: string,
  name: string,
  role: keyof typeof Role,
): Promise<Member> {
  const { userId, email } = await test.register(name);
  await test.database.query(`UPDATE users SET tenant_id = $2, role = $3::user_role WHERE id = $1`, [
    userId,
    tenantId,
    role,
  ]);
  return { userId, tenantId, token: await test.login(email) };
}

/** A product with nothing but an article. */
export async function productOf(
  test: TestApp,
  { tenantId, userId }: Pick<Member, 'tenantId' | 'userId'>,
  article = 'A',
): Promise<string> {
  const [row] = await test.database.query<{ id: string }>(
    `INSERT INTO products (tenant_id, user_id, wb_article) VALUES ($1, $2, $3) RETURNING id`,
    [tenantId, userId, article],
  );
  return row?.id ?? '';
}
