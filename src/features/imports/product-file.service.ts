import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../../platform/context/index.js';
import { BoundedQueue } from '../../platform/crypto/bounded-queue.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { DomainErrors } from '../../platform/errors/domain-errors.js';
import { CSV } from '../../platform/http/index.js';
import { CostImportService, type CostImport } from '../products/index.js';
import { CostSheet } from './domain/cost-sheet.js';
import { FileProblems, type FileProblem } from './domain/file-problems.js';
import { csvRows } from './files/csv-file.js';
import { xlsxRows } from './files/xlsx-file.js';

export interface ProductFile {
  readonly content: Buffer;
  /** Of the two that are taken. */
  readonly mediaType: string;
}

export interface FileImport extends CostImport {
  /** Headings of columns that were not looked at. */
  readonly ignoredColumns: readonly string[];
}

/** Costs of many products out of a file: all rows are written or none. */
@Injectable()
export class ProductFileService {
  /** One file is unpacked at a time, whoever sends them: so much memory it takes, and no more. */
  private readonly turns = new BoundedQueue({ concurrency: 1, maxWaiting: 8 });

  constructor(private readonly imports: CostImportService) {}

  /**
   * @throws FileProblems with what is wrong where; then nothing is written
   * @throws TooBusyError when too many files wait to be read
   */
  async import(ctx: CallerContext, file: ProductFile, dryRun: boolean): Promise<FileImport> {
    const sheet = await this.turns.run(() => read(file));
    const { ignoredColumns, silent } = sheet;
    if (sheet.rows.length === 0) return { updated: 0, unchanged: silent, ignoredColumns };
    try {
      const { updated, unchanged } = await this.imports.import(ctx, sheet.rows, dryRun);
      return { updated, unchanged: unchanged + silent, ignoredColumns };
    } catch (error) {
      if (error instanceof DomainErrors)
        throw new FileProblems(error.errors.map((refusal) => placed(refusal, sheet)));
      throw error;
    }
  }
}

async function read({ content, mediaType }: ProductFile): Promise<CostSheet> {
  const sheet = new CostSheet();
  for await (const row of mediaType === CSV ? csvRows(content) : xlsxRows(content)) sheet.add(row);
  sheet.check();
  return sheet;
}

/** Where in the file stands what a row of the list is refused for. */
function placed({ code, message, field }: DomainError, sheet: CostSheet): FileProblem {
  const [, place = '', name = ''] = field ?? [];
  return {
    code,
    message,
    row: sheet.rows[Number(place)]?.line ?? null,
    column: sheet.headingOf(name),
  };
}
