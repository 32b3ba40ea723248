import { plannedAnew, statement, type Statement } from '../../platform/database/index.js';

/**
 * For the rest of the transaction: named statements keep one plan, and it goes along indexes. To plan them for each
 * seller's values takes longer than to run them, and statistics may be those of a table that has filled since. Of marks that are
 * gone an index remembers that they are, which a bitmap would fetch each time.
 */
export const BY_INDEXES = statement<never>(`
  SELECT set_config('plan_cache_mode', 'force_generic_plan', true),
    set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)
`);

/** For the rest of the transaction: statements are planned for what is there, which may be most of a table. */
const BY_WHAT_IS_THERE = statement<never>(`
  SELECT set_config('plan_cache_mode', 'auto', true),
    set_config('enable_seqscan', 'on', true), set_config('enable_bitmapscan', 'on', true)
`);

/** A few are found along an index, whatever the seller: to plan that over all months takes longer than to do it. */
const FEW = 7;

/** @returns for so many products or days: how statements are to be planned, and the one of this text */
export function byAmount<Row>(
  text: string,
): (amount: number) => readonly [plans: Statement<never>, rebuild: Statement<Row>] {
  const few = statement<Row>(text);
  const many = plannedAnew<Row>(text);
  return (amount) => (amount > FEW ? [BY_WHAT_IS_THERE, many] : [BY_INDEXES, few]);
}
