import { describe, expect, it } from '@jest/globals';
import { saleCriteria } from './sale-criteria.js';

const id = '0198c7a0-0000-7000-8000-000000000001';

describe('saleCriteria', () => {
  it('asks for everything by default', () => {
    expect(saleCriteria({})).toEqual({ range: null, productIds: null, kind: null, owner: null });
    expect(saleCriteria({ range: null, productIds: null, kind: null, ownerId: null })).toEqual(
      saleCriteria({}),
    );
  });

  it('tells an owner who is nobody from no owner', () => {
    expect(saleCriteria({ ownerId: 'nope' }).owner).toEqual({ id: null });
    expect(saleCriteria({ ownerId: id }).owner).toEqual({ id });
  });

  it('leaves out what is no id', () => {
    expect(saleCriteria({ productIds: [id, 'nope'] }).productIds).toEqual([id]);
    expect(saleCriteria({ productIds: ['nope'] }).productIds).toEqual([]);
  });

  it.each([
    ['2026-11-22', '2026-11-22'],
    ['2026-11-22', '2026-11-21'],
  ])('refuses the range from %s until %s', (from, until) => {
    expect(() => saleCriteria({ range: { from, until } })).toThrow(
      'filter.range.until: expected a day after `from`',
    );
  });

  it('refuses too long a list', () => {
    expect(() => saleCriteria({ productIds: Array<string>(1001).fill(id) })).toThrow('filter.productIds');
  });
});
