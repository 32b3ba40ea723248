import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { dataSourceOptions, SYSTEM_DATA_SOURCE } from './data-sources.js';
import { Database } from './database.js';
import { Leftovers } from './leftovers.js';
import { Partitions } from './partitions.js';

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [SETTINGS],
      useFactory: (settings: Settings) => dataSourceOptions(settings.databases.app, 'stock-tracker', 20),
    }),
    TypeOrmModule.forRootAsync({
      name: SYSTEM_DATA_SOURCE,
      inject: [SETTINGS],
      useFactory: (settings: Settings) =>
        dataSourceOptions(settings.databases.system, 'stock-tracker-system', 8),
    }),
  ],
  providers: [Database, Leftovers, Partitions],
  exports: [Database, Leftovers, Partitions],
})
export class DatabaseModule {}
