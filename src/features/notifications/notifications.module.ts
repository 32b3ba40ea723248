import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { NotificationEntity } from './entities/notification.entity.js';
import { ExportNotices } from './export-notices.js';
import { NotificationRepository } from './notifications.repository.js';
import { SecurityNotices } from './security-notices.js';

@Module({
  imports: [TypeOrmModule.forFeature([NotificationEntity])],
  providers: [ExportNotices, NotificationRepository, SecurityNotices],
})
export class NotificationsModule {}
