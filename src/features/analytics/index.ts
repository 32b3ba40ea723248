export { AnalyticsModule } from './analytics.module.js';
export { rollupKey } from './rollup-key.js';
export { RollupService, type RollupResult } from './rollup.service.js';
export { DataStatus } from './types/data-status.enum.js';
