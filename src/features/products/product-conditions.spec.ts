import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CallerContext } from '../../platform/context/index.js';
import { valuesOf } from './call.js';
import { AbcClass } from './domain/abc-class.js';
import type { ProductCriteria } from './domain/product-criteria.js';
import { productConditions } from './product-conditions.js';

const tenantId = '0198c7a0-0000-7000-8000-000000000001';
const userId = '0198c7a0-0000-7000-8000-000000000002';
const caller = (scope: 'own' | 'tenant') => ({ kind: 'caller', tenantId, userId, scope }) as CallerContext;

function conditionsOf(criteria: ProductCriteria, scope: 'own' | 'tenant' = 'tenant') {
  const { values, bind } = valuesOf(caller(scope));
  return { ...productConditions(caller(scope), criteria, bind), values };
}

const text = fc
  .string({ unit: 'grapheme', maxLength: 30 })
  .filter((it) => !it.includes('\u0000') && it.trim() !== '' && !/^\s*\d+\s*$/.test(it));
const numbers = fc
  .tuple(fc.integer(), fc.integer())
  .map(([one, other]) => ({ min: Math.min(one, other), max: Math.max(one, other) }));
const criteria = fc.record({
  search: text,
  ids: fc.array(fc.oneof(fc.uuid(), text)),
  wbNmIds: fc.array(fc.integer({ min: 1 }).map(String)),
  brands: fc.array(text),
  categories: fc.array(text),
  ownerId: fc.oneof(fc.uuid(), text),
  stockTotal: numbers,
  daysOfCover: numbers,
  abcClass: fc.array(fc.constantFrom(AbcClass.A, AbcClass.B, AbcClass.C)),
});

describe('productConditions', () => {
  it('has a text that follows from what is asked for, never from what a client wrote', () => {
    fc.assert(
      fc.property(criteria, criteria, (one, other) => {
        const [a, b] = [conditionsOf(one), conditionsOf(other)];
        expect([a.sql, a.search]).toEqual([b.sql, b.search]);
      }),
    );
  });

  it('sends a value for every placeholder, and a placeholder for every value', () => {
    fc.assert(
      fc.property(criteria, (all) => {
        const { sql, search, values } = conditionsOf(all, 'own');
        const used = [...`${sql} ${search}`.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number));
        expect([...new Set(used)].toSorted((a, b) => a - b)).toEqual(values.map((_, index) => index + 1));
      }),
    );
  });

  it('always names the tenant, and the owner where the caller sees no more', () => {
    expect(conditionsOf({})).toEqual({
      sql: 'p.tenant_id = $1 AND p.archived_at IS NULL',
      search: null,
      ofMetrics: false,
      values: [tenantId],
    });
    expect(conditionsOf({ ids: [] }, 'own')).toEqual({
      sql: 'p.tenant_id = $1 AND p.user_id = $2::uuid AND p.id = ANY ($3::uuid[])',
      search: null,
      ofMetrics: false,
      values: [tenantId, userId, []],
    });
  });

  it('asks for figures only where they are needed', () => {
    expect(conditionsOf({ daysOfCover: { min: 3 } }).ofMetrics).toBe(true);
    expect(conditionsOf({ daysOfCover: {} }).ofMetrics).toBe(false);
  });

  it('finds nobody by what is no id', () => {
    const { values } = conditionsOf({ ids: ['nope', userId.toUpperCase()], ownerId: 'nope' });
    expect(values).toEqual([tenantId, [userId], null]);
  });

  it.each([
    [{ ids: Array<string>(1001).fill(userId) }, 'filter.ids: expected at most 1000 entries'],
    [{ wbNmIds: Array<string>(1001).fill('1') }, 'filter.wbNmIds: expected at most 1000 entries'],
    [{ brands: Array<string>(1001).fill('x') }, 'filter.brands: expected at most 1000 entries'],
    [{ categories: ['x', '\ud800'] }, 'filter.categories.1: expected well-formed Unicode without U+0000'],
    [{ wbNmIds: ['1', '-1'] }, 'filter.wbNmIds.1: expected a positive number'],
    [{ wbNmIds: ['0'] }, 'filter.wbNmIds.0: expected a positive number'],
    [{ stockTotal: { min: 2, max: 1 } }, 'filter.stockTotal.max: expected a number not below `min`'],
    [{ daysOfCover: { min: 0, max: -1 } }, 'filter.daysOfCover.max: expected a number not below `min`'],
    [{ search: 'x'.repeat(501) }, 'filter.search: expected at most 500 characters'],
    [{ search: '\u0000' }, 'filter.search: expected well-formed Unicode without U+0000'],
  ])('refuses %#', (asked, message) => {
    expect(() => conditionsOf(asked)).toThrow(
      expect.objectContaining({ message, extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) }),
    );
  });
});
