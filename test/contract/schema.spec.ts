import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { buildSchema, isEnumType, lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { TestApp } from '../support/app.js';
import { argumentsOf, fieldsOf, lackOf } from './lack.js';

const read = (file: string): string => readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
const PRINTED = `${import.meta.dirname}/../../schema.graphql`;

describe('the schema', () => {
  let app: TestApp;
  let schema: GraphQLSchema;

  beforeAll(async () => {
    app = await TestApp.start();
    schema = lexicographicSortSchema(app.app.get(GraphQLSchemaHost, { strict: false }).schema);
  });
  afterAll(() => app.stop());

  it('is committed as it is printed (npm run schema:print writes it)', () => {
    const printed = `${printSchema(schema)}\n`;
    if (process.env.UPDATE_SCHEMA === '1') writeFileSync(PRINTED, printed);
    expect(readFileSync(PRINTED, 'utf8')).toBe(printed);
  });

  it('holds the contract, but for what is listed as not built yet', () => {
    const contract = buildSchema(read('contract.graphql'));
    const { missing, different } = lackOf(schema, contract);
    if (process.env.UPDATE_SCHEMA === '1')
      writeFileSync(`${import.meta.dirname}/not-built-yet.txt`, `${missing.join('\n')}\n`);
    expect(different).toEqual([]);
    expect(missing).toEqual(
      read('not-built-yet.txt')
        .split('\n')
        .filter((line) => line !== ''),
    );
  });

  it('describes every type, field, argument and enum value', () => {
    const own = Object.values(schema.getTypeMap()).filter((type) => !BUILT_IN.test(type.name));
    const bare = own.flatMap((type) => [
      ...(type.description ? [] : [type.name]),
      ...(isEnumType(type) ? type.getValues() : []).flatMap(undescribed(type.name)),
      ...fieldsOf(type).flatMap(undescribed(type.name)),
      ...fieldsOf(type).flatMap((field) =>
        argumentsOf(field).flatMap(undescribed(`${type.name}.${field.name}`)),
      ),
    ]);
    expect(bare).toEqual([]);
  });
});

/** What graphql-js brings, the roots, and a mutation's one argument, which its type describes. */
const BUILT_IN = /^(__.*|String|Int|Float|Boolean|ID|Query|Mutation|Subscription)$/;

function undescribed(parent: string) {
  return ({ name, description }: { name: string; description?: string | null | undefined }): string[] =>
    description || name === 'input' ? [] : [`${parent}.${name}`];
}
