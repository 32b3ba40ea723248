import type { SellerContext } from '../../../platform/context/index.js';
import type { WbSeller, WbTokenType, WildberriesHttp } from '../client/index.js';
import type { DatasetName } from './dataset-state.js';

/** What a dataset is fetched with. */
export interface DatasetJob {
  readonly ctx: SellerContext;
  readonly http: WildberriesHttp;
  readonly seller: WbSeller;
  readonly tokenType: WbTokenType;
  readonly signal: AbortSignal;
}

export interface DatasetResult {
  /** Rows written to the tables that the API reads. */
  readonly rows: number;
  /** Why the data are not as whole as they might be; null when they are. */
  readonly warning?: string | null;
}

/**
 * Brings one part of a seller's data up to date. A cursor is saved with, or after, the rows that it stands behind, and
 * rows are upserted: a run that was cut off goes on from there and ends with the same rows.
 */
export interface Dataset {
  readonly name: DatasetName;
  /** @throws WildberriesError: what was there before stays */
  fetch(job: DatasetJob): Promise<DatasetResult>;
}

/** Injection token of all datasets, in the order in which a run fetches them. */
export const DATASETS_OF_A_RUN = Symbol('DATASETS_OF_A_RUN');
