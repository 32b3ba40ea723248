import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '../../support/database.js';
import { KEY } from '../../support/legacy/adopting.js';
import { schemaLines } from '../../support/legacy/schema-lines.js';
import { createVersionOne } from '../../support/legacy/version-one.js';
import { databaseEnvironment } from '../../support/command.js';
import { Program } from '../../support/program.js';

describe('version 2, started on a database of version 1', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createVersionOne({ owner: 'stocktracker_owner' });
  });
  afterAll(() => database.drop());

  it.each([
    [
      'not adopted',
      'SELECT',
      'This is a database of version 1. Take it over before: npm run cli -- adopt --help\n',
    ],
    [
      'adopted in part',
      'CREATE SCHEMA adoption',
      'The adoption of this database was cut off. Run it to its end: npm run cli -- adopt\n',
    ],
  ])('says what to do, and changes nothing: %s', async (_what, change, said) => {
    await database.query(change);
    const before = await schemaLines(database);
    const program = Program.start('main', {
      ...databaseEnvironment(database),
      DATABASE_OWNER_URL: database.urls.owner,
      ENCRYPTION_KEYS: KEY,
      PORT: '0',
    });
    expect(await program.exited).toEqual({ code: 1, signal: null });
    expect(program.said).toBe(said);
    expect(await schemaLines(database)).toEqual(before);
  });
});
