export type { MinuteFigures } from './figures/minute-figures.js';
export { percentile } from './figures/latencies.js';
export { Health } from './health.js';
export { LOGGER, NestLogger } from './logger.js';
export { Answered } from './metrics/answered.js';
export { Series } from './metrics/series.js';
export { ObservabilityModule } from './observability.module.js';
