import { InvalidArgumentError, type Command } from 'commander';

const DAYS = 60;
const MOST = 730;

interface Options {
  readonly days: number;
  readonly json?: boolean;
}

export function addBacktest(program: Command): void {
  program
    .command('analytics:backtest')
    .summary('tell how well velocity and reorder point would have foretold what came')
    .description(
      'Walks through the past of every seller, day by day: what velocity and reorder point would have said on that day, ' +
        'beside what came during the lead time, and beside the plain average of 30 days. It reads the daily rollups and ' +
        'changes nothing; the server may run meanwhile.',
    )
    .option('--days <number>', `how far to go back, 1 to ${MOST}`, daysOf, DAYS)
    .option('--json', 'print JSON: {"sellers", "days", "forecasts", "needs", "velocity", "naive"}')
    .addHelpText(
      'after',
      `
  bias           what was told beyond what was sold (+), or short of it (-), of products while in stock
  error          the same one by one, without signs: differences do not make up for each other
  coverage       how often the reorder point was enough for the lead time, of products in stock all along; 95 % is aimed at
  reorder point  its mean, in units: the naive one is the average times the lead time`,
    )
    .action(async ({ days, json }: Options) => {
      const { backtest } = await import('./backtest.js');
      await backtest(days, json === true);
    });
}

function daysOf(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > MOST)
    throw new InvalidArgumentError(`Expected a number from 1 to ${MOST}.`);
  return days;
}
