import { describe, expect, it } from '@jest/globals';
import { GRACE_MS, judge, type RefusedToken } from './spent-token.js';

const NOW = new Date('2026-11-20T09:00:00Z');
const ago = (milliseconds: number) => new Date(NOW.getTime() - milliseconds);
const token = (facts: Partial<RefusedToken>): RefusedToken => ({
  rotatedAt: ago(1_000),
  revokedAt: null,
  expiresAt: ago(-86_400_000),
  live: 'successor',
  ...facts,
});

describe('judge', () => {
  it.each([
    ['at once', ago(0), 'RACED'],
    ['in the last moment', ago(GRACE_MS), 'RACED'],
    ['a moment later', ago(GRACE_MS + 1), 'REUSED'],
    ['by a clock that is behind', ago(-GRACE_MS), 'RACED'],
    ['by a clock that is wrong', ago(-GRACE_MS - 1), 'REUSED'],
  ])('asked for the successor again, %s', (_when, rotatedAt, verdict) => {
    expect(judge(token({ rotatedAt }), NOW)).toBe(verdict);
  });

  it('takes it for a copy as soon as the successor has been used', () => {
    expect(judge(token({ live: 'another', rotatedAt: ago(0) }), NOW)).toBe('REUSED');
  });

  it('takes a token that was rotated long ago and has run out since for a copy', () => {
    expect(judge(token({ live: 'another', rotatedAt: ago(86_400_000), expiresAt: ago(1) }), NOW)).toBe(
      'REUSED',
    );
  });

  it.each([
    ['its time was over', { rotatedAt: null, expiresAt: ago(0) }, 'EXPIRED'],
    ['its session was ended', { rotatedAt: null, revokedAt: ago(5) }, 'ENDED'],
    ['its session was ended and its time was over', { revokedAt: ago(5), expiresAt: ago(1) }, 'ENDED'],
    ['the password has changed', { rotatedAt: null }, 'ENDED'],
    ['it was exchanged in a session that has ended', {}, 'ENDED'],
  ])('ends nothing where there is no session: %s', (_why, facts, verdict) => {
    expect(judge(token({ ...facts, live: 'none' }), NOW)).toBe(verdict);
  });
});
