import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../config/settings.js';
import type { SellerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import type { ExportFailure } from './domain/export-failure.js';
import { ExportRepository, type BegunExport, type FinishedExport } from './exports.repository.js';
import { ExportFiles } from './files/export-files.js';
import { NoRoomError } from './files/part-file.js';
import { FORMATS } from './formats/formats.js';
import { exportCall } from './kinds/export-call.js';

/** Milliseconds that a file is kept for. */
const KEPT_MS = 24 * 3_600_000;
const BATCH_ROWS = 1_000;
/** So many batches between two notes of how far it is. */
const NOTED_BATCHES = 10;

/** Writes the file of an export, all rows of one moment. */
@Injectable()
export class ExportWriter {
  constructor(
    private readonly database: Database,
    private readonly exports: ExportRepository,
    private readonly files: ExportFiles,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async write(
    ctx: SellerContext,
    exportId: string,
    { kind, format, wanted }: BegunExport,
    signal: AbortSignal,
  ): Promise<FinishedExport | ExportFailure> {
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
      return { code: 'NO_ROOM', room };
    }
    const expiresAt = new Date(ctx.now().getTime() + KEPT_MS);
    return { rows, bytes: file.bytes, scope: ctx.scope, expiresAt };
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
