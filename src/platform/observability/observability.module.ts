import { Global, Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { Health } from './health.js';
import { HealthController } from './health.controller.js';
import { createLogger, LOGGER } from './logger.js';
import { Answered } from './metrics/answered.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { MetricsReader } from './metrics/metrics-reader.js';
import { PoolSeries } from './metrics/pool-series.js';
import { Series } from './metrics/series.js';

@Global()
@Module({
  controllers: [HealthController, MetricsController],
  providers: [
    Health,
    {
      provide: LOGGER,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => createLogger(settings.logLevel),
    },
    Series,
    Answered,
    PoolSeries,
    MetricsReader,
  ],
  exports: [Health, LOGGER, Series, Answered],
})
export class ObservabilityModule {}
