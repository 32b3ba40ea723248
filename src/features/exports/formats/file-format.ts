import type { Writable } from 'node:stream';
import type { Column, Row } from './column.js';

/** One way to write rows into a file. */
export interface FileFormat {
  /** Of the file, without a point. */
  readonly extension: string;
  readonly mediaType: string;
  /** Writes all of it and ends the stream. Takes the next batch when the one before is on its way: memory stays flat. */
  readonly write: (
    columns: readonly Column[],
    batches: AsyncIterable<readonly Row[]>,
    out: Writable,
  ) => Promise<void>;
}
