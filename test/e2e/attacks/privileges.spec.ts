import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { argon2idAlgorithm } from '../../../src/platform/crypto/argon2id.js';
import { TestApp } from '../../support/app.js';
import { FixedClock } from '../../support/clock.js';
import { fingerprintOf } from '../../support/fingerprint.js';
import { platformAdmin, type Person } from '../../support/people.js';
import { makeTeam, type Team } from '../../support/team.js';

const ROLE = `mutation ($id: ID!, $role: Role!) { answer: changeUserRole(input: {userId: $id, role: $role}) { user { id } userErrors { code field } } }`;
const ACTIVE = `mutation ($id: ID!) { answer: setUserActive(input: {userId: $id, isActive: false}) { user { id } userErrors { code field } } }`;
const INVITE = `mutation ($email: String!, $role: Role!) { answer: inviteUser(input: {email: $email, role: $role}) { invitation { id } userErrors { code field } } }`;
const ADMIN = `mutation ($id: ID!, $to: Boolean!) { answer: setUserAdmin(input: {userId: $id, isAdmin: $to, reason: "x"}) { user { id } userErrors { code field } } }`;
const TENANT = `mutation ($id: ID!) { answer: setTenantActive(input: {tenantId: $id, isActive: false, reason: "x"}) { tenant { id } userErrors { code field } } }`;
const SLUG = `mutation ($slug: String!) { answer: updateTenant(input: {slug: $slug}) { tenant { slug } userErrors { code field } } }`;

