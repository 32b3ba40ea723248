import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, getNamedType, isInputObjectType } from 'graphql';
import { PASSWORD, TestApp, type GraphqlAnswer } from '../../support/app.js';
import { fingerprintOf } from '../../support/fingerprint.js';
import { fieldAt, neededVariables, wholeDocument } from '../../support/whole-document.js';

const schema = buildSchema(readFileSync(`${import.meta.dirname}/../../../schema.graphql`, 'utf8'));
/** Columns of the tables below, and words that an object may have by birth. */
const WISHES = ['tenantId', 'tenant_id', 'role', 'isAdmin', 'is_admin', 'isVerified', 'isActive', 'id', 'userId', 'user_id', 'passwordHash', 'password_hash', 'createdAt', 'tokenVersion', 'paymentStatus', 'subscriptionExpiresAt', 'constructor', 'prototype', 'toString']; // prettier-ignore

const INPUTS = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(({ name, args }) =>
  args.flatMap((arg) => {
    const type = getNamedType(arg.type);
    return isInputObjectType(type) ? [[name, arg.name, Object.keys(type.getFields())] as const] : [];
  }),
);

describe('ASVS 15.3.3: a field that an input does not have', () => {
  let test: TestApp;
  let token: string;

  beforeAll(async () => {
    test = await TestApp.start({
      worker: false,
      env: { LIMIT_DEPTH: '100', LIMIT_COST: '10000000', LIMIT_TOKENS: '100000' },
    });
    ({ token } = await test.register('victim'));
  });
  afterAll(() => test.stop());

  async function send(body: string): Promise<GraphqlAnswer> {
    const response = await fetch(`${test.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body,
    });
    return { ...((await response.json()) as GraphqlAnswer), status: response.status };
  }

  it.each(INPUTS)('is refused, and nothing is written: %s', async (name, argument, known) => {
    const place = `Mutation.${name}`;
    const needed = neededVariables(fieldAt(schema, place)) as Record<string, object>;
    const before = await fingerprintOf(test.database);
    for (const wish of WISHES.filter((field) => !known.includes(field))) {
      const variables = { ...needed, [argument]: { ...needed[argument], [wish]: 'OWNER' } };
      const { errors, data } = await test.graphql(wholeDocument(schema, place), variables, token);
      expect([wish, data ?? null]).toEqual([wish, null]);
      expect([wish, errors?.[0]?.extensions.code]).toEqual([wish, 'BAD_USER_INPUT']);
      expect(errors?.[0]?.message).toContain(`Field "${wish}" is not defined`);
    }
    expect(await fingerprintOf(test.database)).toEqual(before);
  });

  it.each(INPUTS)('is no way to Object.prototype: %s', async (name, argument) => {
    const place = `Mutation.${name}`;
    const before = await fingerprintOf(test.database);
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const query = wholeDocument(schema, place);
      const inside = `{"${argument}":{"${key}":{"isAdmin":true,"polluted":true}}}`;
      const outside = `{"${key}":{"isAdmin":true,"polluted":true}}`;
      for (const variables of [inside, outside]) {
        const { data, status } = await send(`{"query":${JSON.stringify(query)},"variables":${variables}}`);
        expect([variables, status < 500, data ?? null]).toEqual([variables, true, null]);
      }
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(await fingerprintOf(test.database)).toEqual(before);
  });

  it('is no way to Object.prototype beside the document either', async () => {
    const { status } = await send(
      '{"query":"{ viewer { user { id } } }","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"extensions":{"__proto__":{"polluted":true}}}',
    );
    expect(status).toBeLessThan(500);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('makes nobody what they wished to be', async () => {
    const register = (more: string) =>
      test.graphql(
        `mutation { register(input: {email: "wish@example.com", password: "${PASSWORD}", tenantName: "wish"${more}}) { viewer { user { role isAdmin isVerified } } } }`,
      );
    for (const more of [', role: OWNER', ', isAdmin: true', ', isVerified: true', ', tenantId: "x"'])
      expect((await register(more)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect((await register('')).data.register.viewer.user).toEqual({
      role: 'OWNER',
      isAdmin: false,
      isVerified: false,
    });
  });
});
