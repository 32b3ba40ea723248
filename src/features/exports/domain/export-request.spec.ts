import { describe, expect, it } from '@jest/globals';
import { permissionsOf, Role } from '../../../platform/access/role.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { ExportKind } from './export-kind.js';
import { checkedKind } from './export-request.js';
import { isStillSeen } from './still-seen.js';

const OWNER = permissionsOf(Role.OWNER, false);
const DAYS = { from: '2026-11-01', until: '2026-12-01' };
const { PRODUCTS, STOCK_LEVELS, STOCK_HISTORY, SALES, AUDIT_LOG, REPLENISHMENT } = ExportKind;

function refusalOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return [error.code, ...(error.field ?? [])];
    throw error;
  }
  return null;
}

describe('what can be exported', () => {
  it.each([
    [PRODUCTS, null, 'INVALID range'],
    [STOCK_LEVELS, null, 'INVALID range'],
    [STOCK_HISTORY, null, null],
    [SALES, null, null],
    [AUDIT_LOG, 'INVALID productFilter', null],
    [REPLENISHMENT, null, 'INVALID range'],
  ])('%s is narrowed by what it can be narrowed by', (kind, byProducts, byDays) => {
    const asked = (refusal: string | null) => refusal?.split(' ') ?? null;
    expect(refusalOf(() => checkedKind({ kind, productFilter: {} }, OWNER))).toEqual(asked(byProducts));
    expect(refusalOf(() => checkedKind({ kind, range: DAYS }, OWNER))).toEqual(asked(byDays));
  });

  it('has a day in its range', () => {
    const range = { from: '2026-11-01', until: '2026-11-01' };
    expect(refusalOf(() => checkedKind({ kind: SALES, range }, OWNER))).toEqual([
      'INVALID',
      'range',
      'until',
    ]);
  });

  it.each([
    [Role.VIEWER, true],
    [Role.USER, true],
    [Role.ADMIN, false],
    [Role.OWNER, false],
  ])('of the audit log: refused to %s is %s', (role, isRefused) => {
    const refusal = refusalOf(() => checkedKind({ kind: AUDIT_LOG }, permissionsOf(role, false)));
    expect(refusal).toEqual(isRefused ? ['FORBIDDEN', 'kind'] : null);
  });
});

describe('isStillSeen', () => {
  it('is no for a kind that the role may not read, and for a wider sight than the role has', () => {
    expect(isStillSeen({ kind: AUDIT_LOG, scope: 'tenant' }, Role.ADMIN)).toBe(true);
    expect(isStillSeen({ kind: AUDIT_LOG, scope: 'tenant' }, Role.VIEWER)).toBe(false);
    expect(isStillSeen({ kind: PRODUCTS, scope: 'tenant' }, Role.VIEWER)).toBe(true);
    expect(isStillSeen({ kind: PRODUCTS, scope: 'tenant' }, Role.USER)).toBe(false);
    expect(isStillSeen({ kind: PRODUCTS, scope: 'own' }, Role.USER)).toBe(true);
  });
});
