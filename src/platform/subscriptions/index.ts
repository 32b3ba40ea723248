export type { Feed } from './feed.js';
export { Feeds } from './feeds.js';
export { SubscriptionServerModule } from './subscription-server.module.js';
export { FeedsModule } from './feeds.module.js';
