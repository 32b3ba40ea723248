import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, isLeafType, isObjectType, isRequiredArgument, type GraphQLField } from 'graphql';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { readsWhile } from '../support/statements.js';

type Field = GraphQLField<unknown, unknown>;
type Row = Record<string, unknown>;

/** Rows are read by the columns that a document asks for: none may be missing when its field is asked for alone. */
describe('fields asked for one at a time', () => {
  let test: TestApp;
  let token: string;

  beforeAll(async () => {
    test = await TestApp.start({ clock: new FixedClock(new Date('2026-11-20T09:00:00Z')) });
    const owner = await test.register('asked');
    ({ token } = owner);
    await test.database.query(
      `INSERT INTO products (tenant_id, user_id, wb_article, wb_nm_id, name, brand, category, price, discount, rating,
         reviews_count, stock_total, last_sync_at)
       SELECT $1, $2, 'A-' || n, n, 'Name ' || n, 'Brand', 'Category', 10.50 + n, n, 4.50, 10 * n, n, '2026-11-19T08:00:00Z'
       FROM generate_series(1, 3) n`,
      [owner.tenantId, owner.userId],
    );
    await test.database.query(
      `INSERT INTO stock_levels (tenant_id, user_id, product_id, warehouse_name, quantity, in_transit_to_customer,
         in_transit_from_customer, recorded_at)
       SELECT tenant_id, user_id, id, 'W', 4, 5, 6, '2026-11-18T07:00:00Z' FROM products`,
    );
  });
  afterAll(() => test.stop());

  const fieldsOf = (name: string): Field[] => {
    const type = test.app.get(GraphQLSchemaHost, { strict: false }).schema.getType(name);
    if (!isObjectType(type)) throw new Error(`No object type ${name}`);
    return Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
  };

  const selection = ({ name, type }: Field): string =>
    isLeafType(getNamedType(type)) ? name : `${name} { __typename }`;

  const nodes = async (asked: string): Promise<Row[]> => {
    const { data, errors } = await test.graphql(`{ products(first: 3) { nodes { ${asked} } } }`, {}, token);
    expect(errors).toBeUndefined();
    return data.products.nodes as Row[];
  };

  it('are those of products that are asked for as a whole', async () => {
    const fields = fieldsOf('Product');
    const whole = await nodes(fields.map(selection).join(' '));
    expect(whole).toHaveLength(3);
    for (const field of fields) {
      const alone = await nodes(selection(field));
      expect(alone).toEqual(whole.map((product) => ({ [field.name]: product[field.name] })));
    }
  });

  it('are those of stock levels that are asked for as a whole', async () => {
    const fields = fieldsOf('StockLevel');
    const levels = async (asked: string): Promise<Row[]> =>
      (await nodes(`stockLevels { ${asked} }`)).flatMap(({ stockLevels }) => stockLevels as Row[]);
    const whole = await levels(fields.map(selection).join(' '));
    expect(whole).toHaveLength(3);
    for (const field of fields) {
      const alone = await levels(selection(field));
      expect(alone).toEqual(whole.map((level) => ({ [field.name]: level[field.name] })));
    }
  });

  it('are those of the viewer that are asked for as a whole', async () => {
    const fields = fieldsOf('Viewer');
    const viewer = async (asked: string): Promise<Row> => {
      const { data, errors } = await test.graphql(`{ viewer { ${asked} } }`, {}, token);
      expect(errors).toBeUndefined();
      return data.viewer as Row;
    };
    const whole = await viewer(fields.map(selection).join(' '));
    expect(whole['tenant']).not.toBeNull();
    for (const field of fields)
      expect(await viewer(selection(field))).toEqual({ [field.name]: whole[field.name] });
  });

  it.each([
    ['user { email } permissions', 1],
    ['user { email } tenant { name }', 2],
  ])('are read of a viewer (%s) by as few statements as they need: %i', async (asked, count) => {
    const reads = await readsWhile(test, () => test.graphql(`{ viewer { ${asked} } }`, {}, token));
    expect([reads.answer.errors, reads.count]).toEqual([undefined, count]);
  });

  it.each([
    ['an edge', '{ products(first: 1) { edges { node { updatedAt } } } }'],
    ['a fragment', '{ products(first: 1) { ...P } } fragment P on ProductConnection { nodes { updatedAt } }'],
    ['a fragment without a name', '{ products(first: 1) { nodes { ... on Product { updatedAt } } } }'],
    ['another mention', '{ products(first: 1) { nodes { id } } products(first: 1) { nodes { updatedAt } } }'],
    ['another name', '{ products(first: 1) { nodes { changed: updatedAt } } }'],
    ['a condition', '{ products(first: 1) { nodes { id updatedAt @include(if: true) } } }'],
  ])('are found behind %s', async (_, document) => {
    // from the third time on it is executed as compiled
    for (let time = 0; time < 4; time++) {
      const { data, errors } = await test.graphql(document, {}, token);
      expect(errors).toBeUndefined();
      expect(JSON.stringify(data)).toMatch(/"\d{4}-\d\d-\d\dT[^"]*Z"/);
    }
  });

  it('are asked of the same fragment at two places, each for itself', async () => {
    const { data, errors } = await test.graphql(
      `{ short: products(first: 1) { ...P } long: products(first: 1) { ...P nodes { rating } } }
       fragment P on ProductConnection { nodes { name } }`,
      {},
      token,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      short: { nodes: [{ name: 'Name 1' }] },
      long: { nodes: [{ name: 'Name 1', rating: '4.50' }] },
    });
  });
});
