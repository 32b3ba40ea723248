import { Identity1764000000001 } from './1764000000001-identity.js';
import { CatalogueStockSales1764000000002 } from './1764000000002-catalogue-stock-sales.js';
import { RollupsAndOperations1764000000003 } from './1764000000003-rollups-and-operations.js';
import { WildberriesSync1764000000004 } from './1764000000004-wildberries-sync.js';
import { RowLevelSecurity1764000000005 } from './1764000000005-row-level-security.js';
import { MonthPartitions1764000000006 } from './1764000000006-month-partitions.js';
import { SignInAndMembers1764000000007 } from './1764000000007-sign-in-and-members.js';
import { CatalogueSearchAndOrders1764000000008 } from './1764000000008-catalogue-search-and-orders.js';
import { StockAndSales1764000000009 } from './1764000000009-stock-and-sales.js';
import { Exports1764000000010 } from './1764000000010-exports.js';
import { BatchesOfStock1764000000011 } from './1764000000011-batches-of-stock.js';
import { SystemMetrics1764000000012 } from './1764000000012-system-metrics.js';
import { Figures1764000000013 } from './1764000000013-figures.js';
import { UnknownAmounts1764000000014 } from './1764000000014-unknown-amounts.js';
import { SalesTotalsByDay1764000000015 } from './1764000000015-sales-totals-by-day.js';
import { UnknownPrices1764000000016 } from './1764000000016-unknown-prices.js';
import { SearchByDigits1764000000017 } from './1764000000017-search-by-digits.js';
import { MonthsMadeAtOnce1764000000018 } from './1764000000018-months-made-at-once.js';
import { StockConfirmations1764000000019 } from './1764000000019-stock-confirmations.js';
import { GoodsTotals1764000000020 } from './1764000000020-goods-totals.js';

/** In the order in which they run. */
export const MIGRATIONS = [
  Identity1764000000001,
  CatalogueStockSales1764000000002,
  RollupsAndOperations1764000000003,
  WildberriesSync1764000000004,
  RowLevelSecurity1764000000005,
  MonthPartitions1764000000006,
  SignInAndMembers1764000000007,
  CatalogueSearchAndOrders1764000000008,
  StockAndSales1764000000009,
  Exports1764000000010,
  BatchesOfStock1764000000011,
  SystemMetrics1764000000012,
  Figures1764000000013,
  UnknownAmounts1764000000014,
  SalesTotalsByDay1764000000015,
  UnknownPrices1764000000016,
  SearchByDigits1764000000017,
  MonthsMadeAtOnce1764000000018,
  StockConfirmations1764000000019,
  GoodsTotals1764000000020,
];
