import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PasswordHasher } from '../../src/platform/crypto/password.js';
import { PASSWORD, TestApp } from '../support/app.js';

interface Outcome {
  readonly status: number;
  /** Code of the user error or of the top-level error; null for success. */
  readonly code: string | null;
  readonly retryAfter: number | null;
}

describe('the brake on sign-in', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await TestApp.start({
      // an address for every test, as a proxy would tell it
      env: {
        RATE_LIMITS: 'on',
        TRUST_PROXY: '1',
        RATE_LIMIT_LOGINS_PER_ACCOUNT: '3',
        RATE_LIMIT_LOGINS_PER_ADDRESS: '7',
      },
    });
  });
  afterAll(() => test.stop());

  async function post(
    query: string,
    variables: object,
    address: string,
    token?: string,
  ): Promise<Outcome & { data: unknown }> {
    const response = await fetch(`${test.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-forwarded-for': address,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as {
      data?: Record<string, { userErrors: { code: string }[] }> | null;
      errors?: { extensions: { code: string; retryAfterSeconds?: number } }[];
    };
    const retryAfter = response.headers.get('retry-after');
    const payload = Object.values(body.data ?? {})[0];
    const code = body.errors?.[0]?.extensions.code ?? payload?.userErrors[0]?.code ?? null;
    if (body.errors) expect(String(body.errors[0]!.extensions.retryAfterSeconds)).toBe(retryAfter);
    return {
      status: response.status,
      code,
      retryAfter: retryAfter === null ? null : Number(retryAfter),
      data: body.data,
    };
  }

  const login = (email: string, password: string, address: string) =>
    post(
      'mutation ($email: String!, $password: String!) { login(input: {email: $email, password: $password}) { tokens { accessToken } userErrors { code } } }',
      { email, password },
      address,
    );
  const register = (email: string, address: string) =>
    post(
      `mutation ($email: String!) { register(input: {email: $email, password: "${PASSWORD}", tenantName: "brake"}) { tokens { accessToken } userErrors { code } } }`,
      { email },
      address,
    );
  const fail = async (times: number, email: string, address: string): Promise<(string | null)[]> => {
    const codes: (string | null)[] = [];
    for (let i = 0; i < times; i++) codes.push((await login(email, 'wrong password', address)).code);
    return codes;
  };
  const wrong = (times: number) => Array<string>(times).fill('INVALID_CREDENTIALS');
  const failures = async () =>
    (await test.database.query(`SELECT 1 FROM audit_log WHERE action = 'auth.login_failed'`)).length;

  it('refuses the fourth try within 15 minutes without looking at the password, and lets the owner in from elsewhere', async () => {
    await register('owner@example.com', '192.0.2.1');
    expect(await fail(3, 'owner@example.com', '192.0.2.2')).toEqual(wrong(3));
    const before = await failures();
    const verify = jest.spyOn(test.app.get(PasswordHasher, { strict: false }), 'verify');
    // the right password, and the address in another case, do not help either
    for (const [email, password] of [
      ['owner@example.com', PASSWORD],
      [' OWNER@Example.com', 'wrong password'],
    ] as const) {
      const { status, code, retryAfter } = await login(email, password, '192.0.2.2');
      expect([status, code]).toEqual([429, 'RATE_LIMITED']);
      expect(retryAfter).toBeGreaterThan(14 * 60);
      expect(retryAfter).toBeLessThanOrEqual(15 * 60);
    }
    expect(verify).not.toHaveBeenCalled();
    verify.mockRestore();
    expect(await failures()).toBe(before);
    expect(await login('owner@example.com', PASSWORD, '192.0.2.3')).toMatchObject({
      status: 200,
      code: null,
    });
  });

  it('treats an address that is nobody’s alike', async () => {
    const found = await fail(4, 'nobody@example.com', '192.0.2.10');
    expect(found).toEqual([...wrong(3), 'RATE_LIMITED']);
  });

  it('forgets the failures of whoever gets in', async () => {
    await register('forgetful@example.com', '192.0.2.20');
    for (let round = 0; round < 2; round++) {
      expect(await fail(2, 'forgetful@example.com', '192.0.2.20')).toEqual(wrong(2));
      expect((await login('forgetful@example.com', PASSWORD, '192.0.2.20')).code).toBeNull();
    }
    expect(await fail(4, 'forgetful@example.com', '192.0.2.20')).toEqual([...wrong(3), 'RATE_LIMITED']);
    // those of the address are kept, so that an account of one's own is no way around them
    expect(await fail(1, 'another@example.com', '192.0.2.20')).toEqual(['RATE_LIMITED']);
  });

  it('slows an address down, whatever accounts it tries', async () => {
    const codes: (string | null)[] = [];
    for (let i = 0; i < 9; i++) codes.push((await login(`many${i}@example.com`, 'x', '192.0.2.30')).code);
    expect(codes).toEqual([...wrong(7), 'RATE_LIMITED', 'RATE_LIMITED']);
    // a network of IPv6 is one address
    const six: (string | null)[] = [];
    for (let i = 0; i < 8; i++)
      six.push((await login(`six${i}@example.com`, 'x', `2001:db8::${i + 1}`)).code);
    expect(six).toEqual([...wrong(7), 'RATE_LIMITED']);
  });

  it('can not be flooded: twenty at once are three tries', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => login('flooded@example.com', 'wrong password', '192.0.2.40')),
    );
    const codes = outcomes.map(({ code }) => code);
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(3);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(17);
  });

  it('slows an account down that fails everywhere, but not where its owner is known', async () => {
    await register('target@example.com', '192.0.2.50');
    await login('target@example.com', PASSWORD, '192.0.2.50');
    const codes: (string | null)[] = [];
    let last: Outcome | null = null;
    for (let i = 0; i < 20; i++) {
      last = await login('target@example.com', 'wrong password', `198.51.100.${i + 1}`);
      codes.push(last.code);
    }
    // twelve are borne; the next one begins a pause, which those after it meet
    expect(codes.slice(0, 13)).toEqual(wrong(13));
    expect(codes.slice(13)).toContain('RATE_LIMITED');
    expect(last!.retryAfter ?? 0).toBeLessThanOrEqual(60);
    expect((await login('target@example.com', PASSWORD, '192.0.2.50')).code).toBeNull();
  });

  it('holds for the present password of a changePassword too', async () => {
    const { data } = await register('changer@example.com', '192.0.2.60');
    const token = (data as { register: { tokens: { accessToken: string } } }).register.tokens.accessToken;
    const change = (currentPassword: string) =>
      post(
        'mutation ($c: String!) { changePassword(input: {currentPassword: $c, newPassword: "another horse battery"}) { userErrors { code } } }',
        { c: currentPassword },
        '192.0.2.60',
        token,
      );
    const codes: (string | null)[] = [];
    for (let i = 0; i < 3; i++) codes.push((await change('wrong password')).code);
    expect(codes).toEqual(wrong(3));
    expect(await change(PASSWORD)).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    // nothing was changed
    expect((await login('changer@example.com', PASSWORD, '192.0.2.61')).code).toBeNull();
  });

  it('holds for registering and for asking for a mail, each by itself', async () => {
    const codes: (string | null)[] = [];
    for (let i = 0; i < 8; i++) codes.push((await register(`new${i}@example.com`, '192.0.2.70')).code);
    expect(codes).toEqual([...Array<null>(7).fill(null), 'RATE_LIMITED']);
    expect(await test.database.query(`SELECT 1 FROM users WHERE email = 'new7@example.com'`)).toEqual([]);
    const reset = () =>
      post(
        'mutation { requestPasswordReset(input: {email: "new0@example.com"}) { accepted userErrors { code } } }',
        {},
        '192.0.2.70',
      );
    const resets: (string | null)[] = [];
    for (let i = 0; i < 8; i++) resets.push((await reset()).code);
    expect(resets).toEqual([...Array<null>(7).fill(null), 'RATE_LIMITED']);
  });
});

describe('RATE_LIMITS=off', () => {
  it('brakes nothing', async () => {
    const test = await TestApp.start();
    try {
      const { email } = await test.register('unbraked');
      for (let i = 0; i < 7; i++) {
        const { data } = await test.graphql(
          'mutation ($email: String!) { login(input: {email: $email, password: "wrong"}) { userErrors { code } } }',
          { email },
        );
        expect(data.login.userErrors).toEqual([{ code: 'INVALID_CREDENTIALS' }]);
      }
      expect(await test.login(email)).toEqual(expect.any(String));
    } finally {
      await test.stop();
    }
  });
});
