import { describe, expect, it } from '@jest/globals';
import { GOALS, isMet } from './goals.js';
import { goalsBlock, goalsTable, measuredOf } from './goals-table.js';

const lineOf = (text: string, work: string): string[] =>
  (text.split('\n').find((line) => line.startsWith(`| ${work} `)) ?? '')
    .split('|')
    .map((cell) => cell.trim());

describe('isMet', () => {
  it('takes the bound itself for met', () => {
    expect([isMet(0.6, { atLeast: 0.6 }), isMet(0.599, { atLeast: 0.6 })]).toEqual([true, false]);
    expect([isMet(1.3, { atMost: 1.3 }), isMet(1.301, { atMost: 1.3 })]).toEqual([true, false]);
  });
});

describe('goalsTable', () => {
  it('has a line for every goal, measured or not', () => {
    const lines = goalsTable({}).split('\n');
    expect(lines).toHaveLength(GOALS.length + 2);
    expect(lines.slice(2).every((line) => line.includes('not measured'))).toBe(true);
  });

  it('tells what was met', () => {
    expect(lineOf(goalsTable({ 'viewer to bare': 0.61 }), 'viewer').slice(4, 6)).toEqual(['0.61', 'yes']);
    expect(lineOf(goalsTable({ 'viewer to bare': 0.4 }), 'viewer').slice(4, 6)).toEqual(['0.4', 'no']);
  });

  it('is met only where all of its figures are', () => {
    const both = (early: number, mb: number): string[] =>
      lineOf(goalsTable({ 'memory to early': early, 'memory MB': mb }), 'memory').slice(4, 6);
    expect(both(1.1, 250)).toEqual(['1.1; 250', 'yes']);
    expect(both(1.1, 310)).toEqual(['1.1; 310', 'no']);
    expect(both(1.25, 250)).toEqual(['1.25; 250', 'no']);
    expect(lineOf(goalsTable({ 'memory MB': 250 }), 'memory')[5]).toBe('not measured');
  });
});

describe('goalsBlock', () => {
  it('gives back what it was made of', () => {
    const measured = { 'viewer to bare': 0.5, 'memory MB': 212.25 };
    expect(measuredOf(goalsBlock(measured))).toEqual(measured);
    expect(measuredOf('')).toEqual({});
  });

  it('names every figure once', () => {
    const figures = GOALS.flatMap(({ checks }) => checks.map(({ figure }) => figure));
    expect(new Set(figures).size).toBe(figures.length);
  });
});
