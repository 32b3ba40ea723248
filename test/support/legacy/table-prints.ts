import type { TestDatabase } from '../database.js';

/** What differs between two runs over the same data: ids and times of the run's own, and texts encrypted with chance. */
const CHANCE: Readonly<Record<string, readonly string[]>> = {
  rollup_marks: ['id'],
  adopt_quarantine: ['adopted_at'],
  refresh_tokens: ['revoked_at'],
  users: ['wb_api_key_encrypted'],
  audit_log: ['id', 'created_at', 'changes'],
  migrations: ['id'],
};

/** Table by table, how many rows there are and a sum over what stands in them: equal where nothing has been changed. */
export async function tablePrints(database: TestDatabase): Promise<Record<string, string>> {
  const tables = await database.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
  );
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await database.query<{ print: string }>(
      `SELECT count(*) || ' ' || coalesce(sum(hashtextextended((to_jsonb(t) - $1::text[])::text, 0)::numeric), 0) AS print FROM ${name} AS t`,
      [CHANCE[name] ?? []],
    );
    prints[name] = row?.print ?? '';
  }
  return prints;
}
