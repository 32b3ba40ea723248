import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { GOODS_FORMULAS, SALES_FORMULA } from './dashboard-figures.js';
import { FORMULAS } from './formulas.js';
import { MetricType } from './metric-type.js';

const DOCUMENT = readFileSync(`${import.meta.dirname}/../../../../docs/metrics.md`, 'utf8');

/** Cells of its tables, by the first one. */
const rows = new Map(
  DOCUMENT.split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, name = '', formula = '']) => [name, formula]),
);

describe('docs/metrics.md', () => {
  it.each(Object.entries({ ...FORMULAS, ...GOODS_FORMULAS }))('has the formula of %s', (name, formula) => {
    expect(rows.get(`\`${name}\``)).toBe(formula);
  });

  it('has the formula of sums of sales', () => {
    expect([...rows.values()]).toContain(SALES_FORMULA);
  });

  it.each(Object.values(MetricType))('has a schema of %s', (type) => {
    expect(DOCUMENT).toContain(`### ${type}\n`);
  });
});
