export { StockModule } from './stock.module.js';
export { StockSnapshotRepository } from './stock-snapshot.repository.js';
export { WritableProducts } from './writable-products.queries.js';
export {
  expectedVisibleText,
  FIRST_DAY,
  hasFewMonths,
  hasRightSize,
  isVisibleText,
  stretchesOf,
} from './domain/batch.js';
export { RowErrors } from './domain/row-errors.js';
