import { Inject, Injectable, type FactoryProvider, type OnApplicationShutdown } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { TRACING, type Tracing } from './tracing.js';

/** What traces is loaded only where somebody is to be told. */
export const tracingProvider: FactoryProvider<Tracing | null> = {
  provide: TRACING,
  inject: [SETTINGS],
  useFactory: async ({ tracing }: Settings) => {
    if (!tracing) return null;
    const { OtlpTracing } = await import('./otlp-tracing.js');
    return new OtlpTracing(tracing);
  },
};

/** What was not sent yet is sent before the process ends. */
@Injectable()
export class TracingEnd implements OnApplicationShutdown {
  constructor(@Inject(TRACING) private readonly tracing: Tracing | null) {}

  async onApplicationShutdown(): Promise<void> {
    // a collector that is away is no reason to end badly
    await this.tracing?.close().catch(() => undefined);
  }
}
