import { BacktestQueries, type BacktestReport } from '../features/analytics/index.js';
import { systemContext } from '../platform/context/index.js';
import { runCommand } from './run-command.js';

export async function backtest(days: number, json: boolean): Promise<void> {
  await runCommand({ json }, async (app, signal) => {
    const report = await app
      .get(BacktestQueries, { strict: false })
      .run(systemContext('command line'), { days, signal });
    return { lines: linesOf(report), data: report };
  });
}

const WIDTHS = [10, 9, 9, 10, 13];

function linesOf({ sellers, days, forecasts, needs, velocity, naive }: BacktestReport): string[] {
  const row = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0))
      .join(' ')
      .trimEnd();
  const line = (name: string, { bias, error, coverage, reorderPoint }: BacktestReport['naive']): string =>
    row([name, percent(bias, true), percent(error), percent(coverage), reorderPoint?.toFixed(1) ?? '-']);
  return [
    `Sellers: ${sellers}. Days: ${days}. Forecasts compared: ${forecasts}; of products in stock all along: ${needs}.`,
    '',
    row(['', 'bias', 'error', 'coverage', 'reorder point']),
    line('velocity', velocity),
    line('naive', naive),
  ];
}

function percent(part: number | null, signed = false): string {
  if (part === null) return '-';
  const text = `${(part * 100).toFixed(1)} %`;
  return signed && part > 0 ? `+${text}` : text;
}
