import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { StartError } from './start-error.js';

const schema = z.object({
  superuserPassword: z.string(),
  ownerPassword: z.string(),
  appPassword: z.string(),
  systemPassword: z.string(),
  jwtSecret: z.string(),
  encryptionKeys: z.string(),
  demoPassword: z.string(),
});

/** What the embedded default makes for itself at the first start, and keeps beside its database. */
export type Secrets = z.output<typeof schema>;

const random = (): string => randomBytes(32).toString('base64url');

/**
 * @param isNeeded whether there is a database that new secrets would not open
 * @throws StartError
 */
export async function keepSecrets(folder: string, isNeeded: boolean): Promise<Secrets> {
  const file = join(folder, 'secrets.json');
  const known = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (known !== null) return parse(file, known);
  if (isNeeded) {
    throw new StartError(
      `${file} is missing: without it the database beside it can not be opened. Put it back, or remove ${folder} to start empty.`,
    );
  }
  const made: Secrets = {
    superuserPassword: random(),
    ownerPassword: random(),
    appPassword: random(),
    systemPassword: random(),
    jwtSecret: random(),
    encryptionKeys: random(),
    demoPassword: `demo-${randomBytes(9).toString('base64url')}`,
  };
  // written aside, flushed and moved into place: a crash leaves either no secrets or all of them
  const aside = `${file}.${process.pid}`;
  const handle = await open(aside, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify(made, null, 2));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(aside, file);
  const parent = await open(dirname(file), 'r');
  await parent.sync().catch(() => undefined); // Windows can not flush a folder
  await parent.close();
  return made;
}

function parse(file: string, text: string): Secrets {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new StartError(
      `${file} is damaged. Put it back from a backup, or remove its folder to start empty.`,
    );
  }
}
