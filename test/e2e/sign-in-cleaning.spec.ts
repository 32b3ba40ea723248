import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CleaningTask } from '../../src/features/auth/jobs/cleaning.task.js';
import { DISPATCH_QUEUE } from '../../src/platform/jobs/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';

const NOW = new Date('2026-11-20T00:40:00Z');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const USER = '01a20556-0000-7000-8000-000000000000';
/** A batch takes 1,000. */
const MANY = 2_500;

interface Kind {
  readonly table: string;
  /** What tells rows apart. */
  readonly name: string;
  /** How long rows stay after their time is over. */
  readonly keptFor: number;
  /** Plants rows whose time is over at $2, called $1 and a number up to $3. */
  readonly plant: string;
}

const KINDS: readonly Kind[] = [
  {
    table: 'refresh_tokens',
    name: 'token',
    keptFor: 7 * DAY_MS,
    plant: `INSERT INTO refresh_tokens (user_id, token, expires_at) SELECT '${USER}', $1 || n, $2 FROM generate_series(1, $3) n`,
  },
  {
    table: 'one_time_tokens',
    name: 'token_hash',
    keptFor: 7 * DAY_MS,
    plant: `INSERT INTO one_time_tokens (token_hash, user_id, purpose, email, created_at, expires_at)
      SELECT $1 || n, '${USER}', (ARRAY['VERIFY_EMAIL', 'RESTORE_EMAIL', 'RESET_PASSWORD'])[1 + n % 3], 'a@example.com', $2, $2
      FROM generate_series(1, $3) n`,
  },
  {
    table: 'telegram_logins',
    name: 'hash',
    keptFor: 0,
    plant: `INSERT INTO telegram_logins (hash, expires_at) SELECT $1 || n, $2 FROM generate_series(1, $3) n`,
  },
  {
    table: 'impersonations',
    name: 'reason',
    keptFor: 30 * DAY_MS,
    plant: `INSERT INTO impersonations (id, admin_user_id, user_id, reason, created_at, expires_at)
      SELECT uuid_v7(), '${USER}', '${USER}', $1 || n, $2, $2 FROM generate_series(1, $3) n`,
  },
  {
    table: 'rate_limits',
    name: 'key',
    keptFor: 0,
    plant: `INSERT INTO rate_limits (key, points, expire)
      SELECT $1 || n, 1, (extract(epoch FROM $2::timestamptz) * 1000)::bigint FROM generate_series(1, $3) n`,
  },
];

describe('what sign-in leaves behind', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(NOW), worker: false });
  });
  afterAll(() => test.stop());
  beforeEach(() => test.database.query(`TRUNCATE ${KINDS.map(({ table }) => table).join(', ')}`));

  const clean = () => test.app.get(CleaningTask, { strict: false }).run();
  const plant = ({ plant: sql }: Kind, name: string, over: number, many = 1) =>
    test.database.query(sql, [name, new Date(over), many]);
  const names = async ({ table, name }: Kind): Promise<string[]> =>
    (await test.database.query<{ name: string }>(`SELECT ${name} AS name FROM ${table} ORDER BY 1`)).map(
      (row) => row.name,
    );

  it.each(KINDS.map((kind) => [kind.table, kind] as const))(
    'of %s goes when its time is over, and no other',
    async (_table, kind) => {
      const end = NOW.getTime() - kind.keptFor;
      for (const each of KINDS) await plant(each, 'living', NOW.getTime());
      await plant(kind, 'over', end - 1);
      await plant(kind, 'just', end);
      await clean();
      for (const each of KINDS)
        expect([each.table, await names(each)]).toEqual([
          each.table,
          each === kind ? ['just1', 'living1'] : ['living1'],
        ]);
    },
  );

  it('goes whole, however many batches that takes, and all kinds of it', async () => {
    for (const kind of KINDS) {
      await plant(kind, 'over', NOW.getTime() - kind.keptFor - 1, MANY);
      await plant(kind, 'living', NOW.getTime());
    }
    await clean();
    for (const kind of KINDS) expect([kind.table, await names(kind)]).toEqual([kind.table, ['living1']]);
  });

  it('is of salts of exchanged tokens forgotten after a minute, and the token stays', async () => {
    await test.database.query(
      `INSERT INTO refresh_tokens (user_id, token, expires_at, rotated_at, successor_salt)
       SELECT $1, name, $2, rotated_at, '\\x01' FROM (VALUES ('over', $3::timestamptz), ('just', $4)) AS v (name, rotated_at)`,
      [
        USER,
        new Date(NOW.getTime() + DAY_MS),
        new Date(NOW.getTime() - MINUTE_MS - 1),
        new Date(NOW.getTime() - MINUTE_MS),
      ],
    );
    await clean();
    expect(
      await test.database.query(
        `SELECT token, successor_salt IS NULL AS forgotten FROM refresh_tokens ORDER BY token`,
      ),
    ).toEqual([
      { token: 'just', forgotten: false },
      { token: 'over', forgotten: true },
    ]);
  });

  it('is seen to once a night, however many processes ask', async () => {
    await test.database.query('DELETE FROM pgboss.job');
    const task = test.app.get(CleaningTask, { strict: false });
    await task.tick();
    await task.tick();
    expect(await test.database.query('SELECT name, data FROM pgboss.job')).toEqual([
      { name: DISPATCH_QUEUE, data: { task: 'sign-in-cleaning' } },
    ]);
  });
});
