export { AnalyticsModule } from './analytics.module.js';
export { RollupService } from './rollup.service.js';
