import { Global, Module } from '@nestjs/common';
import { Announcements } from './announcements.js';
import { AuditTrail } from './audit-trail.js';
import { DomainEvents } from './domain-events.js';
import { ListenConnection } from './listen-connection.js';

@Global()
@Module({
  providers: [AuditTrail, Announcements, DomainEvents, ListenConnection],
  exports: [AuditTrail, Announcements, DomainEvents],
})
export class EventsModule {}
