import { noContent, rowsAnswer, type Answer } from './answer.js';
import { REPEATED_ROWS, type Call, type Handler } from './call.js';
import { sellerName } from './common-methods.js';
import { reportsBetween, reportTotals, type ReportRange } from './finance-reports.js';
import { financeRow, rrdBase } from './finance-rows.js';
import { parseMoscow } from './moscow-time.js';
import { badRequest } from './problems.js';
import { fieldsOf, textList, wholeNumber } from './request-values.js';

interface Asked {
  readonly range: ReportRange;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A date of the body, Unix milliseconds; a text tells what is wrong with it. */
function dateOf(body: Asked['body'], name: 'dateFrom' | 'dateTo'): number | string {
  const text = body[name];
  if (text === undefined || text === null || text === '') return `missing ${name} params`;
  const ms = typeof text === 'string' ? parseMoscow(text) : undefined;
  return ms ?? `invalid ${name} params`;
}

/** Reads what both methods ask alike; a text tells what is wrong. */
function askedOf(call: Call): Asked | string {
  const body = fieldsOf(call.body);
  const fromMs = dateOf(body, 'dateFrom');
  const toMs = dateOf(body, 'dateTo');
  if (typeof fromMs === 'string') return fromMs;
  if (typeof toMs === 'string') return toMs;
  if (fromMs > toMs) return 'dateFrom is after dateTo';
  const period = body['period'] ?? 'weekly';
  if (period !== 'weekly' && period !== 'daily') return 'invalid period params';
  return { range: { period, fromMs, toMs, nowMs: call.nowMs }, body };
}

/** POST /api/finance/v1/sales-reports/list */
export const reportList: Handler = (call) => {
  const asked = askedOf(call);
  const bad = (detail: string): Answer => badRequest(call.place, 'finance', detail);
  if (typeof asked === 'string') return bad(asked);
  const limit = wholeNumber(asked.body['limit'], 1000, 1, 1000);
  const offset = wholeNumber(asked.body['offset'], 0, 0, Number.MAX_SAFE_INTEGER);
  if (limit === undefined || offset === undefined) return bad('invalid limit or offset params');
  const ledger = call.seller.ledger();
  const reports = reportsBetween(call.seller.world, ledger, asked.range).slice(offset, offset + limit);
  if (reports.length === 0) return noContent();
  const name = sellerName(call.claims.sid);
  return rowsAnswer(reports.length, (index) => {
    const report = reports[index];
    return report ? reportTotals(call.seller.world, ledger, report, name) : '';
  });
};

/** POST /api/finance/v1/sales-reports/detailed */
export const reportRows: Handler = (call) => {
  const asked = askedOf(call);
  const bad = (detail: string): Answer => badRequest(call.place, 'finance', detail);
  if (typeof asked === 'string') return bad(asked);
  const limit = wholeNumber(asked.body['limit'], 100_000, 1, 100_000);
  const rrdId = wholeNumber(asked.body['rrdId'], 0, 0, Number.MAX_SAFE_INTEGER);
  const fields = textList(asked.body['fields']);
  if (limit === undefined || rrdId === undefined || !fields)
    return bad('invalid limit, rrdId or fields params');
  const ledger = call.seller.ledger();
  const reports = reportsBetween(call.seller.world, ledger, asked.range);
  const { world } = call.seller;
  // Reports follow each other without gaps, so their rows are one stretch of the ledger.
  const lowest = reports[0]?.first ?? 0;
  const end = reports.at(-1)?.end ?? 0;
  const next = Math.max(lowest, rrdId - rrdBase(world) + 1);
  if (next >= end) return noContent();
  const first = call.repeatRows ? Math.max(lowest, next - REPEATED_ROWS) : next;
  const last = Math.min(end, next + limit);
  const named = new Set(fields);
  let at = 0;
  return rowsAnswer(last - first, (index) => {
    while (first + index >= (reports[at]?.end ?? Infinity)) at += 1;
    const report = reports[at];
    return report
      ? financeRow({ world, ledger, masked: call.masked, fields: named }, first + index, report)
      : '';
  });
};
