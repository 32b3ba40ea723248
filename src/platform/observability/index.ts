export type { MinuteFigures } from './figures/minute-figures.js';
export { percentile } from './figures/latencies.js';
export { Health } from './health/health.js';
export { Progress } from './health/progress.js';
export { LOGGER, NestLogger } from './logger.js';
export { Answered } from './metrics/answered.js';
export { Series } from './metrics/series.js';
export { TRACING, type Tracing } from './tracing/tracing.js';
export { ObservabilityModule } from './observability.module.js';
