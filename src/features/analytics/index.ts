export { AnalyticsModule } from './analytics.module.js';
export type { BacktestReport } from './backtest/backtest-report.js';
export { BacktestQueries } from './backtest/backtest.queries.js';
export { DEFAULT_LEAD_TIME_DAYS } from './domain/reorder.js';
export { TO_ORDER } from './domain/rules.js';
export { RollupService } from './rollup.service.js';