describe('ASVS 8.2.1, 8.3.1: a right that somebody does not have', () => {
  let test: TestApp;
  let team: Team;
  let other: Team;
  let platform: Person;

  beforeAll(async () => {
    test = await TestApp.start({
      clock: new FixedClock(new Date('2026-11-20T09:00:00Z')),
      worker: false,
    });
    team = await makeTeam(test, 'team');
    other = await makeTeam(test, 'other');
    platform = await platformAdmin(test, 'platform');
  });
  afterAll(() => test.stop());

  type Who = 'owner' | 'admin' | 'user' | 'viewer' | 'platform';
  const tokenOf = (who: Who) => (who === 'platform' ? platform : team[who]).token;
  const idOf = (who: Who) => (who === 'platform' ? platform : team[who]).userId;

  it.each([
    ['the last owner makes themself a USER', 'owner', ROLE, () => ({ id: idOf('owner'), role: 'USER' }), 'FORBIDDEN'],
    ['the last owner deactivates themself', 'owner', ACTIVE, () => ({ id: idOf('owner') }), 'FORBIDDEN'],
    ['an ADMIN demotes the last owner', 'admin', ROLE, () => ({ id: idOf('owner'), role: 'USER' }), 'FORBIDDEN'],
    ['an ADMIN deactivates the last owner', 'admin', ACTIVE, () => ({ id: idOf('owner') }), 'FORBIDDEN'],
    ['an ADMIN makes a USER an owner', 'admin', ROLE, () => ({ id: idOf('user'), role: 'OWNER' }), 'FORBIDDEN'],
    ['an ADMIN makes a USER their like', 'admin', ROLE, () => ({ id: idOf('user'), role: 'ADMIN' }), 'FORBIDDEN'],
    ['an ADMIN makes themself an owner', 'admin', ROLE, () => ({ id: idOf('admin'), role: 'OWNER' }), 'FORBIDDEN'],
    ['an ADMIN makes themself an owner by an id in capitals', 'admin', ROLE, () => ({ id: idOf('admin').toUpperCase(), role: 'OWNER' }), 'FORBIDDEN'],
    ['an ADMIN deactivates themself', 'admin', ACTIVE, () => ({ id: idOf('admin') }), 'FORBIDDEN'],
    ['an ADMIN invites an owner', 'admin', INVITE, () => ({ email: 'accomplice@example.com', role: 'OWNER' }), 'FORBIDDEN'],
    ['an ADMIN invites an ADMIN', 'admin', INVITE, () => ({ email: 'accomplice@example.com', role: 'ADMIN' }), 'FORBIDDEN'],
    ['an owner demotes the owner of another tenant', 'owner', ROLE, () => ({ id: other.owner.userId, role: 'USER' }), 'NOT_FOUND'],
    ['a platform administrator demotes an owner as if they were theirs', 'platform', ROLE, () => ({ id: idOf('owner'), role: 'USER' }), 'NOT_FOUND'],
    ['a platform administrator takes their own right away', 'platform', ADMIN, () => ({ id: idOf('platform'), to: false }), 'FORBIDDEN'],
    ['a platform administrator takes it away by an id in capitals', 'platform', ADMIN, () => ({ id: idOf('platform').toUpperCase(), to: false }), 'FORBIDDEN'],
    ['a platform administrator suspends their own tenant', 'platform', TENANT, () => ({ id: platform.tenantId }), 'FORBIDDEN'],
    ['a platform administrator suspends it by an id in capitals', 'platform', TENANT, () => ({ id: platform.tenantId.toUpperCase() }), 'FORBIDDEN'],
  ] as [string, Who, string, () => object, string][])('is not taken, and nothing changes: %s', async (_name, who, mutation, variables, code) => {
    const before = await fingerprintOf(test.database);
    const { data, errors } = await test.graphql(mutation, variables(), tokenOf(who));
    expect(errors).toBeUndefined();
    expect(data.answer.userErrors).toEqual([{ code, field: [expect.any(String)] }]);
    expect({ ...data.answer, userErrors: [] }).toEqual({ [Object.keys(data.answer as object)[0]!]: null, userErrors: [] });
    expect(await fingerprintOf(test.database)).toEqual(before);
  }); // prettier-ignore

  it.each([
    ['a USER makes themself an owner', 'user', ROLE, () => ({ id: idOf('user'), role: 'OWNER' })],
    ['a VIEWER makes themself a USER', 'viewer', ROLE, () => ({ id: idOf('viewer'), role: 'USER' })],
    ['an owner makes themself an administrator of the platform', 'owner', ADMIN, () => ({ id: idOf('owner'), to: true })],
    ['an owner suspends another tenant', 'owner', TENANT, () => ({ id: other.tenantId })],
    ['an ADMIN renames the tenant', 'admin', SLUG, () => ({ slug: 'stolen' })],
  ] as [string, Who, string, () => object][])('is refused before anything is looked at: %s', async (_name, who, mutation, variables) => {
    const before = await fingerprintOf(test.database);
    const { data, errors } = await test.graphql(mutation, variables(), tokenOf(who));
    expect([data, errors?.map(({ extensions }) => extensions.code)]).toEqual([null, ['FORBIDDEN']]);
    expect(await fingerprintOf(test.database)).toEqual(before);
  }); // prettier-ignore

  it.each([
    ['a Cyrillic а', 'other-оwner'],
    ['a Greek omicron', 'other-\u03bfwner'],
    ['a full-width letter', 'other-\uff4fwner'],
    ['a mathematical letter', 'other-\u{1d428}wner'],
    ['a dotless i', 'adm\u0131n'],
    ['the Kelvin sign', 'bac\u212aend'],
    ['a soft hyphen', 'other\u00ad-owner'],
    ['a hyphen of no width', 'other\u200b-owner'],
    ['another hyphen', 'other\u2011owner'],
    ['an accent of its own', 'othe\u0301r-owner'],
    ['a mark that turns the direction', '\u202eother-owner'],
    ['a no-break space', 'other-owner\u00a0'],
    ['a space behind', 'other-owner '],
    ['capitals', 'Other-Owner'],
    ['punycode', 'xn--80ak6aa92e'],
  ])('is no slug that looks like another tenant’s: %s', async (_name, slug) => {
    const before = await fingerprintOf(test.database);
    const { data } = await test.graphql(SLUG, { slug }, team.owner.token);
    expect(data.answer).toEqual({ tenant: null, userErrors: [{ code: 'INVALID', field: ['slug'] }] });
    expect(await fingerprintOf(test.database)).toEqual(before);
  });

  it('is no slug of another tenant either', async () => {
    const before = await fingerprintOf(test.database);
    const { data } = await test.graphql(SLUG, { slug: 'other-owner' }, team.owner.token);
    expect(data.answer).toEqual({ tenant: null, userErrors: [{ code: 'ALREADY_EXISTS', field: ['slug'] }] });
    expect(await fingerprintOf(test.database)).toEqual(before);
  });

  const LOGIN =
    'login(input: {email: "team-owner@example.com", password: "guess %"}) { userErrors { code } }';
  const guesses = (field: string, alias: (n: number) => string) =>
    [0, 1].map((n) => `${alias(n)}${field.replace('%', String(n))}`).join(' ');

  it.each([
    ['two aliases', `mutation { ${guesses(LOGIN, (n) => `a${n}: `)} }`],
    ['aliases in a fragment', `mutation { ...F } fragment F on Mutation { ${guesses(LOGIN, (n) => `a${n}: `)} }`],
    ['one in a fragment, one beside it', `mutation { ...F b: ${LOGIN} } fragment F on Mutation { a: ${LOGIN} }`],
    ['fragments without names', `mutation { ... { a: ${LOGIN} } ... on Mutation { b: ${LOGIN} } }`],
    ['one that is to be skipped by a variable', `mutation ($x: Boolean = true) { a: ${LOGIN} b: ${LOGIN.replace(') {', ') @include(if: $x) {')} }`],
    ['different fields', `mutation { ${LOGIN} resetPassword(input: {token: "x", newPassword: "guess guess"}) { userErrors { code } } }`],
    ['a password and its reset', `mutation { ${LOGIN} requestPasswordReset(input: {email: "team-owner@example.com"}) { accepted } }`],
    ['tokens of mails', `mutation { ${guesses('verifyEmail(input: {token: "guess %"}) { userErrors { code } }', (n) => `a${n}: `)} }`],
    ['tokens of invitations', `mutation { ${guesses('acceptInvitation(input: {token: "guess %", password: "guess guess"}) { userErrors { code } }', (n) => `a${n}: `)} }`],
    ['refresh tokens', `mutation { ${guesses('refreshSession(input: {refreshToken: "guess %"}) { userErrors { code } }', (n) => `a${n}: `)} }`],
    ['the own password', `mutation { ${guesses('changePassword(input: {currentPassword: "guess %", newPassword: "guess guess"}) { userErrors { code } }', (n) => `a${n}: `)} }`],
    ['proofs of Telegram', `mutation { ${guesses('loginWithTelegram(input: {initData: "guess %"}) { userErrors { code } }', (n) => `a${n}: `)} }`],
  ])('is not guessed at twice in one request: by %s', async (_name, mutation) => {
    const verify = jest.spyOn(argon2idAlgorithm, 'verify');
    const before = await fingerprintOf(test.database);
    const { data, errors } = await test.graphql(mutation, {}, team.user.token);
    expect([data ?? null, errors?.map(({ extensions }) => extensions.code)]).toEqual([null, ['TOO_COMPLEX']]);
    expect(verify).not.toHaveBeenCalled();
    expect(await fingerprintOf(test.database)).toEqual(before);
    verify.mockRestore();
  }); // prettier-ignore
});
