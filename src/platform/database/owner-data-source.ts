import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations/index.js';

/** The schema's owner: migrations and nothing else. */
export function ownerDataSource(url: string, migrations = MIGRATIONS): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    applicationName: 'stock-tracker-migrations',
    migrations,
    connectTimeoutMS: 5_000,
    migrationsTableName: 'migrations',
    synchronize: false,
    migrationsRun: false,
    logging: false,
  });
}
