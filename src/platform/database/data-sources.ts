import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import { TYPES } from './instants.js';

/** Name of the data source of the role stocktracker_system; the unnamed one is stocktracker_app. */
export const SYSTEM_DATA_SOURCE = 'system';

/**
 * What the planner is told of the storage: a page anywhere costs hardly more than the next one, as on any solid-state disk
 * and in memory. By default it takes disks to turn, and prefers reading and sorting to following the index of an order.
 */
export const SESSION_OPTIONS = '-c random_page_cost=1.1';

export function dataSourceOptions(
  url: string,
  applicationName: string,
  poolSize: number,
): TypeOrmModuleOptions {
  return {
    type: 'postgres',
    url,
    applicationName,
    poolSize,
    autoLoadEntities: true,
    // the schema comes from migrations/ alone
    synchronize: false,
    migrationsRun: false,
    logging: false,
    // a start that can not reach its database says so at once
    retryAttempts: 0,
    extra: {
      // statements leave without waiting for the answer to the one before
      pipeline: true,
      types: TYPES,
      options: SESSION_OPTIONS,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 120_000,
      idle_in_transaction_session_timeout: 60_000,
    },
  };
}
