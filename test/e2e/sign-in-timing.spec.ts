import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { argon2idAlgorithm } from '../../src/platform/crypto/argon2id.js';
import { bcryptAlgorithm } from '../../src/platform/crypto/bcrypt.js';
import { PASSWORD, TestApp } from '../support/app.js';
import { login } from '../support/sign-in.js';

describe('a refused sign-in', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await TestApp.start();
    await test.register('with-argon2');
    for (const [name, hash] of [
      ['with-bcrypt', await bcryptAlgorithm.hash('something else')],
      ['with-telegram', null],
      ['with-damage', '$2b$12$damaged'],
    ]) {
      const { userId } = await test.register(name!);
      await test.database.query('UPDATE users SET password_hash = $2 WHERE id = $1', [userId, hash]);
    }
    const { userId } = await test.register('deactivated');
    await test.database.query('UPDATE users SET is_active = false WHERE id = $1', [userId]);
  });
  afterAll(() => test.stop());
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each([
    ['an unknown address', 'nobody', PASSWORD],
    ['a wrong password', 'with-argon2', 'wrong password'],
    ['a wrong password of version 1', 'with-bcrypt', 'wrong password'],
    ['an account without a password', 'with-telegram', PASSWORD],
    ['a damaged hash', 'with-damage', PASSWORD],
    ['a wrong password of a deactivated account', 'deactivated', 'wrong password'],
    ['a password that is too long for bcrypt', 'with-bcrypt', 'x'.repeat(73)],
    ['no password at all', 'nobody', ''],
  ])('has cost the same work, whatever the reason: %s', async (_why, name, password) => {
    const verifications = [argon2idAlgorithm, bcryptAlgorithm].map((algorithm) =>
      jest.spyOn(algorithm, 'verify'),
    );
    const hashing = [argon2idAlgorithm, bcryptAlgorithm].map((algorithm) => jest.spyOn(algorithm, 'hash'));
    expect(await login(test, `${name}@example.com`, password)).toEqual({
      tokens: null,
      userErrors: [{ code: 'INVALID_CREDENTIALS', field: null }],
    });
    expect(verifications.map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
    expect(hashing.map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  });
});
