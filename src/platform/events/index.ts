export { Announcements } from './announcements.js';
export { AuditTrail, NO_TENANT } from './audit-trail.js';
export { DomainEvents, type ExportEnding, type SecurityNotice } from './domain-events.js';
export { EventsModule } from './events.module.js';
export type { Topic, Topics } from './topics.js';
