export { isUnknownPrice } from './price.sql.js';
export { SalesModule } from './sales.module.js';
export { SalesQueries } from './sales.queries.js';
export { SalesSummaryRow } from './types/sales-summary.type.js';
export { SalesImportRepository, type ImportedOrder, type ImportedSale } from './sales-import.repository.js';
