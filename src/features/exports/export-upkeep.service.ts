import { Injectable } from '@nestjs/common';
import { Clock, systemContext } from '../../platform/context/index.js';
import { Database, deleting, Leftovers, type Leftover } from '../../platform/database/index.js';
import { EXPORT_QUEUE, JobQueue } from '../../platform/jobs/index.js';
import { ExportRepository } from './exports.repository.js';
import { ExportFiles } from './files/export-files.js';

const FILES_AT_ONCE = 1_000;
/** For thirty days it can be told what became of an export. */
const ENDED: Leftover = {
  statement: deleting('exports', 'tenant_id, id', `created_at < $1 AND state IN ('SUCCEEDED', 'FAILED')`),
  keptFor: 30 * 86_400_000,
};

/** Removes files whose time is over and what killed workers have left, and puts lost jobs back. */
@Injectable()
export class ExportUpkeepService {
  constructor(
    private readonly database: Database,
    private readonly leftovers: Leftovers,
    private readonly exports: ExportRepository,
    private readonly files: ExportFiles,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const ctx = { ...systemContext('upkeep of exports'), now: () => this.clock.now() };
    const stored = await this.files.list();
    for (let start = 0; start < stored.length; start += FILES_AT_ONCE) {
      const some = stored.slice(start, start + FILES_AT_ONCE);
      const ids = some.map(({ exportId }) => exportId);
      const kept = await this.database.read(ctx, () => this.exports.kept(ctx, ids));
      for (const file of some) if (!kept.has(file.exportId)) await this.files.remove(file);
    }
    await this.leftovers.clean(ctx, [ENDED]);
    // the queue keeps one job for each export: this puts back only what was lost
    for (const job of await this.database.read(ctx, () => this.exports.unfinished(ctx)))
      await this.jobs.enqueue(ctx, EXPORT_QUEUE, job, { key: job.exportId });
  }
}
