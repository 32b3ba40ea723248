import { Global, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { Health } from './health/health.js';
import { HealthController } from './health/health.controller.js';
import { Progress } from './health/progress.js';
import { createLogger, LOGGER } from './logger.js';
import { Answered } from './metrics/answered.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { MetricsReader } from './metrics/metrics-reader.js';
import { PoolSeries } from './metrics/pool-series.js';
import { Series } from './metrics/series.js';
import { TRACING } from './tracing/tracing.js';
import { TracingEnd, tracingProvider } from './tracing/tracing.provider.js';

@Global()
@Module({
  // what is wrong the answer says, and whoever asks every few seconds would fill the log with it
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController, MetricsController],
  providers: [
    Health,
    Progress,
    {
      provide: LOGGER,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => createLogger(settings.logLevel),
    },
    Series,
    Answered,
    PoolSeries,
    MetricsReader,
    tracingProvider,
    TracingEnd,
  ],
  exports: [Health, Progress, LOGGER, Series, Answered, TRACING],
})
export class ObservabilityModule {}
