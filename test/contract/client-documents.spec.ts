import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';

const ROOT = `${import.meta.dirname}/../..`;
const FOLDER = `${ROOT}/clients/graphql`;

/** With TRUSTED_DOCUMENTS=on these and no others are answered. */
describe('the documents of the clients', () => {
  const schema = buildSchema(readFileSync(`${ROOT}/schema.graphql`, 'utf8'));
  const names = readdirSync(FOLDER);

  it('are there', () => {
    expect(names).toContain('login.graphql');
    expect(names.filter((name) => !name.endsWith('.graphql'))).toEqual([]);
  });

  it.each(names)('%s fits the schema', (name) => {
    expect(validate(schema, parse(readFileSync(`${FOLDER}/${name}`, 'utf8')))).toEqual([]);
  });
});
