import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Clock } from './clock.js';

@Global()
@Module({})
export class ContextModule {
  static with(clock: Clock): DynamicModule {
    return { module: ContextModule, providers: [{ provide: Clock, useValue: clock }], exports: [Clock] };
  }
}
