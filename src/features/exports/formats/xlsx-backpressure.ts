import { once, type EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Writable } from 'node:stream';
import type { Worksheet } from 'exceljs';

/**
 * What a sheet of exceljs' streaming writer hands its XML to: nothing until the zip has come to it, then a stream of some
 * version of readable-stream, of which the older ones tell by nothing else that they are full.
 */
interface SheetStream {
  readonly stream: {
    readonly pipes: readonly (EventEmitter & { readonly _writableState: { readonly needDrain: boolean } })[];
  };
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
        if (!out.writableFinished) reject(this.failure());
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
    // the zip works between the batches, and so does the rest of the process
    do {
      if (this.out.destroyed) throw this.failure();
      await setImmediate();
    } while (stream.pipes.length === 0);
    for (const pipe of stream.pipes) if (pipe._writableState.needDrain) await once(pipe, 'drain');
  }

  private failure(): Error {
    return this.out.errored ?? new Error('The file was given up');
  }
}
