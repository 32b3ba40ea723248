// Plain JavaScript: what Jest runs before and after the tests is not transformed.
import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** As hashes, encrypted keys and access tokens look, whoever has them. */
const SHAPES = /\$argon2|\$2[aby]\$\d\d\$|gAAAA[\w-]{20}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/;
/** What random secrets consist of. */
const WORDS = /[\w-]{20,}/g;

/**
 * Makes the files into which test/support/run-log.ts writes.
 * @param secrets those that every application of the run has
 */
export async function openRunLog(folder, secrets) {
  const files = { log: join(folder, 'run.log'), secrets: join(folder, 'secrets.txt') };
  await writeFile(files.log, '');
  await writeFile(files.secrets, secrets.map((secret) => `${secret}\n`).join(''));
  process.env.STOCK_TRACKER_TEST_LOG = files.log;
  process.env.STOCK_TRACKER_TEST_SECRETS = files.secrets;
  return files;
}

/** @throws Error where a secret of the run stands in its log; which one is not repeated */
export async function checkRunLog({ log, secrets }) {
  const planted = (await readFile(secrets, 'utf8')).split('\n').filter((secret) => secret !== '');
  const words = new Set(planted.flatMap((secret) => secret.match(WORDS) ?? []));
  const texts = [...new Set(planted.filter((secret) => !secret.match(WORDS)))];
  const found = new Set();
  for await (const line of createInterface({ input: createReadStream(log), crlfDelay: Infinity })) {
    const shows =
      SHAPES.test(line) ||
      texts.some((text) => line.includes(text)) ||
      (line.match(WORDS) ?? []).some((word) => words.has(word));
    if (shows) found.add(messageOf(line));
  }
  if (found.size > 0)
    throw new Error(`Secrets stand in the log of the run, in lines ${[...found].join(', ')}`);
}

function messageOf(line) {
  try {
    return JSON.stringify(JSON.parse(line).msg);
  } catch {
    return 'that are no JSON';
  }
}
