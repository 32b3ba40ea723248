import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkRunLog, openRunLog } from './run-log-check.js';

const RANDOM = 'mT3_x-aaaaaaaaaaaaaaaaaaaaaaaaaa';

describe('the check of the log of a run', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stock-tracker-log-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function checked(...lines: object[]): Promise<unknown> {
    const files = await openRunLog(folder, [RANDOM, 'a password of words']);
    await appendFile(files.log, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return checkRunLog(files).then(
      () => 'clean',
      (error: unknown) => (error instanceof Error ? error.message : error),
    );
  }

  it('finds nothing where nothing is', async () => {
    expect(await checked({ msg: 'request', requestId: '01a20556-0000-7000-8000-000000000000' })).toBe(
      'clean',
    );
  });

  it.each([
    ['a planted word', { cause: `of ${RANDOM}.` }],
    ['planted words', { url: '/?p=a password of words' }],
    ['an access token', { token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg' }],
    ['a hash', { row: '($argon2id$v=19$m=1)' }],
    ['a hash of version 1', { row: '$2b$12$abcdefghijklmnopqrstuv' }],
    ['an encrypted key', { row: 'gAAAAABkabcdefghijklmnopqrst' }],
  ])('finds %s, and does not repeat it', async (_, line) => {
    const other = { msg: 'request' };
    expect(await checked(other, { msg: 'told', ...line }, other)).toBe(
      'Secrets stand in the log of the run, in lines "told"',
    );
  });
});
