import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { adoptByCommand, endLegacyByCommand } from '../../support/legacy/adopting.js';
import { schemaLines } from '../../support/legacy/schema-lines.js';
import { createVersionOne, type VersionOneOptions } from '../../support/legacy/version-one.js';
import { migrate } from '../../../src/platform/database/migrate.js';

const NO_BACKUP = 'DROP TABLE users_old_backup';
/** What was there before somebody added the other spelling. */
const FOUR_WORDS = `
  ALTER TABLE users ALTER payment_status DROP DEFAULT;
  DROP VIEW v_active_users, v_admin_stats;
  ALTER TYPE payment_status_enum RENAME TO of_eight;
  CREATE TYPE payment_status_enum AS ENUM ('free', 'trial', 'paid', 'expired');
  ALTER TABLE users ALTER payment_status TYPE payment_status_enum USING lower(payment_status::text)::payment_status_enum;
  ALTER TABLE users ALTER payment_status SET DEFAULT 'free';
  DROP TYPE of_eight`;
/** What the bot makes where it starts first. */
const WORDS_OF_THE_BOT = `
  ALTER TABLE users ALTER payment_status DROP DEFAULT;
  DROP VIEW v_active_users, v_admin_stats;
  ALTER TYPE payment_status_enum RENAME TO of_eight;
  CREATE TYPE payment_status_enum AS ENUM ('free', 'pending', 'active', 'expired', 'PAID');
  ALTER TABLE users ALTER payment_status TYPE payment_status_enum USING (
    CASE lower(payment_status::text) WHEN 'paid' THEN 'PAID' WHEN 'trial' THEN 'active' ELSE lower(payment_status::text) END
  )::payment_status_enum;
  DROP TYPE of_eight`;
/** The panel's last migration has made the status an enum, and the type that others knew has gone. */
const PANEL_ENUM = `
  DROP TYPE subscription_status;
  CREATE TYPE subscriptionstatus AS ENUM ('FREE', 'TRIAL', 'PAID', 'EXPIRED');
  ALTER TABLE subscriptions ALTER status DROP DEFAULT;
  ALTER TABLE subscriptions ALTER status TYPE subscriptionstatus
    USING (CASE status WHEN 'paid' THEN 'PAID' ELSE 'EXPIRED' END)::subscriptionstatus`;

/** As it was before another migration of the panel. */
const PANEL_BEFORE = `
  ALTER TABLE subscriptions DROP COLUMN trial_ends_at, DROP COLUMN subscription_starts_at, DROP COLUMN subscription_ends_at,
    DROP COLUMN payment_provider, DROP COLUMN payment_external_id, DROP COLUMN last_payment_at`;

describe('the schema of an adopted database', () => {
  let fresh: readonly string[];
  let database: TestDatabase;

  beforeAll(async () => {
    const made = await createDatabase('template1');
    await migrate(made.urls.owner);
    fresh = await schemaLines(made);
    await made.drop();
  });
  afterEach(() => database.drop());

  /** What an adoption leaves besides: what it has put aside, what version 1 had put aside, and what is people's own. */
  const lines = async (): Promise<string[]> => {
    const all = await schemaLines(database);
    return all.filter(
      (line) => !/adopt_quarantine|users_old_backup|alembic_version|subscriptionstatus/.test(line),
    );
  };

  it.each<[string, VersionOneOptions]>([
    ['of the cloud', {}],
    ['without the backup table', { change: NO_BACKUP }],
    ['with four words for payment', { change: FOUR_WORDS }],
    ["with the bot's words for payment", { change: WORDS_OF_THE_BOT }],
    ['of the panel', { panel: true }],
    ['of the panel with an enum', { panel: true, change: PANEL_ENUM }],
    ['of the panel before its last migrations', { panel: true, change: PANEL_BEFORE }],
    ['that its owner adopts', { owner: 'stocktracker_owner' }],
  ])('is that of a new one: %s', async (_what, options) => {
    database = await createVersionOne(options);
    const url = options.owner === undefined ? database.urls.superuser : database.urls.owner;
    expect(await adoptByCommand(database, { url })).toMatchObject({ code: 0, stderr: '' });
    expect(await lines()).toEqual(fresh);
  });

  it.each<[string, VersionOneOptions]>([
    ['of the cloud', {}],
    ['of the panel', { panel: true }],
    ['of the panel with an enum', { panel: true, change: PANEL_ENUM }],
  ])('is that of a new one once programs of version 1 have ended: %s', async (_what, options) => {
    database = await createVersionOne(options);
    expect(await adoptByCommand(database, { legacyClients: true })).toMatchObject({ code: 0, stderr: '' });
    expect(await lines()).not.toEqual(fresh);
    expect(await endLegacyByCommand(database)).toMatchObject({ code: 0, stderr: '' });
    expect(await lines()).toEqual(fresh);
    expect(await endLegacyByCommand(database)).toMatchObject({
      code: 0,
      stdout: 'Nothing to do: there is nothing for programs of version 1 here.\n',
    });
  });
});
