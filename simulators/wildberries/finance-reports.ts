import { ENTRY, ledgerPosition, type Ledger } from './ledger.js';
import { amountText, entryMoney } from './ledger-money.js';
import { DAY_MS, moscowDate, moscowMidnight, moscowWeekday } from './moscow-time.js';
import { hash32 } from './random.js';
import { worldSecond, type World } from './world-state.js';

export type Period = 'weekly' | 'daily';

/** One report: a closed day, or a closed week from Monday to Sunday. Times are Unix milliseconds. */
export interface Report {
  /** Ids of daily reports are beyond 2^53, as the marketplace's are. */
  readonly id: bigint;
  readonly fromMs: number;
  /** First moment after the report; the day on which it is made. */
  readonly untilMs: number;
  /** Rows of the ledger: first, and first after the last. */
  readonly first: number;
  readonly end: number;
}

/** Monday 1 January 2024, Moscow midnight: week and day numbers in ids count from it. */
const EPOCH_MS = Date.parse('2024-01-01T00:00:00+03:00');

function idOf(world: World, period: Period, fromMs: number): bigint {
  const seller = hash32(world.seed, 7) % 90_000;
  const number = Math.round((fromMs - EPOCH_MS) / DAY_MS);
  if (period === 'weekly') return BigInt(300_000_000 + seller * 1000 + Math.floor(number / 7));
  return 9_107_199_254_740_993_000n + BigInt(seller * 100_000 + number);
}

/** Which reports are asked for; Unix milliseconds. */
export interface ReportRange {
  readonly period: Period;
  readonly fromMs: number;
  readonly toMs: number;
  /** The simulated now: a report is there once its last day is over. */
  readonly nowMs: number;
}

/** Closed reports with rows that overlap the Moscow days of `fromMs` and `toMs`, both included, oldest first. */
export function reportsBetween(world: World, ledger: Ledger, asked: ReportRange): Report[] {
  const { period, fromMs, toMs, nowMs } = asked;
  const length = (period === 'weekly' ? 7 : 1) * DAY_MS;
  const earliest = Math.max(fromMs, world.startMs);
  const monday = moscowMidnight(earliest) - (period === 'weekly' ? moscowWeekday(earliest) * DAY_MS : 0);
  const reports: Report[] = [];
  for (let start = monday; start <= toMs && start + length <= nowMs; start += length) {
    const first = ledgerPosition(ledger, worldSecond(world, start));
    const end = ledgerPosition(ledger, worldSecond(world, start + length));
    if (end > first)
      reports.push({ id: idOf(world, period, start), fromMs: start, untilMs: start + length, first, end });
  }
  return reports;
}

/** Dates a report and its rows share. */
export function reportDates(report: Report): { dateFrom: string; dateTo: string; createDate: string } {
  return {
    dateFrom: moscowDate(report.fromMs),
    dateTo: moscowDate(report.untilMs - 1),
    createDate: moscowDate(report.untilMs),
  };
}

/** JSON of a report's totals, for sales-reports/list; refunds are taken off, costs come positive. */
export function reportTotals(
  world: World,
  ledger: Ledger,
  report: Report,
  sellerFinanceName: string,
): string {
  let retail = 0;
  let forPay = 0;
  let delivery = 0;
  let storage = 0;
  let acceptance = 0;
  let deduction = 0;
  let penalty = 0;
  for (let row = report.first; row < report.end; row += 1) {
    const money = entryMoney(world, ledger, row);
    const sign = ledger.kinds[row] === ENTRY.refund ? -1 : 1;
    retail += sign * money.retailAmount;
    forPay += sign * money.forPay;
    delivery += money.delivery;
    storage += money.storage;
    acceptance += money.acceptance;
    deduction += money.deduction;
    penalty += money.penalty;
  }
  const rest = JSON.stringify({
    sellerFinanceName,
    ...reportDates(report),
    currency: 'RUB',
    reportType: 1,
    retailAmountSum: amountText(retail),
    forPaySum: amountText(forPay),
    avgSalePercent: 0,
    deliveryServiceSum: amountText(delivery),
    paidStorageSum: amountText(storage),
    paidAcceptanceSum: amountText(acceptance),
    deductionSum: amountText(deduction),
    penaltySum: amountText(penalty),
    additionalPaymentSum: '0',
    cashbackAmountSum: '0',
    cashbackDiscountSum: '0',
    cashbackCommissionChangeSum: '0',
    paymentSchedule: '0',
    bankPaymentSum: amountText(forPay - delivery - storage - acceptance - deduction - penalty),
  });
  return `{"reportId":${report.id},${rest.slice(1)}`;
}
