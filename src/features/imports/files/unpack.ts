import type { Readable } from 'node:stream';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { fileProblem } from '../domain/file-problems.js';

/** Of all parts that are read, together: ten thousand rows take some ten of them. */
const MOST_BYTES = 32_000_000;
/** Workbooks have a few dozen. */
const MOST_PARTS = 2_000;

export const NO_WORKBOOK =
  'This is no workbook in XLSX, or it is damaged. Open it in a spreadsheet program and save it again.';

/** The parts of a workbook, unpacked as far as is reasonable. */
export class Parts {
  private left = MOST_BYTES;

  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws FileProblems for what is no ZIP */
  static async of(file: Buffer): Promise<Parts> {
    try {
      const zip = await fromBufferPromise(file);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        if (entries.size >= MOST_PARTS) throw new Error('Too many parts');
        entries.set(entry.fileName, entry);
      }
      return new Parts(zip, entries);
    } catch {
      throw fileProblem(NO_WORKBOOK);
    }
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /**
   * The text of a part, piece by piece. What it says of its size is not believed.
   * @throws FileProblems when it is damaged, or all that was read grows beyond the limit
   */
  async *text(name: string): AsyncGenerator<string> {
    const entry = this.entries.get(name);
    if (!entry) throw fileProblem(NO_WORKBOOK);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const stream: Readable = await this.zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      this.left -= chunk.length;
      if (this.left < 0) {
        throw fileProblem(
          `The workbook unpacks to more than ${MOST_BYTES / 1_000_000} MB. Leave out sheets and columns that are not needed.`,
        );
      }
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  }
}
