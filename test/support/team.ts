import type { TestApp } from './app.js';

export interface Member {
  readonly userId: string;
  readonly token: string;
}

export interface Team {
  readonly tenantId: string;
  readonly owner: Member;
  readonly admin: Member;
  readonly user: Member;
  readonly user2: Member;
  readonly viewer: Member;
}

/** A tenant with somebody of each role, and two of the role USER. */
export async function makeTeam(test: TestApp, name: string): Promise<Team> {
  const owner = await test.register(`${name}-owner`);
  const member = async (who: string, role: string): Promise<Member> => {
    const email = `${name}-${who}@example.com`;
    const [made] = await test.database.query<{ id: string }>(
      `INSERT INTO users (id, email, password_hash, tenant_id, role)
       SELECT uuid_v7(), $1, password_hash, tenant_id, $2::user_role FROM users WHERE id = $3 RETURNING id`,
      [email, role, owner.userId],
    );
    return { userId: made?.id ?? '', token: await test.login(email) };
  };
  return {
    tenantId: owner.tenantId,
    owner,
    admin: await member('admin', 'ADMIN'),
    user: await member('user', 'USER'),
    user2: await member('user2', 'USER'),
    viewer: await member('viewer', 'VIEWER'),
  };
}
