import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Writable } from 'node:stream';

const BUFFERED_BYTES = 256 * 1024;

/** The file would take more room than there is for it. */
export class NoRoomError extends Error {
  override readonly name = 'NoRoomError';
}

/** A file that nobody sees until it is whole. */
export class PartFile {
  private written = 0;
  readonly stream: Writable;

  private constructor(
    private readonly handle: FileHandle,
    private readonly aside: string,
    private readonly whole: string,
    private readonly maxBytes: number,
  ) {
    this.stream = new Writable({
      highWaterMark: BUFFERED_BYTES,
      write: (chunk: Buffer, _encoding, done) => {
        this.append(chunk).then(() => done(), done);
      },
    });
    // whoever writes is told; by itself it would end the process
    this.stream.on('error', () => undefined);
  }

  static async create(aside: string, whole: string, maxBytes: number): Promise<PartFile> {
    return new PartFile(await open(aside, 'w', 0o600), aside, whole, maxBytes);
  }

  get bytes(): number {
    return this.written;
  }

  /** Under its name at once or not at all, and still there when the machine goes down after it. */
  async publish(): Promise<void> {
    await this.handle.sync();
    await this.handle.close();
    await rename(this.aside, this.whole);
    await syncFolder(dirname(this.whole));
  }

  /** As if it had never been. */
  async discard(): Promise<void> {
    this.stream.destroy();
    await this.handle.close().catch(() => undefined);
    await rm(this.aside, { force: true });
  }

  private async append(chunk: Buffer): Promise<void> {
    this.written += chunk.length;
    if (this.written > this.maxBytes) throw new NoRoomError('The file would be too large');
    await this.handle.appendFile(chunk);
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
