import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { SettingsModule } from './config/settings.module.js';
import type { Settings } from './config/settings.js';
import { AuthModule } from './features/auth/index.js';
import { TenantsModule } from './features/tenants/index.js';
import { UsersModule } from './features/users/index.js';
import { ProductsModule } from './features/products/index.js';
import { ImportsModule } from './features/imports/index.js';
import { StockModule } from './features/stock/index.js';
import { SalesModule } from './features/sales/index.js';
import { WildberriesModule } from './features/wildberries/index.js';
import { AuditModule } from './features/audit/index.js';
import { MetricsModule } from './features/metrics/index.js';
import { NotificationsModule } from './features/notifications/index.js';
import { SubscriptionsModule } from './features/subscriptions/index.js';
import { AnalyticsModule } from './features/analytics/index.js';
import { ExportsModule } from './features/exports/index.js';
import { AccessModule } from './platform/access/index.js';
import { type Clock, ContextModule } from './platform/context/index.js';
import { CryptoModule } from './platform/crypto/crypto.module.js';
import { DatabaseModule } from './platform/database/index.js';
import { EventsModule } from './platform/events/index.js';
import { GraphqlModule } from './platform/graphql/index.js';
import { JobsModule } from './platform/jobs/index.js';
import { MailModule } from './platform/mail/index.js';
import { ObservabilityModule } from './platform/observability/index.js';
import { RateLimitsModule } from './platform/rate-limits/index.js';
import { FeedsModule, SubscriptionServerModule } from './platform/subscriptions/index.js';

/** Nothing but composition. */
@Module({})
export class AppModule {
  static with(settings: Settings, clock: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.with(settings),
        ContextModule.with(clock),
        ObservabilityModule,
        DatabaseModule,
        CryptoModule,
        EventsModule,
        JobsModule,
        MailModule,
        RateLimitsModule,
        AccessModule,
        GraphqlModule.with(AuthModule),
        FeedsModule,
        SubscriptionServerModule.with(AuthModule),
        ScheduleModule.forRoot(),
        TenantsModule,
        UsersModule,
        AuthModule,
        SubscriptionsModule,
        ProductsModule,
        ImportsModule,
        StockModule,
        SalesModule,
        WildberriesModule,
        AnalyticsModule,
        ExportsModule,
        AuditModule,
        MetricsModule,
        NotificationsModule,
      ],
    };
  }
}
