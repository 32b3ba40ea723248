export type {
  AnonymousContext,
  CallerContext,
  Context,
  RequestContext,
  SellerContext,
  SystemContext,
  TenantContext,
} from './context.js';
export { carried } from './carried.js';
export { Clock, SystemClock } from './clock.js';
export { addDays, businessDay, moscowTime, startOfBusinessDay } from './business-day.js';
export { memberContext, sellerContext, systemContext } from './make-context.js';
export { Authenticator, type Authenticated, type Identity } from './authenticator.js';
export { RequestContexts, type IncomingRequest } from './request-contexts.js';
export { ContextModule } from './context.module.js';
