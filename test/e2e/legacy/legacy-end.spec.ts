import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '../../support/database.js';
import { adoptByCommand, endLegacyByCommand, KEY } from '../../support/legacy/adopting.js';
import { OldProgram } from '../../support/legacy/old-program.js';
import { schemaLines } from '../../support/legacy/schema-lines.js';
import { tablePrints } from '../../support/legacy/table-prints.js';
import { createVersionOne } from '../../support/legacy/version-one.js';
import { FernetKeyring } from '../../../src/platform/crypto/fernet.js';

const OLEG = 'a0000000-0000-0000-0000-000000000002';
const BORIS = 'a0000000-0000-0000-0000-000000000004';
const NEW_KEY = 'another-plain-key-of-boris-012345678901234567890123456789';

describe.each([
  ['of the cloud', false],
  ['of the panel', true],
])('the end of the programs of version 1 on a database %s', (_shape, panel) => {
  let database: TestDatabase;
  let bot: OldProgram;

  beforeAll(async () => {
    database = await createVersionOne({ panel });
    expect(await adoptByCommand(database, { legacyClients: true })).toMatchObject({ code: 0, stderr: '' });
    bot = await OldProgram.start(database);
    await bot.run('UPDATE users SET wb_api_key = $1 WHERE id = $2', [NEW_KEY, BORIS]);
    await bot.run(`UPDATE users SET payment_status = 'completed' WHERE id = $1`, [BORIS]);
  });
  afterAll(async () => {
    await bot.end();
    await database.drop();
  });

  it.each<[string, Parameters<typeof endLegacyByCommand>[1], RegExp]>([
    ['while they are said to go on', { legacyClients: true }, /^LEGACY_CLIENTS: set 0, which says that their time is over\.\n$/],
    ['without a key to encrypt keys with', { env: { ENCRYPTION_KEYS: '' } }, /^users: a0000000-\S+ has a key of the marketplace\. Set ENCRYPTION_KEYS/],
    ['where nobody is', { url: 'postgres://me:secret@127.0.0.1:1/x' }, /^--database-url: the database at 127\.0\.0\.1:1 as me: (?!.*secret)/],
  ])('is refused %s, and nothing has changed', async (_why, options, message) => {
    const state = async () => [await schemaLines(database), await tablePrints(database)];
    const before = await state();
    const { code, stdout, stderr } = await endLegacyByCommand(database, options);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
    expect(await state()).toEqual(before);
  }); // prettier-ignore

  it('is refused to a role that does not own the tables', async () => {
    expect(await endLegacyByCommand(database, { url: database.urls.app })).toMatchObject({
      code: 2,
      stderr: '--database-url: of stocktracker_owner, who owns the tables, or of a superuser.\n',
    });
  });

  it('leaves no key in the clear, and the last of each encrypted', async () => {
    const { code, stdout, stderr } = await endLegacyByCommand(database);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('users, users_old_backup: 6 plain keys have been taken away.\n');
    const keyring = FernetKeyring.parse(KEY);
    const keys = await database.query<{ plain: string | null; encrypted: string }>(
      `SELECT wb_api_key AS plain, wb_api_key_encrypted AS encrypted FROM users WHERE wb_api_key_encrypted IS NOT NULL ORDER BY telegram_id`,
    );
    expect(keys.map(({ plain, encrypted }) => [plain, keyring.decrypt(encrypted)])).toEqual([
      [null, 'legacy-plain-wb-key-of-oleg-0123456789012345678901234567890'],
      [null, NEW_KEY],
      [null, 'legacy-plain-wb-key-of-late-0123456789012345678901234567890'],
    ]);
    expect(
      await database.query(
        `SELECT count(*)::int AS plain FROM users_old_backup WHERE wb_api_key IS NOT NULL`,
      ),
    ).toEqual([{ plain: 0 }]);
  });

  it('leaves one spelling for each status', async () => {
    expect(
      await database.query(
        `SELECT payment_status AS status, count(*)::int AS n FROM users GROUP BY 1 ORDER BY 1`,
      ),
    ).toEqual([
      { status: 'free', n: 3 },
      { status: 'trial', n: 1 },
      { status: 'paid', n: 3 },
      { status: 'expired', n: 1 },
    ]);
  });

  it('shuts them out, also those that are connected', async () => {
    await expect(bot.run('SELECT id FROM users')).rejects.toThrow('permission denied for table users');
    await expect(
      bot.run(`INSERT INTO sales (user_id, sale_date, quantity, price) VALUES ($1, CURRENT_DATE, 1, 1)`, [
        OLEG,
      ]),
    ).rejects.toThrow('permission denied for table sales');
    await expect(bot.run('SELECT id FROM users_old_backup')).rejects.toThrow('permission denied');
    expect(await database.query('SELECT tgname FROM pg_trigger WHERE NOT tgisinternal')).toEqual([]);
    expect(
      await database.query(
        `SELECT setconfig FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = current_database()`,
      ),
    ).toEqual([]);
  });

  if (panel) {
    it('gives the subscriptions of the panel their place, and keeps them as they were beside', async () => {
      expect(
        await database.query(
          `SELECT user_id, status, plan_name, expires_at > now() AS lasts, cancelled_at IS NOT NULL AS cancelled FROM subscriptions ORDER BY user_id`,
        ),
      ).toEqual([
        { user_id: OLEG, status: 'active', plan_name: 'version 1', lasts: true, cancelled: false },
        {
          user_id: 'a0000000-0000-0000-0000-000000000005',
          status: 'cancelled',
          plan_name: 'version 1',
          lasts: null,
          cancelled: true,
        },
      ]);
      expect(
        await database.query(
          `SELECT row ->> 'status' AS status, row ->> 'has_access' AS access, reason FROM adopt_quarantine
           WHERE table_name = 'subscriptions' AND row ? 'tenant_id' ORDER BY 1`,
        ),
      ).toEqual([
        { status: 'paid', access: 'true', reason: 'as the panel kept it' },
        { status: 'unpaid', access: 'false', reason: 'as the panel kept it' },
      ]);
    });
  }
});
