import { WildberriesError, WildberriesNoDataError } from './errors.js';
import type { WbErrorKind } from './errors.js';
import type { WildberriesHttp } from './http.js';
import type { JsonObject } from './json-tree.js';
import { id, optionalId, quantity, RowTally, text } from './parse.js';
import type { Rejected } from './parse.js';
import { rowBatches } from './read-reply.js';
import type { StockReport, StockSource, WbStockRow } from './stock-source.js';
import type { WbSeller } from './token.js';

type Method = 'wbWarehouses' | 'sellerWarehouses';

/** The greatest page the API gives. */
const LIMIT = 250_000;
const CLOSED: ReadonlySet<WbErrorKind> = new Set<WbErrorKind>([
  'token_type_not_allowed',
  'wrong_category',
  'forbidden',
  'method_disabled',
]);

/**
 * Stock from POST stocks-report/wb-warehouses, then seller-warehouses (personal and service tokens only). One row
 * is one size in one warehouse. Refreshed every 30 minutes.
 */
export class StocksReportSource implements StockSource {
  readonly kind = 'stocks-report';
  #rejected: Rejected = { count: 0, firstReason: null };
  #sellerWarehouses: StockReport['sellerWarehouses'] = 'not_covered';

  /** @param limit rows per page, at most 250000 (the default). */
  constructor(
    private readonly http: WildberriesHttp,
    private readonly seller: WbSeller,
    private readonly limit = LIMIT,
  ) {}

  get report(): StockReport {
    return { rejected: this.#rejected, sellerWarehouses: this.#sellerWarehouses };
  }

  async *rows(signal?: AbortSignal): AsyncGenerator<WbStockRow[], void, undefined> {
    this.#rejected = { count: 0, firstReason: null };
    this.#sellerWarehouses = 'not_covered';
    const count = yield* this.#pages('wbWarehouses', signal);
    if (count === 0) throw new WildberriesNoDataError({ method: 'wbWarehouses' });
    try {
      const own = yield* this.#pages('sellerWarehouses', signal);
      this.#sellerWarehouses = own === 0 ? 'no_data' : 'read';
    } catch (error) {
      if (!(error instanceof WildberriesError) || !CLOSED.has(error.kind)) throw error;
      this.#sellerWarehouses = 'closed';
    }
  }

  /** @returns how many rows the server sent, bad ones too. */
  async *#pages(
    method: Method,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<WbStockRow[], number, undefined> {
    const parse = method === 'wbWarehouses' ? parseWbRow : parseSellerRow;
    for (let offset = 0; ; offset += this.limit) {
      const body = { limit: this.limit, offset };
      const reply = await this.http.request({ method, seller: this.seller, body, signal });
      if (reply.noData) return offset;
      const tally = new RowTally();
      for await (const batch of rowBatches(reply.body, ['data', 'items'], method)) {
        const rows = tally.parse(batch, parse);
        if (rows.length > 0) yield rows;
      }
      this.#rejected = {
        count: this.#rejected.count + tally.rejected.count,
        firstReason: this.#rejected.firstReason ?? tally.rejected.firstReason,
      };
      tally.assertMostlyGood(method);
      if (tally.total < this.limit) return offset + tally.total;
    }
  }
}

function parseWbRow(row: JsonObject): WbStockRow {
  return { ...parseRow(row), owner: 'wb' };
}

function parseSellerRow(row: JsonObject): WbStockRow {
  return { ...parseRow(row), owner: 'seller' };
}

function parseRow(row: JsonObject): Omit<WbStockRow, 'owner'> {
  const chrtId = optionalId(row, 'chrtId');
  return {
    nmId: id(row, 'nmId'),
    ...(chrtId === undefined ? {} : { chrtId }),
    warehouseName: text(row, 'warehouseName', 255),
    quantity: quantity(row, 'quantity'),
    inWayToClient: quantity(row, 'inWayToClient', 0),
    inWayFromClient: quantity(row, 'inWayFromClient', 0),
  };
}
