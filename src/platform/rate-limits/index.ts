export { addressKey } from './address-key.js';
export { Counters } from './counters.js';
export { rateLimited } from './rate-limited.js';
export { RateLimitsModule } from './rate-limits.module.js';
export { RequestBudget, type Throttle } from './request-budget.js';
