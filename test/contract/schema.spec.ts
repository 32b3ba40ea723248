import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { buildSchema, isEnumType, isInputObjectType, isObjectType, lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { TestApp } from '../support/app.js';
import { lackOf } from './lack.js';

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
    if (process.env.UPDATE_SCHEMA === '1') writeFileSync(`${import.meta.dirname}/not-built-yet.txt`, `${missing.join('\n')}\n`);
    expect(different).toEqual([]);
    expect(missing).toEqual(read('not-built-yet.txt').split('\n').filter((line) => line !== ''));
  });

  it('describes every type, field, argument and enum value', () => {
    const bare: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__') || ['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name)) continue;
      if (!type.description && !['Query', 'Mutation'].includes(type.name)) bare.push(type.name);
      if (isEnumType(type)) {
        for (const value of type.getValues()) if (!value.description) bare.push(`${type.name}.${value.name}`);
      }
      if (isObjectType(type) || isInputObjectType(type)) {
        for (const field of Object.values(type.getFields())) {
          if (!field.description) bare.push(`${type.name}.${field.name}`);
          if (!('args' in field)) continue;
          for (const arg of field.args) {
            if (!arg.description && arg.name !== 'input') bare.push(`${type.name}.${field.name}(${arg.name})`);
          }
        }
      }
    }
    expect(bare).toEqual([]);
  });
});
