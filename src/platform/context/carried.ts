import type { Context } from './context.js';

/** A copy of a context has the property too, and does not own what it holds. */
interface Held<Holder, Value> {
  readonly of: Holder;
  readonly value: Value;
}

/**
 * What belongs to a context and ends with it: made when it is first asked for, the same from then on.
 *
 * It stands on the context itself, since a collection of young objects takes for alive what a WeakMap holds: all that was
 * read for a request would wait for the next collection of old ones.
 */
export function carried<Holder extends Context, Value>(make: (ctx: Holder) => Value): (ctx: Holder) => Value {
  const key: unique symbol = Symbol('carried');
  return (ctx: Holder & { [key]?: Held<Holder, Value> }) => {
    const held = ctx[key];
    if (held?.of === ctx) return held.value;
    const value = make(ctx);
    ctx[key] = { of: ctx, value };
    return value;
  };
}
