import { describe, expect, it } from '@jest/globals';
import { rowsOf } from './same-rows.js';

describe('rowsOf', () => {
  const rows = [{ id: 'a', name: 'Socks', stockLevels: [{ warehouseName: 'North', quantity: 2 }] }];

  it('takes the rows out of what each server puts around them', () => {
    expect(rowsOf({ data: { products: { nodes: rows } } })).toEqual(rows);
    expect(rowsOf({ data: { productsWithStock: rows } })).toEqual(rows);
  });

  it('takes one name for another', () => {
    const { stockLevels } = rows[0]!;
    const theirs = { rowId: 'a', name: 'Socks', stockLevelsByTenantIdAndProductId: { nodes: stockLevels } };
    expect(rowsOf({ data: { allProducts: { nodes: [theirs] } } })).toEqual(rows);
  });

  it('takes the levels of a product in any order, and products in their own', () => {
    const level = (warehouseName: string): object => ({ warehouseName, quantity: 1 });
    const answer = (names: string[]): object => ({ data: { products: [{ stockLevels: names.map(level) }] } });
    expect(rowsOf(answer(['b', 'a', 'c']))).toEqual(rowsOf(answer(['a', 'b', 'c'])));
    expect(rowsOf({ data: { products: [{ id: 1 }, { id: 2 }] } })).not.toEqual(
      rowsOf({ data: { products: [{ id: 2 }, { id: 1 }] } }),
    );
  });

  it('tells what differs from what does not', () => {
    expect(rowsOf({ data: { products: [{ id: 'a', name: null }] } })).not.toEqual(
      rowsOf({ data: { products: [{ id: 'a' }] } }),
    );
  });

  it.each([{ errors: [{ message: 'no' }] }, { data: null }, { data: { products: null } }])(
    'refuses %j, which has no rows',
    (answer) => {
      expect(() => rowsOf(answer)).toThrow('No rows');
    },
  );
});
