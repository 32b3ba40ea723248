import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { Series } from './series.js';

/** How much of the pools of connections is in use. */
@Injectable()
export class PoolSeries {
  constructor(series: Series, database: Database) {
    const labels = ['pool'] as const;
    series.gauge(
      {
        name: 'stocktracker_db_pool_connections',
        help: 'Connections by what they do',
        labels: ['pool', 'state'],
      },
      () =>
        database
          .pools()
          .flatMap(({ name, total, idle }) => [
            [{ pool: name, state: 'used' }, total - idle] as const,
            [{ pool: name, state: 'idle' }, idle] as const,
          ]),
    );
    series.gauge(
      { name: 'stocktracker_db_pool_max_connections', help: 'Connections that there may be', labels },
      () => database.pools().map(({ name, max }) => [{ pool: name }, max]),
    );
    series.gauge(
      { name: 'stocktracker_db_pool_waiting', help: 'Requests that wait for a connection', labels },
      () => database.pools().map(({ name, waiting }) => [{ pool: name }, waiting]),
    );
  }
}
