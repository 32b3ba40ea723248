import DataLoader from 'dataloader';
import type { CallerContext } from '../context/index.js';

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
  const own: unique symbol = Symbol('loader');
  interface Carrying extends CallerContext {
    readonly [own]?: DataLoader<string, Value>;
  }
  return (ctx: Carrying) => ctx[own] ?? carry(ctx, own, loaderOf(ctx, read, absent));
}

/**
 * On the context itself, since a collection of young objects takes for alive what a WeakMap holds: all that was read for
 * a request would wait for the next collection of old ones. A copy of the context does not get it.
 */
function carry<Carried>(ctx: CallerContext, key: symbol, value: Carried): Carried {
  Object.defineProperty(ctx, key, { value, enumerable: false });
  return value;
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
