export { AnalyticsModule } from './analytics.module.js';
export { DEFAULT_LEAD_TIME_DAYS } from './domain/reorder.js';
export { TO_ORDER } from './domain/rules.js';
export { RollupService } from './rollup.service.js';
