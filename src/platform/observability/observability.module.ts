import { Global, Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { Health } from './health.js';
import { HealthController } from './health.controller.js';
import { createLogger, LOGGER } from './logger.js';

@Global()
@Module({
  controllers: [HealthController],
  providers: [
    Health,
    {
      provide: LOGGER,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => createLogger(settings.logLevel),
    },
  ],
  exports: [Health, LOGGER],
})
export class ObservabilityModule {}
