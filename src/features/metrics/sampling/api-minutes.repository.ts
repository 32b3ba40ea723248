import { Injectable } from '@nestjs/common';
import type { SystemContext } from '../../../platform/context/index.js';
import { Database, statement } from '../../../platform/database/index.js';
import type { MinuteFigures } from '../../../platform/observability/index.js';
import type { ProcessMinute } from '../domain/api-minute.js';

/** What processes have answered, minute by minute, until it is summed up. */
@Injectable()
export class ApiMinutesRepository {
  constructor(private readonly database: Database) {}

  /** Inside write(). A minute that is written again replaces what was known of it. */
  async put(ctx: SystemContext, processId: string, minutes: readonly MinuteFigures[]): Promise<void> {
    await this.database.rows(ctx, PUT, [
      processId,
      minutes.map(({ minute }) => minute),
      minutes.map((figures) => JSON.stringify(stored(figures))),
    ]);
  }

  /**
   * Minutes that are to be summed up: what was not yet, and the last quarter of an hour that was, of which a process may
   * have told late.
   * @param last the last minute that nobody writes to any more
   */
  async unsummed(ctx: SystemContext, last: Date): Promise<ReadonlyMap<number, readonly ProcessMinute[]>> {
    const rows = await this.database.rows(ctx, UNSUMMED, [last]);
    const minutes = new Map<number, ProcessMinute[]>();
    for (const { minute, figures } of rows) {
      const processes = minutes.get(minute.getTime()) ?? [];
      minutes.set(minute.getTime(), [...processes, figures]);
    }
    return minutes;
  }
}

function stored({ requests, errors, latencies }: MinuteFigures): ProcessMinute {
  return {
    requests: Object.fromEntries(requests),
    errors: Object.fromEntries([...errors].map(([type, codes]) => [type, Object.fromEntries(codes)])),
    latencies: Object.fromEntries(latencies),
  };
}

const PUT = statement<never>(`
  INSERT INTO api_minutes (minute, process_id, figures)
  SELECT minute, $1::uuid, figures FROM unnest($2::timestamptz[], $3::jsonb[]) AS given (minute, figures)
  ON CONFLICT (minute, process_id) DO UPDATE SET figures = excluded.figures
`);

const UNSUMMED = statement<{ minute: Date; figures: ProcessMinute }>(`
  SELECT minute, figures FROM api_minutes
  WHERE minute <= $1
    AND minute > coalesce(
      (SELECT max(recorded_at) - interval '15 minutes' FROM system_metrics WHERE metric_name = 'api_requests'),
      '-infinity')
  ORDER BY minute
`);
