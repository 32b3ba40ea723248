import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { adopt } from '../../../src/adopt/index.js';
import { Link } from '../../../src/adopt/link.js';
import { TABLES } from '../../../src/adopt/survey/version-one.js';
import { FernetKeyring } from '../../../src/platform/crypto/fernet.js';
import { KEY } from '../../support/legacy/adopting.js';
import { createVersionOne } from '../../support/legacy/version-one.js';

/** Tables of version 1 whose writers, or readers too, have to wait for this session. */
const HELD = `
  SELECT c.relname || ' ' || l.mode AS lock FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
  WHERE l.pid = pg_backend_pid() AND l.granted AND l.mode IN ('ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
    AND c.relnamespace = 'public'::regnamespace AND c.relname = ANY ($1)`;

/** Of an exclusive lock no weaker one has to be said. */
async function held(link: Link): Promise<string[]> {
  const locks = (await link.rows<{ lock: string }>(HELD, [TABLES])).map(({ lock }) => lock);
  return locks
    .filter(
      (lock) =>
        lock.endsWith('AccessExclusiveLock') || !locks.includes(`${lock.split(' ')[0]!} AccessExclusiveLock`),
    )
    .sort();
}

/**
 * Whoever waits for a lock while they hold another one can be waited for in turn, and then the server ends one of the two:
 * maybe the program of version 1.
 */
describe('each transaction of an adoption', () => {
  const first = new WeakMap<Link, string[]>();
  const seen: { readonly first: string[]; readonly last: string[] }[] = [];
  const orders: (readonly string[])[] = [];

  beforeEach(() => {
    const { lock, transaction } = Link.prototype;
    jest.spyOn(Link.prototype, 'lock').mockImplementation(async function (this: Link, tables, referred) {
      orders.push(tables.filter((table) => (TABLES as readonly string[]).includes(table)));
      await lock.call(this, tables, referred);
      first.set(this, await held(this));
    });
    jest.spyOn(Link.prototype, 'transaction').mockImplementation(function (this: Link, work, begin) {
      first.delete(this);
      const watched = async () => {
        const result = await work();
        seen.push({ first: first.get(this) ?? [], last: await held(this) });
        return result;
      };
      return transaction.call(this, watched, begin);
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    for (const list of [seen, orders]) list.length = 0;
  });

  it.each([
    [false, true],
    [true, false],
    [true, true],
  ])(
    'begins with all the locks that it will have, dependents first: panel %p, LEGACY_CLIENTS %p',
    async (panel, legacyClients) => {
      const database = await createVersionOne({ panel });
      const { outcome } = await adopt(
        {
          url: database.urls.superuser,
          options: { legacyClients, keepDefaultTenant: false },
          dryRun: false,
          keyring: FernetKeyring.parse(KEY),
          onPlan: () => undefined,
          onStep: () => undefined,
        },
        new AbortController().signal,
      );
      expect(outcome).toBe('adopted');
      await database.drop();
      expect(seen.length).toBeGreaterThan(20);
      for (const { first: begun, last } of seen) expect(last).toEqual(begun);
      for (const order of orders)
        expect(order).toEqual([...TABLES].reverse().filter((table) => order.includes(table)));
    },
  );
});
