import { numberText, table } from '../measure/table.js';
import { GOALS, isMet, type Goal } from './goals.js';

/** Figures by their names: medians of what a part has measured. */
export type Measured = Readonly<Record<string, number>>;

/** Every goal with what was measured of it. */
export function goalsTable(measured: Measured): string {
  const rows = GOALS.map((goal) => {
    const { work, against, reach, part } = goal;
    return [work, against, reach, figuresText(goal, measured), metText(goal, measured), part];
  });
  return table(['work', 'against', 'reach', 'measured', 'met', 'part'], rows);
}

function figuresText({ checks }: Goal, measured: Measured): string {
  return checks.map(({ figure }) => numberText(measured[figure] ?? NaN)).join('; ');
}

function metText({ checks }: Goal, measured: Measured): string {
  const values = checks.map(({ figure, bound }) => ({ value: measured[figure], bound }));
  if (values.some(({ value }) => value === undefined || Number.isNaN(value))) return 'not measured';
  return values.every(({ value, bound }) => isMet(value ?? NaN, bound)) ? 'yes' : 'no';
}

const FIGURES = /^```json\n(\{.*?\})\n```$/ms;

/** The figures that a block holds, so that a run of one part keeps those of the others. */
export function measuredOf(block: string): Measured {
  const [, json] = FIGURES.exec(block) ?? [];
  return json === undefined ? {} : (JSON.parse(json) as Measured);
}

/** The table, and the figures under it for the next run. */
export function goalsBlock(measured: Measured): string {
  return [goalsTable(measured), '', '```json', JSON.stringify(measured, null, 2), '```'].join('\n');
}
