import { statement } from '../../platform/database/index.js';

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
export const BY_WHAT_IS_THERE = statement<never>(`
  SELECT set_config('plan_cache_mode', 'auto', true),
    set_config('enable_seqscan', 'on', true), set_config('enable_bitmapscan', 'on', true)
`);
