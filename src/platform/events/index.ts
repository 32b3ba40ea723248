export { AuditTrail, NO_TENANT } from './audit-trail.js';
export { EventsModule } from './events.module.js';
