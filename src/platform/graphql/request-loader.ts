import DataLoader from 'dataloader';
import { carried, type CallerContext } from '../context/index.js';

/** More keys than this go in a second statement. */
const MAX_BATCH = 500;

type Read<Value> = (ctx: CallerContext, keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>;

/**
 * A loader for every request: gathers the keys that field resolvers ask for and reads them by one statement. Bound to
 * the context, so that one caller's objects are never another's.
 *
 * @param read gives what it finds by key; a key that is missing becomes `absent`
 */
export function requestLoader<Value>(
  read: Read<Value>,
  absent: Value,
): (ctx: CallerContext) => DataLoader<string, Value> {
  return carried((ctx: CallerContext) => loaderOf(ctx, read, absent));
}

function loaderOf<Value>(ctx: CallerContext, read: Read<Value>, absent: Value): DataLoader<string, Value> {
  return new DataLoader<string, Value>(
    async (keys) => {
      const found = await read(ctx, keys);
      return keys.map((key) => found.get(key) ?? absent);
    },
    { maxBatchSize: MAX_BATCH },
  );
}
