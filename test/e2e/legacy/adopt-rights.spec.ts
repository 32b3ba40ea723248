import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Link } from '../../../src/adopt/link.js';
import { assertRights, rightsOf } from '../../../src/adopt/rights.js';
import type { TestDatabase } from '../../support/database.js';
import { createVersionOne } from '../../support/legacy/version-one.js';

const MIXED = /^LEGACY_CLIENTS=1: stocktracker is a superuser, passes row-level security, or is a member/;

/** Roles are all databases': what is tried with them is never committed. */
describe('the role of the programs of version 1', () => {
  let database: TestDatabase;
  let link: Link;

  beforeAll(async () => {
    database = await createVersionOne();
    link = await Link.open(database.urls.superuser);
  });
  afterAll(async () => {
    await link.end();
    await database.drop();
  });

  /** What is said to somebody who wants to adopt while this holds; null where nothing is. */
  async function said(change: string, legacyClients: boolean): Promise<string | null> {
    await link.run('BEGIN');
    try {
      await link.run(change);
      assertRights(await rightsOf(link), legacyClients);
      return null;
    } catch (error) {
      return (error as Error).message;
    } finally {
      await link.run('ROLLBACK');
    }
  }

  it('is taken as it should be', async () => {
    expect(await said('SELECT', true)).toBeNull();
  });

  it.each([
    ['a superuser', 'ALTER ROLE stocktracker SUPERUSER'],
    ['one that passes row-level security', 'ALTER ROLE stocktracker BYPASSRLS'],
    ['a member of the role that requests run as', 'GRANT stocktracker_app TO stocktracker'],
    ['a member of the role that jobs run as', 'GRANT stocktracker_system TO stocktracker'],
    ['a member of the owner', 'GRANT stocktracker_owner TO stocktracker'],
    ['one that requests may become', 'GRANT stocktracker TO stocktracker_app'],
  ])('is refused as %s, and minded by nobody where its programs have ended', async (_what, change) => {
    expect(await said(change, true)).toMatch(MIXED);
    expect(await said(change, false)).toBeNull();
  });

  it('is needed where its programs go on', async () => {
    expect(await said('ALTER ROLE stocktracker RENAME TO somebody_else', true)).toBe(
      'LEGACY_CLIENTS=1: there is no role stocktracker for the programs of version 1 to sign in as.',
    );
    expect(await said('ALTER ROLE stocktracker RENAME TO somebody_else', false)).toBeNull();
  });

  it('may not be the one that adopts', async () => {
    expect(await said('SET LOCAL ROLE stocktracker', true)).toMatch(
      /^LEGACY_CLIENTS=1: stocktracker is the role of version 1's programs, who may not own version 2's tables\. Name a superuser\./,
    );
  });
});
