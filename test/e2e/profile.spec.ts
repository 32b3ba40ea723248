import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Worker } from '../../src/platform/jobs/index.js';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { Outbox } from '../support/outbox.js';
import {
  auditOf,
  colleague,
  contents,
  noticesOf,
  refusalOf,
  type Payload,
  type Person,
} from '../support/people.js';

const NOW = new Date('2026-11-20T09:00:00Z');

const UPDATE = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) {
  user { email fullName phone isVerified } userErrors { code field message }
} }`;
const VERIFY = `mutation ($token: String!) { verifyEmail(input: {token: $token}) {
  user { email isVerified } userErrors { code field }
} }`;

describe('a profile', () => {
  let test: TestApp;
  let outbox: Outbox;
  let count = 0;
  let anna: Person;
  let former: string;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock, env: { PUBLIC_URL: 'https://panel.example.com' } });
    outbox = new Outbox(test);
  });
  afterAll(async () => {
    await outbox.clear();
    await test.stop();
  });
  beforeEach(async () => {
    anna = await test.register(`anna-${++count}`);
    former = anna.email;
  });

  const update = async (input: object, by = anna) =>
    (await test.graphql(UPDATE, { input }, by.token)).data.updateProfile as Payload;
  const verify = async (token: string | undefined) =>
    (await test.graphql(VERIFY, { token })).data.verifyEmail as Payload;

  it('takes name and number; null clears them, and what is left out stays', async () => {
    const full = await update({ fullName: ' Анна Б. ', phone: '+7 (999) 123-45-67' });
    const profile = { email: former, fullName: 'Анна Б.', phone: '+7 (999) 123-45-67', isVerified: false };
    expect(full).toEqual({ user: profile, userErrors: [] });
    expect((await update({ phone: null })).user).toEqual({ ...profile, phone: null });
    expect((await update({ fullName: null })).user).toEqual({ ...profile, fullName: null, phone: null });
    const row = { action: 'user.profile_updated', actor: anna.userId, subject: anna.userId, entity: null };
    expect(await auditOf(test, anna.tenantId)).toEqual([
      { ...row, changes: { fullName: [null, 'Анна Б.'], phone: [null, '+7 (999) 123-45-67'] } },
      { ...row, changes: { phone: ['+7 (999) 123-45-67', null] } },
      { ...row, changes: { fullName: ['Анна Б.', null] } },
    ]);
  });

  it.each(['USER', 'VIEWER'])(
    'is everybody’s own to change, and nobody else’s changes with it: %s',
    async (role) => {
      const person = await colleague(test, anna, `colleague-${count}`, role);
      expect((await update({ fullName: 'Bella' }, person)).user.fullName).toBe('Bella');
      expect((await update({ email: `bella-${count}@example.com` }, person)).userErrors).toEqual([]);
      expect(await noticesOf(test, person.userId)).toEqual(['EMAIL_CHANGED']);
      const rows = await test.database.query(
        'SELECT email, full_name, token_version FROM users WHERE tenant_id = $1 ORDER BY created_at, id',
        [anna.tenantId],
      );
      expect(rows).toEqual([
        { email: former, full_name: null, token_version: 0 },
        { email: `bella-${count}@example.com`, full_name: 'Bella', token_version: 1 },
      ]);
    },
  );

  it('that would not change is not written', async () => {
    await test.database.query('UPDATE users SET is_verified = true WHERE id = $1', [anna.userId]);
    await update({ fullName: 'Anna' });
    const before = await contents(test);
    for (const input of [{}, { fullName: 'Anna' }, { phone: null }, { email: former }])
      expect((await update(input)).userErrors).toEqual([]);
    // another case is the same address
    expect((await update({ email: former.toUpperCase() })).user.email).toBe(former);
    expect(await contents(test)).toEqual(before);
  });

  it.each([
    ['no address', { email: null }, 'email'],
    ['what is no address', { email: 'anna' }, 'email'],
    ['what is no number', { phone: 'call me' }, 'phone'],
    ['too long a number', { phone: '1'.repeat(21) }, 'phone'],
    ['too long a name', { fullName: 'я'.repeat(256) }, 'fullName'],
  ])('refuses %s', async (_name, input, field) => {
    const before = await contents(test);
    const { data } = await test.graphql(UPDATE, { input }, anna.token);
    expect(data.updateProfile.userErrors).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: 'INVALID', field: [field] })]),
    );
    expect(await contents(test)).toEqual(before);
  });

  it('takes another address: unproved, audited, told; other sessions end, the present one stays', async () => {
    await test.database.query('UPDATE users SET is_verified = true WHERE id = $1', [anna.userId]);
    const other = await test.login(former);
    expect(await refusalOf(test, other)).toBeNull();
    const email = `New-${count}@example.com`;
    const { user, userErrors } = await update({ email, fullName: 'Anna' });
    expect([user, userErrors]).toEqual([{ email, fullName: 'Anna', phone: null, isVerified: false }, []]);
    expect([await refusalOf(test, anna.token), await refusalOf(test, other)]).toEqual([
      null,
      'UNAUTHENTICATED',
    ]);
    const row = { actor: anna.userId, subject: anna.userId, entity: null };
    const log = await auditOf(test, anna.tenantId);
    expect(log).toHaveLength(2);
    expect(log).toContainEqual({
      action: 'user.profile_updated',
      ...row,
      changes: { fullName: [null, 'Anna'] },
    });
    expect(log).toContainEqual({ action: 'user.email_changed', ...row, changes: { email: [former, email] } });
    expect(await noticesOf(test, anna.userId)).toEqual(['EMAIL_CHANGED']);
    // the session that stayed can be renewed, too
    const { refreshToken } = anna as Person & { refreshToken: string };
    const { data } = await test.graphql(
      'mutation ($t: String!) { refreshSession(input: {refreshToken: $t}) { userErrors { code } } }',
      { t: refreshToken },
    );
    expect(data.refreshSession.userErrors).toEqual([]);
  });

  it('does not take an address that somebody has in another case, and changes nothing else either', async () => {
    const stranger = await test.register(`stranger-${count}`);
    const before = await contents(test);
    const { user, userErrors } = await update({ email: stranger.email.toUpperCase(), fullName: 'Anna' });
    expect([user, userErrors]).toEqual([
      null,
      [{ code: 'ALREADY_EXISTS', field: ['email'], message: expect.any(String) }],
    ]);
    expect(await contents(test)).toEqual(before);
  });

  it('of two gets an address that both want at once', async () => {
    const bella = await test.register(`bella-${count}`);
    const email = `wanted-${count}@example.com`;
    const answers = await Promise.all([update({ email }), update({ email: email.toUpperCase() }, bella)]);
    const codes = answers.map(({ userErrors }) => userErrors[0]?.code ?? null);
    expect(codes.filter((code) => code === null)).toHaveLength(1);
    expect(codes).toContain('ALREADY_EXISTS');
    const rows = await test.database.query('SELECT FROM users WHERE lower(email) = $1', [email]);
    expect(rows).toHaveLength(1);
  });

  // the last ones: from here on a worker takes the jobs
  describe('with mails', () => {
    beforeAll(async () => {
      // those that the tests before have asked for
      await test.database.query('DELETE FROM pgboss.job');
      await test.app.get(Worker, { strict: false }).start();
    });

    it('has its new address proved by the mail to it', async () => {
      const email = `proved-${count}@example.com`;
      await update({ email });
      const [mail] = await outbox.to(email, 1);
      expect(await verify(mail?.token)).toEqual({ user: { email, isVerified: true }, userErrors: [] });
      expect(await refusalOf(test, anna.token)).toBeNull();
    });

    it('gets its former address back by the mail to it, which ends every session', async () => {
      await test.database.query('UPDATE users SET is_verified = true WHERE id = $1', [anna.userId]);
      const email = `thief-${count}@example.com`;
      await update({ email });
      const [toThief] = await outbox.to(email, 1);
      const [restore] = await outbox.to(former, 1, 'указан другой адрес');
      expect(await verify(restore?.token)).toEqual({
        user: { email: former, isVerified: true },
        userErrors: [],
      });
      expect(await refusalOf(test, anna.token)).toBe('UNAUTHENTICATED');
      expect((await verify(toThief?.token)).userErrors).toEqual([
        { code: 'TOKEN_INVALID', field: ['token'] },
      ]);
      expect((await auditOf(test, anna.tenantId)).at(-1)).toMatchObject({
        action: 'user.email_restored',
        changes: { email: [email, former] },
      });
    });

    it('is sent another mail to prove its address by, when it gives the same again', async () => {
      await update({ email: former });
      // the first was sent when it registered
      const [, mail] = await outbox.to(former, 2, 'Чтобы подтвердить');
      expect(mail?.text).toContain(`#token=${mail?.token}`);
      expect((await verify(mail?.token)).userErrors).toEqual([]);
      expect(await update({ email: former })).toMatchObject({ userErrors: [] });
      // of one that is due behind it
      const next = `next-${count}@example.com`;
      await update({ email: next });
      await outbox.to(next, 1);
      expect(await outbox.to(former, 2, 'Чтобы подтвердить')).toHaveLength(2);
    });

    it('sends no way back to an address that nobody has proved: a mistyped one may be a stranger’s', async () => {
      const email = `corrected-${count}@example.com`;
      await update({ email });
      await outbox.to(email, 1);
      expect(await outbox.to(former, 0, 'указан другой адрес')).toEqual([]);
    });

    it('sends nothing to an address that only stood for none', async () => {
      const placeholder = `77${count}@telegram.bot`;
      await test.database.query('UPDATE users SET email = $2 WHERE id = $1', [anna.userId, placeholder]);
      const email = `first-${count}@example.com`;
      await update({ email });
      // asked for in this order, and taken one by one
      await outbox.to(email, 1);
      expect((await outbox.all()).filter(({ to }) => to === placeholder)).toEqual([]);
    });
  });
});
