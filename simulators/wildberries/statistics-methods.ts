import { rowsAnswer, type Answer } from './answer.js';
import { REPEATED_ROWS, type Call, type Handler } from './call.js';
import { changePage, type ChangeLog } from './change-log.js';
import { moscowMidnight, parseMoscow, DAY_MS } from './moscow-time.js';
import { isCurrentOrder, isCurrentSale } from './order-changes.js';
import { badRequest } from './problems.js';
import { orderRow, rowSecond, salesRow } from './statistics-rows.js';
import { worldMs, worldSecond, type World } from './world-state.js';

/** What differs between the two statistics methods. */
interface Source {
  readonly name: 'orders' | 'sales';
  readonly log: (call: Call) => ChangeLog;
  readonly isCurrent: (world: World, version: number, until: number) => boolean;
  readonly row: (world: World, version: number, second: number, masked: boolean) => object;
}

/** Positions of all current rows whose `date` lies in the Moscow day of `ms`. */
function rowsOfDay(source: Source, world: World, log: ChangeLog, ms: number, until: number): number[] {
  const first = moscowMidnight(ms);
  const found: number[] = [];
  for (let i = 0; i < log.seconds.length && (log.seconds[i] ?? 0) <= until; i += 1) {
    const version = log.versions[i] ?? 0;
    const date = worldMs(world, rowSecond(world, source.name, version));
    if (date < first || date >= first + DAY_MS) continue;
    if (source.isCurrent(world, version, until)) found.push(i);
  }
  return found;
}

function statistics(source: Source, pageRows: number): Handler {
  return (call) => {
    const bad = (text: string): Answer => badRequest(call.place, 'statistics', text);
    const { dateFrom, flag = '0' } = call.query;
    if (dateFrom === undefined || dateFrom === '') return bad('dateFrom: field required');
    const from = parseMoscow(dateFrom);
    if (from === undefined) return bad('dateFrom: Value not validated');
    if (flag !== '0' && flag !== '1') return bad('flag: Value not validated');
    const { world } = call.seller;
    const log = source.log(call);
    const until = worldSecond(world, call.nowMs);
    const positions =
      flag === '1'
        ? rowsOfDay(source, world, log, from, until)
        : changePage(log, {
            from: Math.ceil((from - world.startMs) / 1000),
            until,
            rows: pageRows,
            repeat: call.repeatRows ? REPEATED_ROWS : 0,
            isCurrent: (version) => source.isCurrent(world, version, until),
          });
    return rowsAnswer(positions.length, (index) => {
      const position = positions[index] ?? 0;
      const version = log.versions[position] ?? 0;
      return JSON.stringify(source.row(world, version, log.seconds[position] ?? 0, call.masked));
    });
  };
}

/** GET /api/v1/supplier/orders, at most `pageRows` rows an answer with flag=0. */
export function supplierOrders(pageRows: number): Handler {
  const log = (call: Call): ChangeLog => call.seller.orderLog();
  return statistics({ name: 'orders', log, isCurrent: isCurrentOrder, row: orderRow }, pageRows);
}

/** GET /api/v1/supplier/sales, at most `pageRows` rows an answer with flag=0. */
export function supplierSales(pageRows: number): Handler {
  const log = (call: Call): ChangeLog => call.seller.saleLog();
  return statistics({ name: 'sales', log, isCurrent: isCurrentSale, row: salesRow }, pageRows);
}
