import { Module, type DynamicModule } from '@nestjs/common';
import { SettingsModule } from '../config/settings.module.js';
import type { Settings } from '../config/settings.js';
import { AnalyticsModule } from '../features/analytics/index.js';
import { AuthModule } from '../features/auth/index.js';
import { NotificationsModule } from '../features/notifications/index.js';
import { WildberriesModule } from '../features/wildberries/index.js';
import { ContextModule, SystemClock } from '../platform/context/index.js';
import { CryptoModule } from '../platform/crypto/crypto.module.js';
import { DatabaseModule } from '../platform/database/index.js';
import { EventsModule } from '../platform/events/index.js';
import { JobsModule } from '../platform/jobs/index.js';
import { MailModule } from '../platform/mail/index.js';
import { ObservabilityModule } from '../platform/observability/index.js';
import { RateLimitsModule } from '../platform/rate-limits/index.js';
import { FeedsModule } from '../platform/subscriptions/index.js';

/** The features that commands use, without GraphQL and without anything that runs by itself. */
@Module({})
export class CliModule {
  static with(settings: Settings): DynamicModule {
    return {
      module: CliModule,
      imports: [
        SettingsModule.with(settings),
        ContextModule.with(new SystemClock()),
        ObservabilityModule,
        DatabaseModule,
        CryptoModule,
        EventsModule,
        JobsModule,
        MailModule,
        RateLimitsModule,
        FeedsModule,
        AnalyticsModule,
        AuthModule,
        WildberriesModule,
        NotificationsModule,
      ],
    };
  }
}
