import type { CallerContext } from '../../platform/context/index.js';
import { requestLoader } from '../../platform/graphql/index.js';

const ID_LENGTH = 36;

/**
 * A loader of what belongs to a product under given arguments, such as a page of its sales. The same field with the
 * same arguments on all products of a list is read by one statement.
 *
 * @param read gives what it finds by product; a product that is missing has `absent`
 */
export function perProduct<Asked, Value>(
  read: (
    ctx: CallerContext,
    productIds: readonly string[],
    asked: Asked,
  ) => Promise<ReadonlyMap<string, Value>>,
  absent: Value,
): (ctx: CallerContext, productId: string, asked: Asked) => Promise<Value> {
  const loader = requestLoader<Value>(async (ctx, keys) => {
    const found = new Map<string, Value>();
    const byArguments = Map.groupBy(keys, (key) => key.slice(ID_LENGTH));
    await Promise.all(
      [...byArguments].map(async ([asked, group]) => {
        const ids = group.map((key) => key.slice(0, ID_LENGTH));
        for (const [id, value] of await read(ctx, ids, JSON.parse(asked) as Asked))
          found.set(id + asked, value);
      }),
    );
    return found;
  }, absent);
  return (ctx, productId, asked) => loader(ctx).load(productId + JSON.stringify(asked));
}
