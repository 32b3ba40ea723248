import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../../platform/context/index.js';
import { Database, statement } from '../../../platform/database/index.js';

@Injectable()
export class SampleMonthsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Inside write(): months of samples.
   * @param day the first day that is kept, the first of a month
   * @returns months that are gone
   */
  async dropBefore(ctx: SystemContext, day: string): Promise<number> {
    return (await this.database.row(ctx, DROP_SAMPLES, [day]))?.months ?? 0;
  }
}

const DROP_SAMPLES = statement<{ months: number }>(`SELECT drop_system_metrics_before($1::date) AS months`);
