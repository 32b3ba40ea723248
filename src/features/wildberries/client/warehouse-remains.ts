import {
  WildberriesError,
  WildberriesInvalidResponseError,
  WildberriesNoDataError,
  WildberriesUnavailableError,
} from './errors.js';
import type { WildberriesHttp } from './http.js';
import type { JsonObject } from './json-tree.js';
import { key, object, RowTally } from './parse.js';
import { readObject, rowBatches } from './read-reply.js';
import { remainsRows } from './remains-row.js';
import type { StockReport, StockSource, WbStockRow } from './stock-source.js';
import type { WbSeller } from './token.js';

/** Remembers the task of a seller between passes, so that a wait of a quarter of an hour does not lose it. */
export interface RemainsTaskStore {
  load(): Promise<string | null>;
  save(taskId: string | null): Promise<void>;
}

export interface WarehouseRemainsOptions {
  /** Default: remembered by this object only. */
  readonly tasks?: RemainsTaskStore;
  /** Tasks made in one pass before giving up. Default 3. */
  readonly maxTasks?: number;
  /** Polls in one pass before giving up (the task is kept). Default 60. */
  readonly maxPolls?: number;
}

/** A base token may poll once in 15 minutes, so its one poll should find the report ready. */
const FIRST_POLL_MS = { personal: 5000, base: 60_000 } as const;
/** The API asks for 5 seconds or more between polls, whatever burst the limit would allow. */
const POLL_MS = 5000;
const MAX_TASK_ID = 100;

/**
 * Stock from the warehouse_remains report: create a task, poll it, download. All token types may use it. Grouped by
 * product only, so rows carry no size, and a product stands at most once per warehouse. Covers WB warehouses.
 *
 * A WildberriesThrottledError in the middle keeps the task: call `rows` again at its `retryAt` and it goes on.
 */
export class WarehouseRemainsSource implements StockSource {
  readonly kind = 'warehouse-remains';
  #tally = new RowTally();
  readonly #tasks: RemainsTaskStore;

  constructor(
    private readonly http: WildberriesHttp,
    private readonly seller: WbSeller,
    private readonly options: WarehouseRemainsOptions = {},
  ) {
    this.#tasks = options.tasks ?? memoryTasks();
  }

  get report(): StockReport {
    return { rejected: this.#tally.rejected, sellerWarehouses: 'not_covered' };
  }

  async *rows(signal?: AbortSignal): AsyncGenerator<WbStockRow[], void, undefined> {
    const maxTasks = this.options.maxTasks ?? 3;
    let polls = this.options.maxPolls ?? 60;
    for (let made = 0; ;) {
      let taskId = await this.#tasks.load();
      if (taskId === null) {
        if (made >= maxTasks) {
          throw new WildberriesUnavailableError({
            method: 'remainsCreate',
            detail: 'every task was dropped',
          });
        }
        taskId = await this.#create(signal);
        made += 1;
        await this.#tasks.save(taskId);
        await this.http.sleep(FIRST_POLL_MS[this.seller.tokenClass], signal);
      }
      let ready: 'waiting' | 'done' | 'gone' = 'waiting';
      for (; ready === 'waiting'; polls -= 1) {
        if (polls <= 0) {
          throw new WildberriesUnavailableError({
            method: 'remainsStatus',
            detail: 'the report does not get ready',
          });
        }
        ready = await this.#status(taskId, signal);
        if (ready === 'waiting') await this.http.sleep(POLL_MS, signal);
      }
      if (ready === 'done' && (yield* this.#download(taskId, signal))) return;
      await this.#tasks.save(null);
    }
  }

  async #create(signal: AbortSignal | undefined): Promise<string> {
    const method = 'remainsCreate';
    // locale=ru, since the rows that are no warehouses are told by their Russian names.
    const query = { locale: 'ru', groupByNm: true };
    const reply = await this.http.request({ method, seller: this.seller, query, signal });
    if (reply.noData) throw new WildberriesNoDataError({ method });
    return field(await readObject(reply.body, method), 'taskId', method);
  }

  async #status(taskId: string, signal: AbortSignal | undefined): Promise<'waiting' | 'done' | 'gone'> {
    const method = 'remainsStatus';
    try {
      const reply = await this.http.request({ method, seller: this.seller, params: { taskId }, signal });
      if (reply.noData) return 'waiting';
      const status = field(await readObject(reply.body, method), 'status', method);
      if (status === 'done') return 'done';
      return status === 'purged' || status === 'canceled' ? 'gone' : 'waiting';
    } catch (error) {
      if (isNotFound(error)) return 'gone';
      throw error;
    }
  }

  /** @returns false when the task is unknown by now. */
  async *#download(
    taskId: string,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<WbStockRow[], boolean, undefined> {
    const method = 'remainsDownload';
    const tally = (this.#tally = new RowTally());
    try {
      const reply = await this.http.request({ method, seller: this.seller, params: { taskId }, signal });
      if (!reply.noData) {
        for await (const batch of rowBatches(reply.body, [], method)) {
          const rows = tally.parse(batch, remainsRows).flat();
          if (rows.length > 0) yield rows;
        }
        tally.assertMostlyGood(method);
      }
    } catch (error) {
      if (isNotFound(error)) return false;
      // A broken file stays broken; a throttled or unavailable one can be fetched later.
      if (error instanceof WildberriesInvalidResponseError) await this.#tasks.save(null);
      throw error;
    }
    await this.#tasks.save(null);
    if (tally.total === 0) throw new WildberriesNoDataError({ method });
    return true;
  }
}

function field(answer: JsonObject, name: string, method: string): string {
  try {
    return key(object(answer.data, 'data'), name, MAX_TASK_ID);
  } catch (error) {
    throw new WildberriesInvalidResponseError({
      method,
      detail: error instanceof Error ? error.message : '',
    });
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof WildberriesError && error.kind === 'not_found';
}

function memoryTasks(): RemainsTaskStore {
  let taskId: string | null = null;
  return {
    load: () => Promise.resolve(taskId),
    save: (id) => {
      taskId = id;
      return Promise.resolve();
    },
  };
}
