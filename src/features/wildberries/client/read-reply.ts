import { WildberriesInvalidResponseError } from './errors.js';
import { readJson, RowReader } from './json-rows.js';
import { JsonTextError } from './json-tree.js';
import type { JsonObject, JsonValue } from './json-tree.js';
import { BadRowError, object } from './parse.js';

type Body = AsyncIterable<Uint8Array>;

const BATCH_ROWS = 1000;
const MAX_SMALL_BODY = 64 * 1024 * 1024;

/**
 * The elements of one array of a body (see RowReader for `path`) in batches of at most 1,000, as they arrive.
 *
 * @throws WildberriesInvalidResponseError after the rows that could be read, when the body breaks off or is not
 * what it should be; never ends normally then.
 */
export async function* rowBatches(
  body: Body,
  path: readonly string[],
  method: string,
): AsyncGenerator<JsonValue[], void, undefined> {
  const reader = new RowReader(path);
  let batch: JsonValue[] = [];
  const pieces = body[Symbol.asyncIterator]();
  let failure: WildberriesInvalidResponseError | undefined;
  try {
    while (!failure) {
      try {
        const piece = await pieces.next();
        if (piece.done) {
          reader.end();
          break;
        }
        batch = batch.length ? batch.concat(reader.push(piece.value)) : reader.push(piece.value);
      } catch (error) {
        failure = asInvalid(error, method);
      }
      while (batch.length >= BATCH_ROWS) {
        yield batch.slice(0, BATCH_ROWS);
        batch = batch.slice(BATCH_ROWS);
      }
    }
    if (batch.length > 0) yield batch;
    if (failure) throw failure;
  } finally {
    await pieces.return?.();
  }
}

/** A body that fits in memory and is one object. @throws WildberriesInvalidResponseError */
export async function readObject(body: Body, method: string): Promise<JsonObject> {
  try {
    return object(await readJson(body, MAX_SMALL_BODY), 'the answer');
  } catch (error) {
    throw asInvalid(error, method);
  }
}

/** Anything that is not about the answer (an abort, say) goes on as it is. */
function asInvalid(error: unknown, method: string): WildberriesInvalidResponseError {
  if (error instanceof WildberriesInvalidResponseError) return error;
  if (error instanceof JsonTextError || error instanceof BadRowError) {
    return new WildberriesInvalidResponseError({ method, detail: error.message.slice(0, 200) });
  }
  throw error;
}
