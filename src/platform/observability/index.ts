export { Health } from './health.js';
export { LOGGER, NestLogger } from './logger.js';
export { ObservabilityModule } from './observability.module.js';
