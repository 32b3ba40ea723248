import { describe, expect, it } from '@jest/globals';
import { earlySecond, residentAt } from './samples.js';

describe('earlySecond', () => {
  it('is a minute, or a quarter of what is short', () => {
    expect([earlySecond(600), earlySecond(60)]).toEqual([60, 15]);
  });
});

describe('residentAt', () => {
  const samples = Array.from({ length: 100 }, (_, second) => ({ second, mb: second === 55 ? 1000 : second }));

  it('is the middle of the twenty seconds before', () => {
    expect(residentAt(samples, 50)).toBe(40.5);
    expect(residentAt(samples, 60)).toBe(50.5);
  });

  it('looks back less far where there is less to look back on', () => {
    expect(residentAt(samples, 10)).toBe(8);
  });

  it('is none where nothing was seen', () => {
    expect(residentAt([], 60)).toBeNaN();
  });
});
