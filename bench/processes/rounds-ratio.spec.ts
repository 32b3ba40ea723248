import { describe, expect, it } from '@jest/globals';
import { medianRatio, ratiosOf } from './rounds-ratio.js';

const rounds = [
  { round: 0, server: 'API', perSecond: 50 },
  { round: 0, server: 'bare', perSecond: 100 },
  { round: 1, server: 'bare', perSecond: 10 },
  { round: 1, server: 'API', perSecond: 8 },
  { round: 2, server: 'API', perSecond: 60 },
  { round: 2, server: 'bare', perSecond: 100 },
];

describe('ratiosOf', () => {
  it('compares what was measured in the same round', () => {
    expect(ratiosOf(rounds, 'API', 'bare')).toEqual([0.5, 0.8, 0.6]);
  });

  it('leaves out a round in which there was no peer', () => {
    expect(ratiosOf(rounds.slice(0, 3), 'bare', 'API')).toEqual([2]);
  });
});

describe('medianRatio', () => {
  it('is the middle of the ratios, not the ratio of the middles', () => {
    expect(medianRatio(rounds, 'API', 'bare')).toBe(0.6);
  });

  it('is no number where there is nothing to compare', () => {
    expect(medianRatio(rounds, 'API', 'nobody')).toBeNaN();
  });
});
