import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Writable } from 'node:stream';
import type { Worksheet } from 'exceljs';

/** What a sheet of exceljs' streaming writer hands its XML to: nothing until the zip has come to it. */
interface SheetStream {
  readonly stream: { readonly pipes: readonly Writable[] };
}

/**
 * exceljs writes on whether or not anybody keeps up, and waits for ever for a file that has failed: this waits until what
 * was written has gone into the zip, and not longer than the file lives.
 */
export class Backpressure {
  private readonly failed: Promise<never>;

  constructor(private readonly out: Writable) {
    this.failed = new Promise((_, reject) => {
      out.once('error', reject);
      out.once('close', () => {
        if (!out.writableFinished) reject(out.errored ?? new Error('The file was given up'));
      });
    });
    // asked for only while something is waited for
    this.failed.catch(() => undefined);
  }

  release(sheet: Worksheet): Promise<void> {
    return this.orFailure(this.drained((sheet as unknown as SheetStream).stream));
  }

  orFailure<Result>(work: Promise<Result>): Promise<Result> {
    return Promise.race([work, this.failed]);
  }

  private async drained(stream: SheetStream['stream']): Promise<void> {
    while (stream.pipes.length === 0 && !this.out.destroyed) await setImmediate();
    for (const pipe of stream.pipes) if (pipe.writableNeedDrain) await once(pipe, 'drain');
  }
}
