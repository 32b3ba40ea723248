import type { INestApplicationContext } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';

/** Keeps what is due by the clock on the wall out of tests, whose time stands still: they call it themselves. */
export async function stopTimetable(app: INestApplicationContext): Promise<void> {
  const jobs = app.get(SchedulerRegistry, { strict: false }).getCronJobs();
  for (const job of jobs.values()) await job.stop();
}
