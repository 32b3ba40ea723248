export { StockModule } from './stock.module.js';
export { StockSnapshotRepository } from './stock-snapshot.repository.js';
