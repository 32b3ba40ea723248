import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { permissionsOf, scopeOf, writeScopeOf } from '../../platform/access/index.js';
import { Clock, memberContext, systemContext, type SellerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { KIND_RULES } from './domain/export-kind.js';
import { ExportLock } from './export-lock.js';
import { ExportOwners, type ExportOwner } from './export-owner.queries.js';
import { ExportRepository, type BegunExport, type ExportJobData } from './exports.repository.js';
import { ExportFiles } from './files/export-files.js';
import { NoRoomError } from './files/part-file.js';
import { FORMATS } from './formats/formats.js';
import { exportCall } from './kinds/export-call.js';

/** Milliseconds that a file is kept for. */
const KEPT_MS = 24 * 3_600_000;
/** What fails so often will not go well the next time. */
const MOST_ATTEMPTS = 5;
const BATCH_ROWS = 1_000;
/** So many batches between two notes of how far it is. */
const NOTED_BATCHES = 10;

/**
 * Writes one export, with the eyes of whoever has asked for it as they are now, all rows of one moment. Cut off anywhere,
 * it begins anew: what is not whole has a name of its own that the next attempt takes over.
 */
@Injectable()
export class ExportRun {
  constructor(
    private readonly database: Database,
    private readonly exports: ExportRepository,
    private readonly owners: ExportOwners,
    private readonly files: ExportFiles,
    private readonly lock: ExportLock,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async run({ tenantId, userId, exportId }: ExportJobData, signal: AbortSignal): Promise<void> {
    await this.lock.hold(exportId, async () => {
      const system = systemContext('owner of an export');
      const owner = await this.database.read(system, () => this.owners.find(system, tenantId, userId));
      if (!owner) return; // and the export with them
      const ctx = contextOf(owner, () => this.clock.now());
      const begun = await this.exports.begin(ctx, exportId);
      if (!begun) return; // over already: the job came twice
      const refusal = refusalOf(owner, begun) ?? (await this.write(ctx, exportId, begun, signal));
      if (refusal !== null) await this.exports.fail(ctx, exportId, refusal);
    });
  }

  /** @returns why there is no file, for people; null when there is */
  private async write(
    ctx: SellerContext,
    exportId: string,
    { kind, format, wanted }: BegunExport,
    signal: AbortSignal,
  ): Promise<string | null> {
    const { extension, write } = FORMATS[format];
    const call = exportCall(ctx, kind, wanted);
    const room = await this.room(ctx);
    const file = await this.files.begin(exportId, extension, room);
    let rows = 0;
    try {
      const batches = this.database.batches(ctx, call.statement, call.values, BATCH_ROWS);
      const noted = this.noting(ctx, exportId, batches, signal, (count) => (rows = count));
      await write(call.columns, noted, file.stream);
      await file.publish();
    } catch (error) {
      await file.discard();
      if (!(error instanceof NoRoomError)) throw error;
      return `The file would take more than the ${room} bytes that are left for your files. Narrow it by productFilter or range, or wait: files are kept for a day.`;
    }
    const expiresAt = new Date(ctx.now().getTime() + KEPT_MS);
    await this.exports.succeed(ctx, exportId, { rows, bytes: file.bytes, scope: ctx.scope, expiresAt });
    return null;
  }

  private async room(ctx: SellerContext): Promise<number> {
    const { bytes } = await this.database.read(ctx, () => this.exports.load(ctx));
    return Math.max(0, this.settings.exports.bytesPerUser - bytes);
  }

  /** Hands the batches on, and notes how far it is. */
  private async *noting(
    ctx: SellerContext,
    exportId: string,
    batches: AsyncIterable<unknown[][]>,
    signal: AbortSignal,
    counted: (rows: number) => void,
  ): AsyncGenerator<unknown[][]> {
    let rows = 0;
    let count = 0;
    for await (const batch of batches) {
      signal.throwIfAborted();
      yield batch;
      rows += batch.length;
      counted(rows);
      if (++count % NOTED_BATCHES === 0) await this.exports.advance(ctx, exportId, rows);
    }
  }
}

function contextOf({ tenantId, userId, role }: ExportOwner, now: () => Date): SellerContext {
  return memberContext({ tenantId, userId, scope: scopeOf(role), writeScope: writeScopeOf(role) }, now);
}

function refusalOf({ role, isActive }: ExportOwner, { kind, attempts }: BegunExport): string | null {
  if (!isActive) return 'The account that asked for it, or its tenant, is not active any more.';
  if (!permissionsOf(role, false).has(KIND_RULES[kind].permission))
    return 'The role of the account that asked for it does not allow it any more.';
  return attempts > MOST_ATTEMPTS ? 'Something went wrong here, again and again. Start it anew.' : null;
}
