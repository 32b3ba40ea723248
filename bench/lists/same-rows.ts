import { deepStrictEqual } from 'node:assert';
import type { WireRequest } from '../processes/connection.js';

type Plain = Readonly<Record<string, unknown>>;

/** Each server has its own names for the same things. */
const NAMES: Readonly<Record<string, string>> = {
  rowId: 'id',
  stockLevelsByTenantIdAndProductId: 'stockLevels',
};

/**
 * The rows of an answer: of the one field that was asked for, without the shape that its server gives to lists.
 * @throws Error for an answer that has none
 */
export function rowsOf(answer: unknown): unknown {
  const { data, errors } = answer as { data?: Plain | null; errors?: unknown };
  const [field] = Object.values(data ?? {});
  if (errors !== undefined || field == null)
    throw new Error(`No rows: ${JSON.stringify(answer).slice(0, 500)}`);
  return plainly(field);
}

function plainly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainly);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name, nodes] = []] = entries;
  if (entries.length === 1 && name === 'nodes') return plainly(nodes);
  return Object.fromEntries(entries.map(([key, each]) => named(NAMES[key] ?? key, plainly(each))));
}

/** Not every server puts the levels of a product in order. */
function named(name: string, value: unknown): [string, unknown] {
  if (name !== 'stockLevels' || !Array.isArray(value)) return [name, value];
  const place = (level: Plain): string => String(level['warehouseName']);
  return [name, (value as Plain[]).toSorted((a, b) => (place(a) < place(b) ? -1 : 1))];
}

/** What is compared has to be the same, or the ratio says nothing. */
export async function assertSameRows(requests: readonly WireRequest[]): Promise<void> {
  const answers = await Promise.all(requests.map(answerTo));
  const [first, ...others] = answers.map(rowsOf);
  for (const other of others) deepStrictEqual(other, first);
}

async function answerTo({ url, token, body }: WireRequest): Promise<unknown> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return (await fetch(url, { method: 'POST', headers, body })).json();
}
