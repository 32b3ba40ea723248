import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations/index.js';

/** The schema's owner: migrations and nothing else. */
export function ownerDataSource(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    applicationName: 'stock-tracker-migrations',
    migrations: MIGRATIONS,
    connectTimeoutMS: 5_000,
    migrationsTableName: 'migrations',
    synchronize: false,
    migrationsRun: false,
    logging: false,
  });
}
